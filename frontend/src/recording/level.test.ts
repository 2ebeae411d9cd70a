import { expect, test } from "vitest";
import { Level, meterShare } from "./level";

const RATE = 48_000;
const block = (value: number, frames = 4800) => [new Float32Array(frames).fill(value)];

test("half of full scale reads −6 dBFS, on either side of zero", () => {
	for (const value of [0.5, -0.5]) {
		const level = new Level();
		level.add(block(value), RATE);
		expect(level.peak_dbfs).toBeCloseTo(-6.02, 2);
	}
});

test("the needle falls after a peak, the hold stays for a moment, the highest for ever", () => {
	const level = new Level();
	level.add(block(0.5), RATE);
	for (let i = 0; i < 10; i++) level.add(block(0), RATE);
	expect(level.peak_dbfs).toBeCloseTo(-6.02 - 24, 1);
	expect(level.hold_dbfs).toBeCloseTo(-6.02, 2);
	for (let i = 0; i < 10; i++) level.add(block(0.01), RATE);
	expect(level.hold_dbfs).toBeCloseTo(-40, 1);
	expect(level.highest_dbfs).toBeCloseTo(-6.02, 2);
});

test("full scale is a clip, a hair under it is not", () => {
	const level = new Level();
	level.add(block(0.999), RATE);
	expect(level.clips).toBe(0);
	level.add(block(-1), RATE);
	expect(level.clips).toBe(1);
});

test("the extremes of all channels are given back", () => {
	const left = Float32Array.of(0.25, -0.125);
	const right = Float32Array.of(-0.5, 0.1);
	expect(new Level().add([left, right], RATE)).toEqual([-0.5, 0.25]);
});

test("the meter runs from −60 dBFS to full scale", () => {
	expect([-90, -60, -30, 0, 3].map(meterShare)).toEqual([0, 0, 0.5, 1, 1]);
	expect(meterShare(Number.NEGATIVE_INFINITY)).toBe(0);
});
