import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heardOf, LEAST_SECONDS, placesOf, type Recorded } from "./placing";

const RATE = 44_100;

/** Listening from a second before the transport starts at 3 s of the timeline, which plays for four seconds. */
const usual: Recorded = {
	rate_hz: RATE,
	first_frame: 10 * RATE,
	frames: 6 * RATE,
	passes: [{ frame: 11 * RATE, seconds: 3 }],
	end_frame: 15 * RATE,
	from_seconds: 3,
	latency_seconds: 0.137,
};

describe("the place of a recording", () => {
	it("is where it was played, though it came in later", () => {
		const [place, ...more] = placesOf(usual);
		expect(more).toEqual([]);
		expect(place?.start_seconds).toBe(3);
		expect(place?.offset_seconds).toBeCloseTo(1.137, 9);
		expect(place?.duration_seconds).toBeCloseTo(4, 9);
	});

	it("begins where it was wanted, after what led in", () => {
		const [place] = placesOf({ ...usual, from_seconds: 5 });
		expect(place?.start_seconds).toBe(5);
		expect(place?.offset_seconds).toBeCloseTo(3.137, 9);
		expect(place?.duration_seconds).toBeCloseTo(2, 9);
	});

	it("begins later where it had not begun to listen", () => {
		const [place] = placesOf({ ...usual, first_frame: 12 * RATE });
		expect(place?.start_seconds).toBeCloseTo(4 - 0.137, 9);
		expect(place?.offset_seconds).toBeCloseTo(0, 9);
	});

	it("ends with the sound where the page was closed in the middle", () => {
		const [place] = placesOf({ ...usual, end_frame: Number.POSITIVE_INFINITY });
		expect(place?.duration_seconds).toBeCloseTo(6 - 1.137, 9);
	});

	it("is one for each time a loop goes round", () => {
		const looped = {
			...usual,
			passes: [11, 12, 13, 14].map((second) => ({ frame: second * RATE, seconds: 3 })),
			end_frame: 14.25 * RATE,
		};
		const places = placesOf(looped);
		expect(places.map((place) => place.start_seconds)).toEqual([3, 3, 3, 3]);
		expect(places.map((place) => place.offset_seconds - 0.137)).toEqual(
			[1, 2, 3, 4].map((at) => expect.closeTo(at, 9)),
		);
		// The last was given up early: the one before it is heard.
		expect([...heardOf(places)]).toEqual([2]);
	});

	it("is none where nothing came in", () => {
		expect(placesOf({ ...usual, frames: 0 })).toEqual([]);
		expect(placesOf({ ...usual, end_frame: 11 * RATE })).toEqual([]);
		expect(placesOf({ ...usual, passes: [] })).toEqual([]);
	});

	it("has every moment of it where it was played, whatever the latency", () => {
		const some = fc.record({
			latency_seconds: fc.double({ min: 0, max: 2, noNaN: true }),
			from_seconds: fc.double({ min: 0, max: 10, noNaN: true }),
			first_frame: fc.integer({ min: 9 * RATE, max: 13 * RATE }),
			frames: fc.integer({ min: 0, max: 8 * RATE }),
		});
		fc.assert(
			fc.property(some, (chosen) => {
				for (const place of placesOf({ ...usual, ...chosen })) {
					const came_in = chosen.first_frame / RATE + place.offset_seconds;
					const played = came_in - chosen.latency_seconds - 11 + 3;
					expect(place.start_seconds).toBeCloseTo(played, 6);
					expect(place.offset_seconds).toBeGreaterThanOrEqual(0);
					expect(place.duration_seconds).toBeGreaterThanOrEqual(LEAST_SECONDS);
					expect(place.offset_seconds + place.duration_seconds).toBeLessThanOrEqual(
						chosen.frames / RATE + 1e-9,
					);
				}
			}),
		);
	});
});

describe("what is heard of the passes", () => {
	const at = (start_seconds: number, duration_seconds: number) => ({
		start_seconds,
		duration_seconds,
		offset_seconds: 0,
	});

	it("is the last where they lie over each other, and all where they do not", () => {
		expect([...heardOf([at(0, 4), at(0, 4)])]).toEqual([1]);
		expect(heardOf([at(0, 4), at(8, 4)])).toEqual(new Set([0, 1]));
		expect([...heardOf([])]).toEqual([]);
	});
});
