import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Sample } from "../api/types";
import { addClips } from "../document/edits";
import { clipOn } from "../document/testing";
import { addTrack } from "../document/tracks";
import { unliken } from "./more-like-this";
import { command, run } from "./registry";
import { benchOf, Silent } from "./testing";
import { Workbench } from "./workbench.svelte";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

const sample = (id: string, state = "ready") => ({ id, name: `Sound ${id}`, state }) as Sample;
let bench: Workbench;
let clips: string[];

beforeEach(() => {
	vi.stubGlobal("WebSocket", Silent);
	vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 0));
	bench = benchOf(Workbench);
	const track = addTrack(bench.arrangement, "Upper");
	clips = addClips(
		bench.arrangement,
		["gone", "reading", "a", "b"].map((id) => ({ ...clipOn(track), sample: id })),
	);
	bench.samples.all = new Map(
		[sample("reading", "processing"), sample("a"), sample("b")].map((one) => [one.id, one]),
	);
});

afterEach(() => {
	bench.destroy();
	vi.unstubAllGlobals();
});

describe("more like this", () => {
	it("is of the clip that the keyboard stands on", () => {
		bench.select(clips, clips[3]);
		run("more-like-this", bench);
		expect(bench.like).toEqual({ id: "b", name: "Sound b" });
	});

	it("is else of the first that can be heard, and takes the panel's place", () => {
		bench.panel = "comments";
		bench.select(clips, clips[0]);
		run("more-like-this", bench);
		expect([bench.like?.id, bench.panel]).toEqual(["a", null]);
		expect(bench.said).toContain("Sound a");
	});

	it("is not there where no sound is, and is left once", () => {
		bench.select(clips.slice(0, 2), clips[0]);
		expect(run("more-like-this", bench)).toBe(false);
		expect(unliken(bench)).toBe(false);
		bench.select(clips, null);
		expect(run("more-like-this", bench)).toBe(true);
		expect([unliken(bench), bench.like, unliken(bench)]).toEqual([true, null, false]);
	});

	it("can be had by those who may only listen", () => {
		expect(command("more-like-this").edits).toBeUndefined();
	});
});
