import { expect, test } from "vitest";
import { levelBetween, spectrumDb } from "./spectrum";

const RATE_HZ = 44_100;
const SIZE = 4096;

function sine(hz: number, amplitude: number): Float32Array {
	return Float32Array.from(
		{ length: SIZE },
		(_, k) => amplitude * Math.sin((2 * Math.PI * hz * k) / RATE_HZ),
	);
}

test("a sine stands at its frequency and its level, and nowhere else", () => {
	const bin = RATE_HZ / SIZE;
	const levels = spectrumDb(sine(100 * bin, 0.5));
	expect(levels.length).toBe(SIZE / 2);
	expect(levels[100]).toBeCloseTo(-6.02, 1);
	expect(Math.max(...levels.subarray(0, 97), ...levels.subarray(104))).toBeLessThan(-90);
});

test("between two bins a sine reads at most 1.5 dB less (the window's own loss)", () => {
	const levels = spectrumDb(sine((100.5 * RATE_HZ) / SIZE, 1));
	const found = levelBetween(levels, 1000, 1200, RATE_HZ);
	expect(found).toBeLessThan(0.01);
	expect(found).toBeGreaterThan(-1.5);
});

test("narrow spans read what lies between their bins", () => {
	const levels = new Float32Array(SIZE / 2).fill(-60);
	levels[2] = -40;
	const bin = RATE_HZ / SIZE;
	expect(levelBetween(levels, 1.5 * bin, 1.6 * bin, RATE_HZ)).toBeCloseTo(-50, 5);
});

test("spans that reach beyond all bins, even without end, read the loudest that there is", () => {
	const levels = new Float32Array(SIZE / 2).fill(-60);
	levels[2] = -40;
	expect(levelBetween(levels, 0, Number.POSITIVE_INFINITY, RATE_HZ)).toBe(-40);
	expect(levelBetween(levels, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, RATE_HZ)).toBe(-40);
});
