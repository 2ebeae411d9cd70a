import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	grown,
	heldOut,
	KNOWS_NOTHING_NATS,
	lossBounds,
	type Point,
	smoothed,
	thinned,
	valueAt,
} from "./curve";
import { LEAST_STEPS, MOST_STEPS, shareOf, stepAxis, stepsAt } from "./steps";

describe("the loss curve", () => {
	it("starts where nothing is known", () => expect(KNOWS_NOTHING_NATS).toBeCloseTo(5.545, 3));

	it("forgets what a rolled back run overtakes", () => {
		const curve: Point[] = [
			[1, 5, null],
			[2, 9, null],
			[3, 99, null],
		];
		expect(grown(curve, [2, 4, 4.5])).toEqual([
			[1, 5, null],
			[2, 4, 4.5],
		]);
	});

	it("stays few however long it runs, and ends at the newest step", () => {
		let curve: Point[] = [];
		for (let step = 0; step < 5000; step++) curve = grown(curve, [step, 5 - step / 2000, null]);
		expect(curve.length).toBeLessThanOrEqual(1000);
		expect(curve.at(-1)?.[0]).toBe(4999);
		for (let i = 1; i < curve.length; i++) expect(curve[i]?.[0]).toBeGreaterThan(curve[i - 1]?.[0] as number);
	});

	it("keeps the held-out losses when thinned", () => {
		const curve: Point[] = Array.from({ length: 100 }, (_, i) => [i, 3, i % 20 === 0 ? i : null]);
		expect(heldOut(thinned(curve, 25)).map(([, value]) => value)).toEqual([0, 20, 40, 60, 80]);
	});

	it("is calmer than the pen, also at its ends", () => {
		const noise = (i: number) => ((i * 7919) % 13) / 13 - 0.5;
		const curve: Point[] = Array.from({ length: 300 }, (_, i) => [i, 3 + noise(i), null]);
		for (const [, mean] of smoothed(curve)) expect(Math.abs(mean - 3)).toBeLessThan(0.3);
	});

	it("takes a curve of any length", () => {
		expect(smoothed([])).toEqual([]);
		expect(smoothed([[7, 5, null]])).toEqual([[7, 5]]);
		const losses = fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(losses, (values) => {
				const line = smoothed(values.map((value, i) => [i, value, null]));
				expect(line).toHaveLength(values.length);
				expect(line.every(([, mean]) => Number.isFinite(mean))).toBe(true);
			}),
		);
	});

	it("does not lag behind a falling loss", () => {
		const falling: Point[] = Array.from({ length: 200 }, (_, i) => [i, 6 - i / 50, null]);
		for (const [step, mean] of smoothed(falling)) expect(mean).toBeCloseTo(6 - step / 50, 9);
	});

	it("reads values between its points", () => {
		const line: [number, number][] = [
			[10, 4],
			[20, 2],
		];
		expect(valueAt(line, 15)).toBe(3);
		expect(valueAt(line, 0)).toBe(4);
		expect(valueAt(line, 99)).toBe(2);
		expect(valueAt([], 1)).toBeNull();
	});

	it("keeps nothing-known and babble in sight", () => {
		const { least, most } = lossBounds([[1, 3, null]]);
		expect(least).toBeLessThan(2);
		expect(most).toBeGreaterThan(KNOWS_NOTHING_NATS);
	});
});

describe("the axis of steps", () => {
	const axis = stepAxis([0, 10, 100, 1000], 400, 15);
	it("puts every audition at the left of its column", () => {
		for (const [i, step] of [0, 10, 100, 1000].entries()) expect(axis.x(step)).toBeCloseTo(15 + i * 100);
	});
	it("rises with the steps and stays inside", () => {
		fc.assert(
			fc.property(fc.nat(50_000), fc.nat(50_000), (a, b) => {
				const [low, high] = a < b ? [a, b] : [b, a];
				expect(axis.x(low)).toBeLessThanOrEqual(axis.x(high));
				expect(axis.x(high)).toBeLessThanOrEqual(400);
			}),
		);
	});
	it("slides through round numbers and back", () => {
		expect(stepsAt(0)).toBe(LEAST_STEPS);
		expect(stepsAt(1)).toBe(MOST_STEPS);
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
				expect(stepsAt(share) % 10).toBe(0);
				expect(Math.abs(shareOf(stepsAt(share)) - share)).toBeLessThan(0.02);
			}),
		);
	});
});
