import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Arrangement } from "./arrangement";
import { addClips, addDevice, change, changeMaster, removeClips, setParameter } from "./edits";
import { History } from "./history";
import type { PlacedClip } from "./records";
import { arrangement, clipOn, copy, everything, meet, small } from "./testing";
import { addTrack, moveTrack, removeTrack } from "./tracks";

describe("the arrangement", () => {
	it("holds what was written, with the defaults of the schema for the rest", () => {
		const { made, clip } = small();
		expect(made.clips.get(clip)).toMatchObject({
			start_seconds: 2,
			gain_db: 0,
			fade_in_seconds: 0.01,
			name: "",
		});
		expect(made.master).toEqual({ ceiling_dbtp: -1, tail_seconds: 1, target_lufs: null });
	});

	it("writes only what differs from the defaults, and a default again where something else stood", () => {
		const { made, clip } = small();
		const shared = () => made.root("clips").get(clip)?.toJSON() ?? {};
		expect(shared()).not.toHaveProperty("gain_db");
		change(made, "clips", new Map([[clip, { gain_db: 0 }]]));
		expect(shared()).not.toHaveProperty("gain_db");
		change(made, "clips", new Map([[clip, { gain_db: -3 }]]));
		change(made, "clips", new Map([[clip, { gain_db: 0 }]]));
		expect(shared()).toMatchObject({ gain_db: 0 });
	});

	it("is the same after it has been read from the document anew", () => {
		const { made, tracks } = small();
		const device = addDevice(made, tracks[0], "equaliser");
		setParameter(made, device, "low_hz", 200, 120);
		changeMaster(made, { ceiling_dbtp: -2 });
		expect(everything(new Arrangement(made.doc))).toEqual(everything(made));
		expect(made.devices.get(device)?.parameters).toEqual({ low_hz: 200 });
		setParameter(made, device, "low_hz", 120, 120);
		expect(made.devices.get(device)?.parameters).toEqual({});
	});

	it("leaves out a clip whose track somebody removed meanwhile, until it comes back", () => {
		const { made: ada, tracks } = small();
		const ben = copy(ada);
		const before = everything(ada);
		const history = new History(ada);
		removeTrack(ada, tracks[0]);
		const [clip] = addClips(ben, [clipOn(tracks[0], { start_seconds: 30 })]) as [string];
		meet(ada, ben);
		for (const one of [ada, ben, copy(ada)]) {
			expect(one.clips.size).toBe(0);
			expect([...one.uses]).toEqual([]);
			expect(one.duration_seconds).toBe(0);
		}
		history.undo();
		const told: string[] = [];
		ben.onChange((of) => told.push(...of.clips));
		meet(ada, ben);
		expect(everything(ben)).toEqual(everything(ada));
		for (const one of [ada, ben, copy(ada)])
			expect(one.clipsOf(tracks[0]).map((each) => each.start_seconds)).toEqual([2, 30]);
		expect(told).toContain(clip);
		change(ben, "clips", new Map([[clip, { track: tracks[1] }]]));
		expect(ben.clipsOf(tracks[1])).toHaveLength(1);
		removeClips(ben, [clip]);
		expect(everything(ben)).toEqual(before);
	});

	it("holds every number within the server's limits", () => {
		const { made, clip } = small();
		const wild = { gain_db: 400, pan: -7, start_seconds: -3, fade_in_seconds: Number.NaN };
		change(made, "clips", new Map([[clip, wild]]));
		expect(made.clips.get(clip)).toMatchObject({
			gain_db: 40,
			pan: -1,
			start_seconds: 0,
			fade_in_seconds: 0,
		});
	});

	it("keeps a wanted loudness within its limits, and gives it up again", () => {
		const { made } = small();
		changeMaster(made, { target_lufs: 20 });
		expect(made.master.target_lufs).toBe(-5);
		changeMaster(made, { target_lufs: null });
		expect(made.master.target_lufs).toBeNull();
		expect(new Arrangement(made.doc).master.target_lufs).toBeNull();
	});

	it("leaves out records that are half made, and does not stumble", () => {
		const made = arrangement();
		made.root("clips").set("half", new Y.Map([["track", "t"]]));
		expect(made.clips.size).toBe(0);
		made.root("clips").set("odd", "not a record" as unknown as Y.Map<unknown>);
		expect(made.clips.size).toBe(0);
	});

	it("removes a track with all that is on it, and never the master", () => {
		const { made, tracks } = small();
		addDevice(made, tracks[0], "gain");
		removeTrack(made, tracks[0]);
		expect([made.clips.size, made.devices.size, made.tracks.size]).toEqual([0, 0, 1]);
		removeTrack(made, "master");
		expect(made.tracks.size).toBe(1);
	});

	it("puts tracks where they are put", () => {
		const made = arrangement();
		const [a, b, c] = ["A", "B", "C"].map((name) => addTrack(made, name)) as [string, string, string];
		moveTrack(made, c, 0);
		expect(made.rowsInOrder.map((row) => row.id)).toEqual([c, a, b]);
		moveTrack(made, c, 2);
		expect(made.rowsInOrder.map((row) => row.id)).toEqual([a, b, c]);
		const between = addTrack(made, "D", a);
		expect(made.rowsInOrder.map((row) => row.id)).toEqual([a, between, b, c]);
	});
});

describe("two people at once", () => {
	it("merge a move and a fade of the same clip", () => {
		const { made, clip } = small();
		const other = copy(made);
		change(made, "clips", new Map([[clip, { start_seconds: 10 }]]));
		change(other, "clips", new Map([[clip, { fade_in_seconds: 1 }]]));
		meet(made, other);
		expect(made.clips.get(clip)).toMatchObject({ start_seconds: 10, fade_in_seconds: 1 });
		expect(everything(made)).toEqual(everything(other));
	});

	it("agree when one deletes what the other one moves", () => {
		const { made, clip } = small();
		const other = copy(made);
		removeClips(made, [clip]);
		change(other, "clips", new Map([[clip, { start_seconds: 10 }]]));
		meet(made, other);
		expect(everything(made)).toEqual(everything(other));
		expect(made.clips.has(clip)).toBe(false);
	});

	it("agree on the order of tracks that both added at one place", () => {
		const { made } = small();
		const other = copy(made);
		addTrack(made, "Mine");
		addTrack(other, "Theirs");
		meet(made, other);
		const names = made.rowsInOrder.map((row) => row.name);
		expect(names).toHaveLength(4);
		expect(other.rowsInOrder.map((row) => row.name)).toEqual(names);
		// A track can still be put between two whose keys are equal.
		const between = made.rowsInOrder[2]?.id ?? "";
		expect(() => addTrack(made, "Between", between)).not.toThrow();
		expect(made.rowsInOrder).toHaveLength(5);
	});

	it("agree whatever they do", () => {
		const edit = fc.record({
			who: fc.boolean(),
			which: fc.nat(4),
			what: fc.constantFrom("move", "delete", "add", "gain"),
			to: fc.integer({ min: 0, max: 100 }),
		});
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
				const { made, tracks } = small();
				addClips(made, [clipOn(tracks[0]), clipOn(tracks[1])]);
				const other = copy(made);
				for (const { who, which, what, to } of edits) {
					const on = who ? made : other;
					const id = [...on.clips.keys()].sort()[which] ?? "";
					if (what === "add") addClips(on, [clipOn(tracks[1], { start_seconds: to })]);
					if (what === "delete") removeClips(on, [id]);
					if (what === "move") change(on, "clips", new Map([[id, { start_seconds: to, track: tracks[1] }]]));
					if (what === "gain") change(on, "clips", new Map([[id, { gain_db: -to / 2 }]]));
				}
				meet(made, other);
				expect(everything(made)).toEqual(everything(other));
				expect(everything(new Arrangement(made.doc))).toEqual(everything(made));
			}),
			{ numRuns: 60 },
		);
	});
});

describe("the lanes", () => {
	it("give exactly the clips that a window may touch, in order", () => {
		const span = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 }));
		fc.assert(
			fc.property(fc.array(span, { maxLength: 40 }), span, (clips, [from, length]) => {
				const made = arrangement();
				const track = addTrack(made, "T");
				addClips(
					made,
					clips.map(([start_seconds, duration_seconds]) =>
						clipOn(track, { start_seconds, duration_seconds }),
					),
				);
				const [first, last] = made.between(track, from, from + length);
				const found = new Set(made.clipsOf(track).slice(first, last));
				const touches = (clip: PlacedClip) =>
					clip.start_seconds < from + length && clip.start_seconds + clip.duration_seconds > from;
				for (const clip of made.clipsOf(track)) if (touches(clip)) expect(found.has(clip)).toBe(true);
				const starts = made.clipsOf(track).map((clip) => clip.start_seconds);
				expect(starts).toEqual([...starts].sort((a, b) => a - b));
			}),
			{ numRuns: 80 },
		);
	});
});
