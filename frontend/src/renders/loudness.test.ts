import { describe, expect, it } from "vitest";
import {
	evenly,
	type LoudnessPoint,
	linePath,
	loudnessBounds,
	loudnessTicks,
	perColumn,
	summed,
} from "./loudness";
import { timeTicks } from "./ticks";

const curve: LoudnessPoint[] = Array.from({ length: 1000 }, (_, i) => [
	i / 10,
	i < 30 ? null : -20 + 5 * Math.sin(i / 50),
	i < 4 ? null : i === 500 ? -9 : -21,
]);

describe("the loudness curve", () => {
	it("keeps every peak when it is drawn in few columns", () => {
		const line = perColumn(curve, 2, 100, 80);
		expect(line.length).toBeLessThanOrEqual(81);
		expect(Math.max(...line.map(([, value]) => value ?? -99))).toBe(-9);
	});
	it("keeps gaps as gaps and draws them at the floor", () => {
		const line = perColumn(curve, 1, 100, 100);
		expect(line[0]?.[1]).toBeNull();
		expect(
			linePath(
				line.slice(0, 1),
				(x) => x,
				(y) => y,
				-60,
			),
		).toBe("M0.0 -60.0");
	});
	it("has room for all that sounds", () => {
		const { least, most } = loudnessBounds(curve);
		expect(most).toBeGreaterThanOrEqual(-9);
		expect(least).toBeLessThanOrEqual(-25);
		for (const tick of loudnessTicks({ least, most })) {
			expect(tick).toBeGreaterThanOrEqual(least);
			expect(tick).toBeLessThanOrEqual(most);
		}
		expect(loudnessBounds([[0, null, null]])).toEqual({ least: -25, most: -13 });
	});
	it("adds up what several devices take away", () => {
		expect(
			summed([
				[1, 2, 3],
				[-1, 0],
			]),
		).toEqual([2, 2, 3]);
		expect(summed([])).toEqual([]);
		expect(evenly([-20, null], 0.1)).toEqual([
			[0, -20, null],
			[0.1, null, null],
		]);
	});
	it("has whole times on its axis", () => {
		expect(timeTicks(198.75, 1000)).toEqual([0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180, 195]);
		expect(timeTicks(198.75, 340).at(1)).toBe(60);
		expect(timeTicks(2, 300)).toEqual([0, 1, 2]);
	});
});
