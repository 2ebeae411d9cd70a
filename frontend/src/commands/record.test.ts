import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StudioProject } from "../api/types";
import { addTrack } from "../document/tracks";
import { enabled } from "./command";
import { command, run } from "./registry";
import { quiet, Silent } from "./testing";
import { Workbench } from "./workbench.svelte";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

type Role = StudioProject["role"];

const made: Workbench[] = [];

function benchAs(role: Role): Workbench {
	const project = { id: "p", name: "Piece", role, members: [] } as unknown as StudioProject;
	const bench = quiet(new Workbench(project, { id: "1", name: "Ann" }, "ws://nowhere"));
	made.push(bench);
	return bench;
}

beforeEach(() => {
	vi.stubGlobal("WebSocket", Silent);
	vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 0));
});
afterEach(() => {
	for (const bench of made.splice(0)) bench.destroy();
	vi.unstubAllGlobals();
});

describe("recording onto a track", () => {
	it.each<[Role, boolean]>([
		["owner", true],
		["editor", true],
		["commenter", false],
		["listener", false],
	])("is the %s's: %s", async (role, may) => {
		const bench = benchAs(role);
		bench.track = addTrack(bench.arrangement, "Voice");
		for (const id of ["arm-track", "record", "record-panel", "measure-latency"])
			expect(enabled(command(id), bench)).toBe(may);
		if (may) return;
		expect(run("record", bench)).toBe(false);
		expect(await bench.overdub.arm(bench.track)).toBe(false);
		expect(bench.overdub.armed).toBe(null);
	});

	it("is for tracks that hold clips", () => {
		const bench = benchAs("editor");
		const roles = ["audio", "free", "group", "return"] as const;
		const can = roles.map((role) =>
			bench.overdub.can(addTrack(bench.arrangement, role, undefined, { role })),
		);
		expect(can).toEqual([true, true, false, false]);
		expect(bench.overdub.can("nowhere")).toBe(false);
	});

	it("says what to do where there is no track for it", async () => {
		const bench = benchAs("editor");
		bench.track = addTrack(bench.arrangement, "Hall", undefined, { role: "return" });
		await bench.overdub.record();
		expect(bench.notice?.text).toBe("Arm a track that holds clips first.");
		expect(bench.overdub.doing).toBe("nothing");
	});

	it("says so where the browser gives no sound", async () => {
		const bench = benchAs("editor");
		const track = addTrack(bench.arrangement, "Voice");
		expect(await bench.overdub.arm(track)).toBe(false);
		expect(bench.notice?.title).toBe("The track is not armed.");
		expect([bench.overdub.armed, bench.overdub.input.state]).toEqual([null, "closed"]);
	});
});
