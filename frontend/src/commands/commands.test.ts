import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StudioProject } from "../api/types";
import { addClips, change } from "../document/edits";
import { clipOn } from "../document/testing";
import { addTrack } from "../document/tracks";
import { COMMANDS, command, run } from "./registry";
import { Workbench } from "./workbench.svelte";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

const project = { id: "p", name: "Piece", role: "editor", members: [] } as unknown as StudioProject;
let bench: Workbench;
let tracks: [string, string];
let clip: string;

/** A socket that never opens: the bench works on its own copy. */
class Silent {
	readyState = 0;
	close(): void {}
	send(): void {}
}

beforeEach(() => {
	vi.stubGlobal("WebSocket", Silent);
	vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 0));
	bench = new Workbench(project, { id: "1", name: "Ann" }, "ws://nowhere");
	bench.provider.connection = { ...bench.provider.connection, ready: true, state: "online" };
	tracks = [addTrack(bench.arrangement, "Upper"), addTrack(bench.arrangement, "Lower")];
	[clip] = addClips(bench.arrangement, [clipOn(tracks[0])]) as [string];
	bench.select([clip], clip);
});
afterEach(() => {
	bench.destroy();
	vi.unstubAllGlobals();
});

const now = (id = clip) => bench.arrangement.clips.get(id);
const count = () => bench.arrangement.clips.size;

describe("commands", () => {
	it("split at the playhead, in one step, and the sound goes on", () => {
		bench.seek(3);
		run("split", bench);
		const [second] = [...bench.selection];
		expect(now()).toMatchObject({ start_seconds: 2, offset_seconds: 1, duration_seconds: 1 });
		expect(now(second)).toMatchObject({ start_seconds: 3, offset_seconds: 2, duration_seconds: 3 });
		expect(bench.steps.at(-1)?.title).toMatch(/^Split/);
		run("undo", bench);
		expect([count(), now()?.duration_seconds]).toEqual([1, 4]);
	});

	it("do not split where the playhead stands outside", () => {
		bench.seek(60);
		run("split", bench);
		expect(count()).toBe(1);
		expect(bench.said).toMatch(/does not stand inside/);
	});

	it("nudge by 10 ms, and never before zero", () => {
		run("nudge-10 ms-right", bench);
		expect(now()?.start_seconds).toBeCloseTo(2.01);
		change(bench.arrangement, "clips", new Map([[clip, { start_seconds: 0.004 }]]));
		run("nudge-10 ms-left", bench);
		expect(now()?.start_seconds).toBe(0);
	});

	it("move to the track below, and stop at the last", () => {
		run("to-track-below", bench);
		expect([now()?.track, bench.track]).toEqual([tracks[1], tracks[1]]);
		run("to-track-below", bench);
		expect(now()?.track).toBe(tracks[1]);
	});

	it("trim and fade to the playhead", () => {
		bench.seek(3);
		run("trim-start", bench);
		expect(now()).toMatchObject({ start_seconds: 3, offset_seconds: 2, duration_seconds: 3 });
		bench.seek(4);
		run("fade-in", bench);
		expect(now()?.fade_in_seconds).toBeCloseTo(1);
		bench.seek(5);
		run("fade-out", bench);
		expect(now()?.fade_out_seconds).toBeCloseTo(1);
		run("trim-end", bench);
		expect(now()?.duration_seconds).toBeCloseTo(2);
	});

	it("copy, cut, paste and duplicate", () => {
		run("copy", bench);
		bench.seek(10);
		run("paste", bench);
		expect(count()).toBe(2);
		expect(now([...bench.selection][0])).toMatchObject({
			start_seconds: 10,
			offset_seconds: 1,
			track: tracks[0],
		});
		run("duplicate", bench);
		expect(now([...bench.selection][0])?.start_seconds).toBe(14);
		run("cut", bench);
		expect([count(), bench.clipboard.clips.length]).toEqual([2, 1]);
	});

	it("paste onto a track that is there when the clip's own is gone", () => {
		run("copy", bench);
		bench.track = tracks[0];
		run("remove-track", bench);
		run("paste", bench);
		expect(now([...bench.selection][0])?.track).toBe(tracks[1]);
	});

	it("mute, louder, pan, delete and bring back", () => {
		run("mute", bench);
		run("gain-louder", bench);
		run("pan-left", bench);
		expect(now()).toMatchObject({ mute: true, gain_db: 1, pan: -0.1 });
		run("delete", bench);
		expect(count()).toBe(0);
		run("undo", bench);
		expect(now()).toMatchObject({ mute: true, gain_db: 1, pan: -0.1 });
		run("redo", bench);
		expect(count()).toBe(0);
	});

	it("add, reorder and remove tracks", () => {
		bench.track = tracks[0];
		run("add-track", bench);
		const made = bench.track;
		expect(bench.arrangement.rowsInOrder.map((row) => row.id)).toEqual([tracks[0], made, tracks[1]]);
		run("track-down", bench);
		expect(bench.arrangement.rowsInOrder.at(-1)?.id).toBe(made);
		run("remove-track", bench);
		expect(bench.arrangement.rowsInOrder).toHaveLength(2);
		expect(bench.track).toBe(tracks[1]);
	});

	it("repeat the selection, and stop repeating", () => {
		run("loop", bench);
		expect(bench.loop).toEqual([2, 6]);
		run("loop", bench);
		expect(bench.loop).toBeNull();
	});

	it("reverse, pitch, speed and repeat, and play as recorded again", () => {
		for (const id of ["reverse", "pitch-up", "pitch-down-fine", "speed-faster", "loop-clip"]) run(id, bench);
		expect(now()).toMatchObject({ reverse: true, semitones: 0.9, speed: 1.05, loop: true });
		run("speed-usual", bench);
		expect(now()).toMatchObject({ semitones: 0, speed: 1 });
		expect(now()?.duration_seconds).toBeCloseTo(4);
	});

	it("join what was split", () => {
		bench.seek(3);
		run("split", bench);
		bench.select(bench.arrangement.clips.keys());
		run("join", bench);
		expect(count()).toBe(1);
		expect(now()).toMatchObject({ start_seconds: 2, offset_seconds: 1, duration_seconds: 4 });
		expect([...bench.selection]).toEqual([clip]);
	});

	it("paste into another project, on the rows from the selected one down", () => {
		run("copy", bench);
		const kept = bench.clipboard;
		const other = new Workbench({ ...project, id: "q" }, { id: "1", name: "Ann" }, "ws://nowhere");
		other.provider.connection = bench.provider.connection;
		vi.spyOn(other.samples, "bringById").mockRejectedValue(new Error("not yours"));
		const row = addTrack(other.arrangement, "There");
		other.clipboard = kept;
		other.track = row;
		other.seek(7);
		run("paste", other);
		const [pasted] = [...other.arrangement.clips.values()];
		expect(pasted).toMatchObject({ track: row, start_seconds: 7, offset_seconds: 1, sample: "a-sample" });
		expect(other.samples.bringById).toHaveBeenCalledWith("a-sample");
		other.destroy();
	});

	it("take what lies behind along while ripple is on", () => {
		const [behind] = addClips(bench.arrangement, [clipOn(tracks[0], { start_seconds: 10 })]) as [string];
		run("ripple", bench);
		run("delete", bench);
		expect(now(behind)?.start_seconds).toBe(6);
		run("undo", bench);
		expect([now(behind)?.start_seconds, count()]).toEqual([10, 2]);
		run("ripple", bench);
	});

	it("do on linked tracks what is done on one of them", () => {
		bench.track = tracks[0];
		const [other] = addClips(bench.arrangement, [clipOn(tracks[1])]) as [string];
		run("link-tracks", bench);
		run("pan-left", bench);
		expect([now()?.pan, now(other)?.pan]).toEqual([-0.1, 0.1]);
		bench.seek(4);
		run("split", bench);
		expect(count()).toBe(4);
		bench.select([clip]);
		run("delete", bench);
		expect(count()).toBe(2);
		run("unlink-tracks", bench);
		expect([...bench.arrangement.tracks.values()].every((track) => track.link === "")).toBe(true);
	});

	it("group and fold tracks, and take the group apart", () => {
		bench.select([]);
		bench.track = tracks[0];
		run("group-tracks", bench);
		const group = bench.track;
		run("fold-group", bench);
		expect(bench.rows.map((row) => row.id)).toEqual([group, tracks[1]]);
		run("fold-group", bench);
		bench.track = tracks[1];
		run("into-group", bench);
		expect(bench.arrangement.tracks.get(tracks[1])?.parent).toBe(group);
		run("out-of-group", bench);
		expect(bench.arrangement.tracks.get(tracks[1])?.parent).toBe("");
		bench.track = group;
		run("ungroup", bench);
		expect(bench.arrangement.rowsInOrder.map((row) => row.id)).toEqual(tracks);
	});

	it("put markers and regions, go between them, and remove them", () => {
		bench.seek(4);
		run("add-marker", bench);
		run("add-region", bench);
		expect([...bench.arrangement.regions.values()]).toMatchObject([{ start_seconds: 2, end_seconds: 6 }]);
		bench.seek(0);
		run("next-place", bench);
		expect(bench.now_seconds).toBe(2);
		run("next-place", bench);
		expect(bench.now_seconds).toBe(4);
		run("remove-place", bench);
		expect(bench.arrangement.markers.size).toBe(0);
		run("loop-region", bench);
		expect(bench.loop).toEqual([2, 6]);
		bench.setLoop(null);
	});

	it("automate a track, and shape its points", () => {
		bench.track = tracks[0];
		run("automate-pan", bench);
		const id = bench.envelope ?? "";
		bench.seek(5);
		run("add-point", bench);
		bench.points = new Set();
		run("bend-hold", bench);
		expect(bench.arrangement.pointsOf(id).map((point) => [point.seconds, point.curve])).toEqual([
			[0, "hold"],
			[5, "hold"],
		]);
		run("select-points", bench);
		run("copy", bench);
		bench.seek(20);
		run("paste", bench);
		expect(bench.arrangement.pointsOf(id).map((point) => point.seconds)).toEqual([0, 5, 20, 25]);
		run("delete", bench);
		expect(bench.arrangement.pointsOf(id)).toHaveLength(2);
		run("remove-envelope", bench);
		expect(bench.arrangement.points.size).toBe(0);
	});

	it("send a track to a new reverb in one step", () => {
		bench.track = tracks[0];
		run("send-to-reverb", bench);
		expect([...bench.arrangement.sends.values()]).toMatchObject([{ source: tracks[0] }]);
		expect([...bench.arrangement.devices.values()]).toMatchObject([{ effect: "reverb" }]);
		run("undo", bench);
		expect([bench.arrangement.sends.size, bench.arrangement.devices.size]).toEqual([0, 0]);
	});

	it("scatter the pans of many clips in one step", () => {
		addClips(
			bench.arrangement,
			[1, 2, 3, 4].map((start_seconds) => clipOn(tracks[1], { start_seconds })),
		);
		run("select-all", bench);
		run("randomise-pan", bench);
		// Each by itself; of five hundredths two may be the same.
		expect(new Set(bench.selected.map((each) => each.pan)).size).toBeGreaterThan(2);
		run("undo", bench);
		expect(bench.selected.every((each) => each.pan === 0)).toBe(true);
	});

	it("change nothing for those who may only listen", () => {
		bench.project = { ...project, role: "listener" };
		const before = JSON.stringify([
			...bench.arrangement.clips.values(),
			...bench.arrangement.tracks.values(),
		]);
		bench.seek(3);
		for (const each of COMMANDS.filter((one) => one.edits)) expect(run(each.id, bench)).toBe(false);
		bench.edit("By any other way", () => change(bench.arrangement, "clips", new Map([[clip, { pan: 1 }]])));
		expect(JSON.stringify([...bench.arrangement.clips.values(), ...bench.arrangement.tracks.values()])).toBe(
			before,
		);
	});

	it("say which command there is not", () => {
		expect(() => command("fly")).toThrow("There is no command fly.");
	});
});
