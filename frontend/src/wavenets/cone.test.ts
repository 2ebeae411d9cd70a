import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dilationsOf, extremes, loudestEnd, outline, stackEnds, tree } from "./cone";

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe("the receptive field", () => {
	it("finds the published stacks again", () => {
		const dilations = dilationsOf(5117);
		expect(dilations).toHaveLength(50);
		expect(dilations.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1]);
		expect(stackEnds(dilations)).toEqual([10, 20, 30, 40, 50]);
		expect(dilationsOf(3071)).toHaveLength(30);
	});

	it("always reaches exactly as far as the field", () => {
		fc.assert(
			fc.property(fc.integer({ min: 3, max: 60_000 }), (field) => {
				const dilations = dilationsOf(field);
				expect(sum(dilations)).toBe(field - 2);
				expect(outline(dilations).at(-1)).toEqual([1, field - 2]);
			}),
		);
	});

	it("widens from the next sample downwards, the widest steps first", () => {
		const points = outline(dilationsOf(3071));
		expect(points[0]).toEqual([0, 0]);
		expect(points[1]?.[1]).toBe(512);
		for (let i = 1; i < points.length; i++)
			expect(points[i]?.[1]).toBeGreaterThan(points[i - 1]?.[1] as number);
	});

	it("draws a tree that stays inside the outline", () => {
		const dilations = dilationsOf(5117);
		const points = outline(dilations);
		const layers = tree(dilations, 40);
		expect(layers.length).toBeGreaterThan(10);
		for (const { depth, nodes, dilation } of layers) {
			expect(dilation).toBeGreaterThanOrEqual(40);
			expect(Math.max(...nodes)).toBeLessThanOrEqual(points[depth]?.[1] as number);
			expect(Math.max(...nodes) + dilation).toBeLessThanOrEqual(points[depth + 1]?.[1] as number);
		}
	});
});

describe("the recording under it", () => {
	it("is shown where it is loudest", () => {
		const samples = new Float32Array(1000).fill(0.01);
		samples.fill(1, 400, 500);
		expect(loudestEnd(samples, 100, 50)).toBe(500);
	});
	it("may be shorter than the field", () => {
		const end = loudestEnd(new Float32Array(80), 100, 50);
		expect(end).toBeGreaterThan(0);
		expect(end).toBeLessThanOrEqual(80);
	});
	it("has silence before its beginning and after its end", () => {
		const columns = extremes(Float32Array.of(1, -1, 0.5, -0.5), -8, 12, 5);
		expect(columns).toEqual([
			[0, 0],
			[0, 0],
			[-1, 1],
			[0, 0],
			[0, 0],
		]);
	});
	it("is one unbroken line from near", () => {
		const samples = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i));
		const columns = extremes(samples, 10, 40, 200);
		for (let i = 1; i < columns.length; i++) {
			const [least, most] = columns[i] as [number, number];
			const [before, after] = columns[i - 1] as [number, number];
			expect(Math.max(least, before)).toBeLessThanOrEqual(Math.min(most, after) + 1e-6);
		}
	});
});
