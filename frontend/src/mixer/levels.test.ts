import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faderDb, faderShare, level, panned, share, typed, valueAt } from "./levels";
import { besideFader, correlated, FADER_INSET, filled, Needle } from "./meters";

describe("the fader", () => {
	it("goes there and back over its whole travel", () => {
		fc.assert(
			fc.property(fc.double({ min: -90, max: 6, noNaN: true }), (db) => {
				expect(faderDb(faderShare(db))).toBeCloseTo(db, 6);
			}),
		);
		expect([faderShare(-90), faderShare(6)]).toEqual([0, 1]);
		expect(level(-90)).toBe("−∞");
	});
});

describe("a slider", () => {
	it("goes there and back, in a line or by octaves", () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.constantFrom("linear" as const, "log" as const),
				(at, scale) => {
					const all = { minimum: 20, maximum: 20_000, scale };
					expect(share(valueAt(at, all), all)).toBeCloseTo(at, 9);
				},
			),
		);
		const octaves = { minimum: 100, maximum: 1600, scale: "log" as const };
		expect(share(400, octaves)).toBeCloseTo(0.5, 9);
	});
});

describe("what people type", () => {
	it("is understood", () => {
		expect(typed("−3,5 dB")).toBe(-3.5);
		expect(typed("+2")).toBe(2);
		expect(typed(".5")).toBe(0.5);
		expect(typed("L 30")).toBe(-0.3);
		expect(typed("r100")).toBe(1);
		expect(typed("centre")).toBe(0);
		expect(typed("1:05.2")).toBeCloseTo(65.2);
		expect(typed("-inf")).toBe(-90);
		expect(typed("loud")).toBeNull();
		expect(panned(-0.3)).toBe("L\u202f30");
	});
});

describe("a meter", () => {
	it("rises at once, falls slowly, and holds its peak", () => {
		const needle = new Needle();
		needle.take(-6, 1000);
		needle.take(-60, 1100);
		expect(needle.db).toBeCloseTo(-9, 6);
		expect(needle.held_db).toBe(-6);
		needle.take(-60, 3000);
		expect(needle.held_db).toBe(-60);
		expect([filled(0), filled(-60), filled(-120)]).toEqual([1, 0, 0]);
	});

	it("beside a fader stands by the fader's marks", () => {
		const height = 218;
		expect(besideFader(6, height)).toBe(height - FADER_INSET);
		expect(besideFader(0, height)).toBeCloseTo(FADER_INSET + faderShare(0) * 200);
		expect(besideFader(-120, height)).toBe(0);
	});

	it("shows both sides alike at the right, and those that cancel at the left", () => {
		expect([correlated(-1), correlated(0), correlated(1)]).toEqual([0, 0.5, 1]);
	});
});
