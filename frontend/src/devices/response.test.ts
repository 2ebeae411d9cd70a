import { describe, expect, it } from "vitest";
import { bandsOf, compressedDb, responseDb } from "./response";

describe("the equaliser's curve", () => {
	it("has a bell's gain at its frequency, and none far away", () => {
		const bell = [{ kind: "bell", hz: 1000, gain_db: 6, q: 2 } as const];
		expect(responseDb(bell, 1000)).toBeCloseTo(6, 6);
		expect(responseDb(bell, 20)).toBeCloseTo(0, 1);
	});

	it("has a shelf's gain beyond it, half of it at its frequency", () => {
		const low = [{ kind: "low-shelf", hz: 200, gain_db: 6, q: Math.SQRT1_2 } as const];
		expect(responseDb(low, 5)).toBeCloseTo(6, 1);
		expect(responseDb(low, 200)).toBeCloseTo(3, 6);
		expect(responseDb(low, 20_000)).toBeCloseTo(0, 2);
		const high = [{ kind: "high-shelf", hz: 5000, gain_db: -4, q: Math.SQRT1_2 } as const];
		expect(responseDb(high, 21_000)).toBeCloseTo(-4, 1);
		expect(responseDb(high, 20)).toBeCloseTo(0, 3);
	});

	it("finds the bands by the names of their parameters", () => {
		const values = {
			low_hz: 120,
			low_gain_db: 1,
			low_q: 0.7,
			bell_1_hz: 420,
			bell_1_gain_db: -1,
			lonely_hz: 5,
		};
		expect(bandsOf(values).map(({ band }) => [band.kind, band.hz])).toEqual([
			["low-shelf", 120],
			["bell", 420],
		]);
	});
});

describe("the compressor's curve", () => {
	it("leaves what is soft, and divides what is loud", () => {
		expect(compressedDb(-60, -24, 2, 12)).toBe(-60);
		expect(compressedDb(0, -24, 2, 12)).toBe(-12);
		expect(compressedDb(-24, -24, 2, 12)).toBeCloseTo(-24.75, 6);
	});
});
