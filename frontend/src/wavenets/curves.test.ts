import { describe, expect, it } from "vitest";
import { classCurve, isFlat, moved, type Point, passed, shares, timed, valueAt, withPoint } from "./curves";

const LINE: Point[] = [
	{ at: 0, value: 1 },
	{ at: 0.5, value: 1 },
	{ at: 1, value: 0.8 },
];
const CLASSES = ["george", "jackson", "lucas"];

describe("a drawn curve", () => {
	it("is straight between its points and held at its ends", () => {
		expect(valueAt(LINE, 0.75)).toBeCloseTo(0.9);
		expect(valueAt([{ at: 0.4, value: 2 }], 0.1)).toBe(2);
		expect(valueAt([{ at: 0.4, value: 2 }], 0.9)).toBe(2);
	});

	it("takes new points in order, and moves them between their neighbours and bounds", () => {
		const more = withPoint(LINE, 0.75);
		expect(more.map(({ at }) => at)).toEqual([0, 0.5, 0.75, 1]);
		expect(moved(more, 2, { at: 0.2, value: 9 }, 0.3, 1.5)[2]).toEqual({ at: 0.5, value: 1.5 });
	});

	it("is told in seconds", () => {
		expect(timed(LINE, 20)).toEqual([
			[0, 1],
			[10, 1],
			[20, 0.8],
		]);
		expect(isFlat(LINE)).toBe(false);
	});
});

describe("a line over classes", () => {
	it("mixes the two classes that it lies between", () => {
		expect(shares(1, CLASSES)).toEqual({ jackson: 1 });
		expect(shares(0.25, CLASSES)).toEqual({ george: 0.75, jackson: 0.25 });
		expect(shares(2, CLASSES)).toEqual({ lucas: 1 });
	});

	it("passes the rows that it crosses, upwards and downwards", () => {
		const up = [
			{ at: 0, value: 0 },
			{ at: 1, value: 2 },
		];
		expect(classCurve(up, CLASSES, 10)).toEqual([
			[0, { george: 1 }],
			[5, { jackson: 1 }],
			[10, { lucas: 1 }],
		]);
		const down = up.map(({ at, value }) => ({ at, value: 2 - value }));
		expect(classCurve(down, CLASSES, 10).map(([seconds]) => seconds)).toEqual([0, 5, 10]);
		expect(passed(down, CLASSES)).toBe("lucas to george");
	});
});
