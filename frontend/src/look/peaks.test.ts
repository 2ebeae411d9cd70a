import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { FRAMES_PER_PAIR, loadPeaks, Peaks } from "./peaks";

const pair = fc.tuple(fc.integer({ min: -127, max: 0 }), fc.integer({ min: 0, max: 127 }));

test("every level and every drawing keeps the extremes", () => {
	fc.assert(
		fc.property(
			fc.array(pair, { minLength: 1, maxLength: 600 }),
			fc.integer({ min: 1, max: 90 }),
			(pairs, count) => {
				const peaks = new Peaks(Int8Array.from(pairs.flat()));
				const least = Math.min(...pairs.map(([low]) => low));
				const greatest = Math.max(...pairs.map(([, high]) => high));
				for (const level of peaks.levels) {
					expect(Math.min(...level.least)).toBe(least);
					expect(Math.max(...level.greatest)).toBe(greatest);
				}
				const columns = [...peaks.columns(0, peaks.frames, count)];
				expect(Math.min(...columns.filter((_, index) => index % 2 === 0))).toBe(least);
				expect(Math.max(...columns.filter((_, index) => index % 2 === 1))).toBe(greatest);
			},
		),
	);
});

test("levels grow four times coarser, and the one chosen has a pair for every pixel", () => {
	const peaks = new Peaks(new Int8Array(2 * 5000));
	expect(peaks.levels.map((level) => level.framesPerPair)).toEqual([64, 256, 1024, 4096, 16_384]);
	expect(peaks.level(100).framesPerPair).toBe(64);
	expect(peaks.level(5000).framesPerPair).toBe(4096);
	expect(peaks.level(1e9).framesPerPair).toBe(16_384);
});

test("a part is drawn from its own frames", () => {
	const pairs = new Int8Array(20);
	pairs.set([-100, 100], 8); // the fifth pair
	const peaks = new Peaks(pairs);
	expect([...peaks.columns(4 * FRAMES_PER_PAIR, 5 * FRAMES_PER_PAIR, 1)]).toEqual([-100, 100]);
	expect([...peaks.columns(5 * FRAMES_PER_PAIR, 9 * FRAMES_PER_PAIR, 2)]).toEqual([0, 0, 0, 0]);
});

test("beyond the end there is silence", () => {
	expect([...new Peaks(Int8Array.of(-5, 5)).columns(0, 4 * FRAMES_PER_PAIR, 4)]).toEqual([
		-5, 5, 0, 0, 0, 0, 0, 0,
	]);
});

afterEach(() => vi.unstubAllGlobals());

test("an address is fetched once, and again after a failure", async () => {
	const fetched = vi.fn(async () => new Response(null, { status: 500 }));
	vi.stubGlobal("fetch", fetched);
	await expect(loadPeaks("/once")).rejects.toThrow("500");
	fetched.mockImplementation(async () => new Response(Int8Array.of(-1, 1)));
	const [first, second] = await Promise.all([loadPeaks("/once"), loadPeaks("/once")]);
	expect(first).toBe(second);
	expect(fetched).toHaveBeenCalledTimes(2);
});
