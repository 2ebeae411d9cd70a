import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addEnvelope, addPoints, dispensable, redraw } from "./automation";
import { addClips, change } from "./edits";
import { changeClips, counterparts, withCounterparts } from "./links";
import { crossfadesOf, overlapping, spreadOf } from "./overlaps";
import type { PlacedPoint } from "./records";
import { closed, rippled } from "./ripple";
import { bent, shaped, valueAt } from "./shapes";
import { arrangement, clipOn, small } from "./testing";
import { addTrack, linkTracks } from "./tracks";

function linked() {
	const made = arrangement();
	const [left, right] = [addTrack(made, "L"), addTrack(made, "R")];
	linkTracks(made, [left, right]);
	const [a, b, alone] = addClips(made, [
		clipOn(left, { pan: -0.5, sample: "one" }),
		clipOn(right, { pan: 0.5, sample: "two", offset_seconds: 3, gain_db: -6 }),
		clipOn(right, { start_seconds: 40 }),
	]) as [string, string, string];
	return { made, left, a, b, alone };
}

describe("linked tracks", () => {
	it("change the counterpart too: by as much, and from left to right", () => {
		const { made, left, a, b, alone } = linked();
		changeClips(
			made,
			new Map([[a, { start_seconds: 5, offset_seconds: 2, pan: -0.8, gain_db: 3, track: left }]]),
		);
		expect(made.clips.get(b)).toMatchObject({
			start_seconds: 5,
			offset_seconds: 4,
			pan: 0.8,
			gain_db: -3,
			sample: "two",
		});
		expect(made.clips.get(alone)?.start_seconds).toBe(40);
	});

	it("leave what is changed itself as it is told", () => {
		const { made, a, b } = linked();
		changeClips(
			made,
			new Map([
				[a, { pan: 1 }],
				[b, { pan: 1 }],
			]),
		);
		expect([made.clips.get(a)?.pan, made.clips.get(b)?.pan]).toEqual([1, 1]);
	});

	it("know counterparts by their place alone", () => {
		const { made, a, b } = linked();
		const clip = made.clips.get(a);
		if (!clip) throw new Error("no clip");
		expect(withCounterparts(made, [clip]).map((each) => each.id)).toEqual([a, b]);
		change(made, "clips", new Map([[b, { start_seconds: 2.5 }]]));
		expect(counterparts(made, clip)).toEqual([]);
	});
});

describe("ripple", () => {
	it("takes what lies behind along, and nothing before", () => {
		const { made, tracks, clip } = small();
		const [before, behind] = addClips(made, [
			clipOn(tracks[0], { start_seconds: 0, duration_seconds: 1 }),
			clipOn(tracks[0], { start_seconds: 8 }),
		]) as [string, string];
		const all = rippled(made, new Map([[clip, { duration_seconds: 6 }]]));
		expect(all.get(behind)).toEqual({ start_seconds: 10 });
		expect(all.has(before)).toBe(false);
		expect(closed(made, [clip]).get(behind)).toEqual({ start_seconds: 4 });
	});

	it("closes several gaps, each by its own length", () => {
		const made = arrangement();
		const track = addTrack(made, "T");
		const ids = addClips(
			made,
			[0, 1, 2, 3, 4].map((start_seconds) => clipOn(track, { start_seconds, duration_seconds: 1 })),
		);
		const moved = closed(made, [ids[1] as string, ids[3] as string]);
		expect(moved.get(ids[2] as string)).toEqual({ start_seconds: 1 });
		expect(moved.get(ids[4] as string)).toEqual({ start_seconds: 2 });
	});
});

describe("overlaps", () => {
	it("stand in lanes, of which each holds clips that do not overlap", () => {
		const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }));
		fc.assert(
			fc.property(fc.array(span, { maxLength: 30 }), (spans) => {
				const made = arrangement();
				const track = addTrack(made, "T");
				addClips(
					made,
					spans.map(([start_seconds, duration_seconds]) =>
						clipOn(track, { start_seconds, duration_seconds }),
					),
				);
				const clips = made.clipsOf(track);
				const { lanes } = spreadOf(clips);
				for (const clip of clips)
					for (const other of overlapping(clip, clips))
						expect(lanes.get(other.id)).not.toBe(lanes.get(clip.id));
			}),
			{ numRuns: 50 },
		);
	});

	it("fade into each other at equal power", () => {
		const made = arrangement();
		const track = addTrack(made, "T");
		const [first, second] = addClips(made, [
			clipOn(track, { start_seconds: 0, duration_seconds: 4 }),
			clipOn(track, { start_seconds: 3, duration_seconds: 4 }),
		]) as [string, string];
		const faded = crossfadesOf(made.clipsOf(track));
		expect(faded.get(first)).toMatchObject({ fade_out_seconds: 1, fade_out_shape: "equal_power" });
		expect(faded.get(second)).toMatchObject({ fade_in_seconds: 1, fade_in_shape: "equal_power" });
		expect(shaped(0.3, "equal_power") ** 2 + shaped(0.7, "equal_power") ** 2).toBeCloseTo(1, 12);
	});
});

const point = (seconds: number, value: number, curve: PlacedPoint["curve"] = "linear"): PlacedPoint => ({
	id: `${seconds}`,
	envelope: "e",
	seconds,
	value,
	curve,
});

describe("envelopes", () => {
	it("stand still outside of their points, and bend between them", () => {
		const line = [point(1, 0), point(3, 1, "hold"), point(5, 4, "exponential"), point(7, 16)];
		expect([0, 1, 2, 4, 6, 9].map((at) => valueAt(line, at))).toEqual([0, 0, 0.5, 1, 8, 16]);
		expect(valueAt([], 3)).toBeNull();
		expect(bent(0, 5, 0.5, "exponential")).toBe(2.5);
		expect(valueAt([point(0, -20), point(2, 0)], 1, true)).toBeCloseTo(-5.19, 2);
	});

	it("belong to one parameter each: a second one is the first", () => {
		const { made, tracks } = small();
		const id = addEnvelope(made, tracks[0], "pan", [{ seconds: 0, value: 0 }]);
		expect(addEnvelope(made, tracks[0], "pan", [{ seconds: 1, value: 1 }])).toBe(id);
		expect(made.pointsOf(id).map((each) => each.value)).toEqual([0, 1]);
	});

	it("give way where they are drawn over", () => {
		const { made, tracks } = small();
		const id = addEnvelope(made, tracks[0], "pan");
		addPoints(
			made,
			id,
			[0, 1, 2, 3].map((seconds) => ({ seconds, value: 0 })),
		);
		redraw(made, id, [
			{ seconds: 0.5, value: 1 },
			{ seconds: 2.5, value: 1 },
		]);
		expect(made.pointsOf(id).map((each) => each.seconds)).toEqual([0, 0.5, 2.5, 3]);
	});

	it("are thinned out without moving further than allowed", () => {
		const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });
		fc.assert(
			fc.property(values, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (all, tolerance) => {
				const line = all.map((value, seconds) => point(seconds, value));
				const gone = new Set(dispensable(line, tolerance));
				const left = line.filter((each) => !gone.has(each));
				for (const each of line)
					expect(Math.abs((valueAt(left, each.seconds) ?? 9) - each.value)).toBeLessThanOrEqual(
						tolerance + 1e-9,
					);
				expect([left[0], left.at(-1)]).toEqual([line[0], line.at(-1)]);
			}),
		);
	});
});
