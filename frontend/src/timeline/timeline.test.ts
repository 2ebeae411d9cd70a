import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaults, type PlacedClip, type PlacedTrack } from "../document/records";
import { formBars } from "./form";
import { type Frame, secondsAt, spanning, steps, xOf, zoom } from "./geometry";
import { hit, inside, type Rows } from "./hit";
import { type Row, rowAt } from "./layout";
import {
	allowedRows,
	atSpeed,
	fade,
	join,
	move,
	slip,
	snap,
	split,
	stretch,
	trimEnd,
	trimStart,
	used,
} from "./moves";
import { zeroNear } from "./snapping";

const frame: Frame = {
	from_seconds: 10,
	pixels_per_second: 20,
	width: 800,
	height: 300,
	top: 0,
};

function clip(more: Partial<PlacedClip> = {}): PlacedClip {
	return {
		...(defaults("clips") as unknown as PlacedClip),
		id: "c",
		track: "t0",
		sample: "s",
		start_seconds: 12,
		offset_seconds: 1,
		duration_seconds: 4,
		...more,
	};
}

const anyClip = fc
	.record({
		start_seconds: fc.double({ min: 0, max: 500, noNaN: true }),
		offset_seconds: fc.double({ min: 0, max: 20, noNaN: true }),
		duration_seconds: fc.double({ min: 0.01, max: 60, noNaN: true }),
		fade_in_seconds: fc.double({ min: 0, max: 2, noNaN: true }),
		fade_out_seconds: fc.double({ min: 0, max: 2, noNaN: true }),
	})
	.map((fields) => clip(fields));
const anyTime = fc.double({ min: -50, max: 700, noNaN: true });

describe("seconds and pixels", () => {
	it("go there and back", () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 5000, noNaN: true }),
				fc.double({ min: 0.05, max: 4000, noNaN: true }),
				(seconds, pixels_per_second) => {
					const here = { ...frame, pixels_per_second };
					expect(secondsAt(here, xOf(here, seconds))).toBeCloseTo(seconds, 6);
				},
			),
		);
	});

	it("keep the time under the pointer while zooming", () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.2, max: 5, noNaN: true }),
				fc.integer({ min: 0, max: 800 }),
				(factor, x) => {
					const before = { ...frame, from_seconds: 500 };
					const after = { ...before, ...zoom(before, factor, x) };
					expect(secondsAt(after, x)).toBeCloseTo(secondsAt(before, x), 6);
				},
			),
		);
	});

	it("show a span whole, and never begin before zero", () => {
		const here = { ...frame, ...spanning(800, 30, 50) };
		expect(xOf(here, 30)).toBeGreaterThan(0);
		expect(xOf(here, 50)).toBeLessThan(800);
		expect(spanning(800, 0, 10).from_seconds).toBe(0);
		expect(zoom(frame, 0.001, 400).from_seconds).toBe(0);
	});

	it("choose steps whose figures do not touch and whose lines divide them", () => {
		for (const pixels_per_second of [0.05, 0.3, 1, 7, 20, 150, 1000, 4000]) {
			const { small_seconds, large_seconds } = steps(pixels_per_second);
			expect(large_seconds * pixels_per_second).toBeGreaterThanOrEqual(78);
			expect(large_seconds / small_seconds).toBeCloseTo(Math.round(large_seconds / small_seconds), 6);
		}
	});
});

describe("what lies under the pointer", () => {
	const rows = ["t0", "t1"].map((id, i): Row => {
		const track = { ...(defaults("tracks") as unknown as PlacedTrack), id };
		return { kind: "track", track, top: i * 64, height: 64, depth: 0, folded: false };
	});
	const scene = (clips: PlacedClip[]): Rows => ({
		rows,
		spreadOf: () => null,
		clipsOf: (track: string) => clips.filter((each) => each.track === track),
		between: (track: string) => [0, clips.filter((each) => each.track === track).length] as [number, number],
	});
	const none = new Set<string>();

	it("is the clip and its handles: trim at the lower half of the ends, fade at the upper corners", () => {
		const at = (x: number, y: number) => hit(frame, scene([clip()]), none, x, y).part;
		const [start, end] = [40, 120];
		expect(at(80, 30)).toBe("body");
		expect(at(start + 2, 50)).toBe("start");
		expect(at(end - 2, 50)).toBe("end");
		expect(at(start + 2, 8)).toBe("fade-in");
		expect(at(end - 2, 8)).toBe("fade-out");
		expect(hit(frame, scene([clip({ fade_in_seconds: 2 })]), none, start + 40, 8).part).toBe("fade-in");
	});

	it("is a track beside its clips, and nothing below the last track", () => {
		expect(hit(frame, scene([clip()]), none, 300, 30)).toMatchObject({ track: "t0", clip: null });
		expect(hit(frame, scene([clip()]), none, 80, 90)).toMatchObject({ track: "t1", clip: null });
		expect(hit(frame, scene([clip()]), none, 80, 200)).toMatchObject({ track: null, clip: null });
		expect(rowAt(rows, 74)?.track.id).toBe("t1");
		expect(rowAt(rows, 200)).toBeUndefined();
	});

	it("is the later of two clips that overlap, or the selected one", () => {
		const both = [clip({ id: "early" }), clip({ id: "late", start_seconds: 13 })];
		expect(hit(frame, scene(both), none, 90, 30).clip?.id).toBe("late");
		expect(hit(frame, scene(both), new Set(["early"]), 90, 30).clip?.id).toBe("early");
	});

	it("has no handles on a clip too narrow to be held anywhere else", () => {
		const narrow = clip({ duration_seconds: 0.4 });
		expect(hit(frame, scene([narrow]), none, 41, 50).part).toBe("body");
	});

	it("is all that a rectangle touches", () => {
		const clips = [clip({ id: "a" }), clip({ id: "b", start_seconds: 30 }), clip({ id: "c", track: "t1" })];
		expect(inside(scene(clips), 11, 14, 0, 60)).toEqual(["a"]);
	});
});

describe("what is done to clips", () => {
	it("a move keeps how they stand to each other, and none begins before zero", () => {
		fc.assert(
			fc.property(fc.array(anyClip, { minLength: 1, maxLength: 6 }), anyTime, (clips, by) => {
				const named = clips.map((each, i) => ({ ...each, id: `${i}` }));
				const changes = move(named, [{ id: "t0" }], by, 0);
				const after = named.map((each) => changes.get(each.id)?.start_seconds ?? each.start_seconds);
				expect(Math.min(...after)).toBeGreaterThanOrEqual(-1e-9);
				named.forEach((each, i) => {
					const moved = (after[i] ?? 0) - each.start_seconds;
					expect(moved).toBeCloseTo((after[0] ?? 0) - (named[0]?.start_seconds ?? 0), 6);
				});
			}),
		);
	});

	it("a move between tracks stops where one of them would fall off", () => {
		const rows = ["t0", "t1", "t2"].map((id) => ({ id }));
		const two = [clip({ id: "a", track: "t0" }), clip({ id: "b", track: "t1" })];
		expect(allowedRows(two, rows, 5)).toBe(1);
		expect(allowedRows(two, rows, -2)).toBe(0);
		expect(move(two, rows, 0, 1).get("b")?.track).toBe("t2");
	});

	it("a trim leaves the sound where it sounds, and never goes below zero", () => {
		fc.assert(
			fc.property(anyClip, anyTime, (one, to) => {
				const first = { ...one, ...trimStart(one, to) };
				const place = (each: PlacedClip) => each.start_seconds - each.offset_seconds;
				expect(place(first)).toBeCloseTo(place(one), 6);
				expect(first.start_seconds + first.duration_seconds).toBeCloseTo(
					one.start_seconds + one.duration_seconds,
					6,
				);
				expect(Math.min(first.start_seconds, first.offset_seconds)).toBeGreaterThanOrEqual(0);
				expect(first.duration_seconds).toBeGreaterThan(0);
				const length = one.offset_seconds + one.duration_seconds + 5;
				const last = { ...one, ...trimEnd(one, to, length) };
				expect(last.duration_seconds).toBeGreaterThan(0);
				expect(last.offset_seconds + last.duration_seconds).toBeLessThanOrEqual(length + 1e-9);
			}),
		);
	});

	it("a split keeps the sound: offsets and lengths add up", () => {
		fc.assert(
			fc.property(anyClip, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (one, share) => {
				const at = one.start_seconds + one.duration_seconds * share;
				const parts = split(one, at);
				if (!parts) return;
				const [first, second] = parts;
				expect((first.duration_seconds ?? 0) + second.duration_seconds).toBeCloseTo(one.duration_seconds, 9);
				expect(second.offset_seconds).toBeCloseTo(one.offset_seconds + (first.duration_seconds ?? 0), 9);
				expect(second.start_seconds).toBe(at);
				expect([first.fade_out_seconds, second.fade_in_seconds]).toEqual([0, 0]);
			}),
		);
		expect(split(clip(), 12)).toBeNull();
		expect(split(clip(), 40)).toBeNull();
	});

	/** The time in its sample that sounds at a share of a clip. */
	const heard = (each: PlacedClip, at: number) => {
		const into = (at - each.start_seconds) * each.speed;
		return each.offset_seconds + (each.reverse ? used(each) - into : into);
	};
	const played = fc
		.tuple(
			anyClip,
			fc.double({ min: 0.2, max: 4, noNaN: true }),
			fc.boolean(),
			fc.double({ min: 0.05, max: 0.95, noNaN: true }),
		)
		.map(([one, speed, reverse, share]) => ({
			one: { ...one, speed, reverse },
			at: one.start_seconds + one.duration_seconds * share,
		}));

	it("at any speed, forwards or backwards, a trim and a split leave each sound where it sounds", () => {
		fc.assert(
			fc.property(played, ({ one, at }) => {
				const end = one.start_seconds + one.duration_seconds;
				const late = { ...one, ...trimStart(one, at, null) };
				expect(heard(late, end)).toBeCloseTo(heard(one, end), 5);
				expect(heard(late, at)).toBeCloseTo(heard(one, at), 5);
				const early = { ...one, ...trimEnd(one, at, null) };
				expect(heard(early, at)).toBeCloseTo(heard(one, at), 5);
				const parts = split(one, at);
				if (!parts) return;
				const [first, second] = [
					{ ...one, ...parts[0] },
					{ ...parts[1], id: "second" },
				];
				expect(heard(first, one.start_seconds)).toBeCloseTo(heard(one, one.start_seconds), 5);
				expect(heard(first, at)).toBeCloseTo(heard(one, at), 5);
				expect(heard(second, at)).toBeCloseTo(heard(one, at), 5);
				expect(heard(second, end)).toBeCloseTo(heard(one, end), 5);
				const again = join([first, second]);
				expect({ ...first, ...again?.change }.duration_seconds).toBeCloseTo(one.duration_seconds, 6);
				expect({ ...first, ...again?.change }.offset_seconds).toBeCloseTo(one.offset_seconds, 5);
			}),
		);
	});

	it("a stretch plays the same part in another time", () => {
		fc.assert(
			fc.property(played, fc.constantFrom("start" as const, "end" as const), ({ one, at }, edge) => {
				const made = { ...one, ...stretch(one, edge, at) };
				if (made.speed > 0.1001 && made.speed < 9.999) expect(used(made)).toBeCloseTo(used(one), 4);
				const still = edge === "end" ? "start_seconds" : "offset_seconds";
				expect(made[still]).toBe(one[still]);
				expect(atSpeed(made, one.speed).duration_seconds).toBeCloseTo(used(made) / one.speed, 3);
			}),
		);
	});

	it("a slip stays within its sample", () => {
		fc.assert(
			fc.property(played, fc.double({ min: -50, max: 50, noNaN: true }), ({ one }, by) => {
				const length = one.offset_seconds + used(one) + 3;
				const made = { ...one, ...slip(one, by, length) };
				expect(made.offset_seconds).toBeGreaterThanOrEqual(0);
				expect(made.offset_seconds + used(made)).toBeLessThanOrEqual(length + 1e-6);
				expect(made.start_seconds).toBe(one.start_seconds);
			}),
		);
	});

	it("a clip that repeats has no end", () => {
		const looped = clip({ loop: true });
		expect(trimEnd(looped, 900, 5).duration_seconds).toBe(888);
		expect(trimStart({ ...looped, offset_seconds: 1 }, 8, 5)).toMatchObject({
			start_seconds: 8,
			offset_seconds: 2,
		});
	});

	it("only neighbours of one sound are joined", () => {
		const parts = split(clip(), 13);
		const [first, second] = [
			{ ...clip(), ...parts?.[0] },
			{ ...clip(), ...parts?.[1], id: "d" },
		];
		expect(join([second, first])).toMatchObject({ kept: "c", gone: ["d"] });
		expect(join([first, { ...second, start_seconds: 20 }])).toBeNull();
		expect(join([first, { ...second, offset_seconds: 7 }])).toBeNull();
		expect(join([first, { ...second, sample: "other" }])).toBeNull();
		expect(join([first])).toBeNull();
	});

	it("a cut is moved to where the sound crosses zero, when that is near", () => {
		const wave = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(((i - 3) * Math.PI) / 100));
		expect(zeroNear(wave, 1000, 0.498)).toBeCloseTo(0.504, 2);
		expect(
			zeroNear(
				Float32Array.from({ length: 1000 }, () => 1),
				1000,
				0.5,
			),
		).toBeNull();
	});

	it("fades do not run into each other", () => {
		fc.assert(
			fc.property(anyClip, anyTime, fc.constantFrom("in" as const, "out" as const), (one, to, which) => {
				const short = {
					...one,
					fade_in_seconds: 0,
					fade_out_seconds: 0,
					...(which === "in"
						? { fade_out_seconds: one.duration_seconds / 3 }
						: { fade_in_seconds: one.duration_seconds / 3 }),
				};
				const after = { ...short, ...fade(short, which, to) };
				expect(after.fade_in_seconds + after.fade_out_seconds).toBeLessThanOrEqual(
					one.duration_seconds + 1e-9,
				);
				expect(Math.min(after.fade_in_seconds, after.fade_out_seconds)).toBeGreaterThanOrEqual(0);
			}),
		);
	});

	it("a time snaps to the nearest place, and to none that is far", () => {
		expect(snap(5.04, [5, 5.1, 8], 0.1)).toEqual({ seconds: 5, place: 5 });
		expect(snap(6.5, [5, 8], 0.1)).toEqual({ seconds: 6.5, place: null });
	});
});

describe("the form", () => {
	it("lies within its box, and steps overlapping clips down", () => {
		const clips = [
			clip({ id: "a", start_seconds: 0 }),
			clip({ id: "b", start_seconds: 1 }),
			clip({ id: "c", start_seconds: 6 }),
		];
		const bars = formBars([clips, []], 10, 500, 48, () => "mine");
		expect(bars.map((bar) => bar.x)).toEqual([0, 50, 300]);
		expect(bars[0]?.y).not.toBe(bars[1]?.y);
		expect(bars[2]?.y).toBe(bars[0]?.y);
		for (const bar of bars) expect(bar.y + bar.height).toBeLessThanOrEqual(24);
	});
});
