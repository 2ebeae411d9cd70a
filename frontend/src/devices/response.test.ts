import { describe, expect, it } from "vitest";
import { compressedDb, filterDb, gatedDb, handlesOf, idle, responseDb } from "./response";
import vectors from "./response.vectors.json";

describe("the curves are the engine's", () => {
	it.each(vectors.equaliser)("equaliser: $name", ({ values, points }) => {
		const parts = handlesOf(values).map(({ part }) => part);
		for (const [hz, db] of points as [number, number][]) expect(responseDb(parts, hz)).toBeCloseTo(db, 4);
	});

	it.each(vectors.filter)("filter: $name", ({ values, points }) => {
		for (const [hz, db] of points as [number, number][]) expect(filterDb(values, hz)).toBeCloseTo(db, 3);
	});

	it.each(vectors.compressor)("compressor: $name", ({ values, points }) => {
		for (const [input, output] of points as [number, number][])
			expect(compressedDb(input, values.threshold_db, values.ratio, values.knee_db)).toBeCloseTo(output, 6);
	});
});

describe("the equaliser's curve", () => {
	it("has a bell's gain at its frequency, and none far away", () => {
		const bell = [{ kind: "bell", hz: 1000, gain_db: 6, q: 2 } as const];
		expect(responseDb(bell, 1000)).toBeCloseTo(6, 6);
		expect(responseDb(bell, 20)).toBeCloseTo(0, 1);
	});

	it("has a cut's 3 dB at its frequency however steep, and its slope an octave further", () => {
		for (const sections of [1, 2, 3, 4]) {
			const cut = [{ kind: "low-cut", hz: 1000, sections } as const];
			expect(responseDb(cut, 1000)).toBeCloseTo(-3.01, 2);
			expect(responseDb(cut, 250) - responseDb(cut, 125)).toBeCloseTo(12 * sections, 0);
		}
		expect(responseDb([{ kind: "high-cut", hz: 1000, sections: 0 }], 9000)).toBe(0);
	});

	it("finds the bands and cuts by the names of their parameters, from low to high", () => {
		const values = {
			high_hz: 8000,
			high_gain_db: 0,
			high_q: 0.7,
			low_hz: 120,
			low_gain_db: 1,
			low_q: 0.7,
			bell_1_hz: 420,
			bell_1_gain_db: -1,
			lonely_hz: 5,
			low_cut_hz: 80,
			low_cut: 2,
		};
		const handles = handlesOf(values);
		expect(handles.map(({ part }) => [part.kind, part.hz])).toEqual([
			["low-cut", 80],
			["low-shelf", 120],
			["bell", 420],
			["high-shelf", 8000],
		]);
		expect(handles[0]).toMatchObject({ slope: "low_cut", part: { sections: 2 } });
		expect(handles.map(({ part }) => idle(part))).toEqual([false, false, false, true]);
	});
});

describe("the curves of dynamics", () => {
	it("leave what is soft, and divide what is loud", () => {
		expect(compressedDb(-60, -24, 2, 12)).toBe(-60);
		expect(compressedDb(0, -24, 2, 12)).toBe(-12);
		expect(compressedDb(-24, -24, 2, 12)).toBeCloseTo(-24.75, 6);
		expect(compressedDb(-24, -24, 2, 0)).toBe(-24);
	});

	it("leave what is loud, and make softer what lies under a gate, but not without end", () => {
		expect(gatedDb(-20, -40, 2, 30)).toBe(-20);
		expect(gatedDb(-50, -40, 2, 30)).toBe(-60);
		expect(gatedDb(-80, -40, 2, 30)).toBe(-110);
	});
});
