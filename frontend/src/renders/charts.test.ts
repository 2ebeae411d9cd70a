import { describe, expect, it } from "vitest";
import { brokenPath, gridBetween, octaves, spectrumBounds, thinned } from "./charts";

describe("the drawings of a report", () => {
	it("give every octave the same room", () => {
		expect(octaves(20)).toBe(0);
		expect(octaves(20_000)).toBeCloseTo(1, 12);
		expect(octaves(400) - octaves(200)).toBeCloseTo(octaves(8000) - octaves(4000), 12);
	});
	it("have room for the loudest, and none for what is buried", () => {
		expect(spectrumBounds([[-30, -61], [-14]])).toEqual({ least: -72, most: -12 });
		expect(spectrumBounds([[-14, -200]])).toEqual({ least: -108, most: -12 });
		expect(spectrumBounds([])).toEqual({ least: -96, most: 0 });
	});
	it("draw a grid within their bounds", () => {
		expect(gridBetween({ least: -72, most: -12 })).toEqual([-60, -48, -36, -24]);
		expect(gridBetween({ least: -1, most: 1 }, 0.5)).toEqual([-0.5, 0, 0.5]);
	});
	it("break a line where there is nothing", () => {
		const path = brokenPath(
			[1, 2, null, 3],
			(i) => i,
			(value) => value,
		);
		expect(path).toBe("M0.0 1.0L1.0 2.0M3.0 3.0");
	});
	it("lose no peak in few columns", () => {
		const values = Array.from({ length: 1000 }, (_, i) => (i === 700 ? 9 : i < 20 ? null : 1));
		const line = thinned(values, 50, Math.max);
		expect(line).toHaveLength(50);
		expect(line[0]).toBeNull();
		expect(Math.max(...line.map((value) => value ?? 0))).toBe(9);
		expect(thinned([1, 2], 50, Math.max)).toEqual([1, 2]);
	});
});
