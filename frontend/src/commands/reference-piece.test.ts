import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { seeded } from "../clouds/random";
import { add, transact } from "../document/edits";
import { everything, meet } from "../document/testing";
import { faults } from "../document/testing-faults";
import { CHAPTERS, CLIPS_A_LANE, PIECE_SECONDS, SOURCES } from "./reference-piece";
import { ACTIONS, rehearse, type Step } from "./rehearsal";
import { benchOf, Silent } from "./testing";
import { Workbench } from "./workbench.svelte";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

let two: [Workbench, Workbench];

beforeEach(() => {
	vi.stubGlobal("WebSocket", Silent);
	vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 0));
	two = [benchOf(Workbench, SOURCES), benchOf(Workbench, SOURCES)];
	transact(two[0].arrangement, () => {
		add(two[0].arrangement, "tracks", { name: "Mix", role: "master" }, "master");
	});
	join();
});
afterEach(() => {
	for (const bench of two) bench.destroy();
	vi.unstubAllGlobals();
});

/** Both take in what the other one has done. */
function join(): void {
	meet(two[0].arrangement, two[1].arrangement);
}

function stepOf(random: { next(): number }): Step {
	const upTo = (most: number) => Math.floor(random.next() * most);
	return {
		what: upTo(ACTIONS.length),
		some: 1,
		of: 20 + upTo(60),
		which: upTo(12),
		at_seconds: random.next() * PIECE_SECONDS,
		by: random.next() * 2 - 1,
	};
}

describe("the reference piece", { timeout: 240_000 }, () => {
	it("is made by two people in turn, with its figures", () => {
		CHAPTERS.forEach((chapter, i) => {
			chapter(two[i % 2 ? 1 : 0]);
			join();
		});
		const { arrangement } = two[0];
		const lanes = arrangement.rowsInOrder.map((row) => [row.name, arrangement.clipsOf(row.id).length]);
		expect(Object.fromEntries(lanes.filter(([, count]) => count))).toEqual(CLIPS_A_LANE);
		expect(arrangement.clips.size).toBe(358);
		const cloud = arrangement.rowsInOrder.find((row) => row.name === "Cloud");
		const pans = arrangement.clipsOf(cloud?.id ?? "").map((clip) => clip.pan);
		expect(Math.min(...pans)).toBeLessThan(-0.9);
		expect(Math.max(...pans)).toBeGreaterThan(0.9);
		expect(arrangement.clipsOf(cloud?.id ?? "").filter((clip) => clip.reverse)).toHaveLength(103);
		expect([arrangement.envelopes.size, arrangement.points.size, arrangement.sends.size]).toEqual([3, 13, 1]);
		expect([...arrangement.devices.values()].filter((device) => device.clip)).toHaveLength(6);
		expect(faults(arrangement)).toEqual([]);
		expect(everything(two[1].arrangement)).toEqual(everything(arrangement));
	});

	it("stays one document under two hundred edits at the same time", () => {
		CHAPTERS.forEach((chapter, i) => {
			chapter(two[i % 2 ? 1 : 0]);
			join();
		});
		const random = seeded("two people");
		let done = 0;
		for (let round = 0; round < 20; round++) {
			for (const bench of two)
				for (let i = 0; i < 5; i++) {
					rehearse(bench, [stepOf(random)]);
					done++;
				}
			join();
			expect(everything(two[1].arrangement)).toEqual(everything(two[0].arrangement));
		}
		expect(done).toBe(200);
		expect(two[0].history.steps.length + two[1].history.steps.length).toBeGreaterThan(100);
		const states = two.map((bench) => Y.encodeStateVector(bench.arrangement.doc));
		expect(states[0]).toEqual(states[1]);
	});
});
