import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sample } from "../api/types";
import { labels, nearest, type Placed, points } from "./sound-map";

const sample = (name: string, voicing: number | null, bandwidth_hz: number | null) =>
	({ name, voicing, bandwidth_hz }) as Sample;

test("voicing goes across, octaves of bandwidth go up, the unknown is left out", () => {
	const found = points([
		sample("a", 0.5, 22_050),
		sample("b", 0, 250),
		sample("c", null, 4000),
		sample("d", 1, null),
	]);
	expect(found.map(({ across, up }) => [across, up])).toEqual([
		[0.5, 1],
		[0, 0],
	]);
	const [low, high] = points([sample("a", 0, 2000), sample("b", 0, 4000)]);
	const [higher, highest] = points([sample("a", 0, 4000), sample("b", 0, 8000)]);
	expect((high?.up ?? 0) - (low?.up ?? 0)).toBeCloseTo((highest?.up ?? 0) - (higher?.up ?? 0));
});

const at = (x: number, y: number, name = "n") =>
	({ sample: sample(name, 0, 0), across: 0, up: 0, x, y }) as Placed;

test("the nearest point is found, none when all are out of reach", () => {
	const placed = [at(10, 10), at(20, 10)];
	expect(nearest(placed, 17, 10, 8)).toBe(placed[1]);
	expect(nearest(placed, 50, 10, 8)).toBe(null);
});

test("names never lie on each other, and the wanted one is always there", () => {
	const spot = fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 200 }) });
	fc.assert(
		fc.property(fc.array(spot, { minLength: 1, maxLength: 30 }), (spots) => {
			const placed = spots.map(({ x, y }) => at(x, y, "name"));
			const wanted = placed.at(-1) as Placed;
			const found = labels(
				placed,
				(point) => point === wanted,
				() => 60,
				{ width: 560, height: 240 },
			);
			expect(found.some(({ point }) => point === wanted)).toBe(true);
			for (const [index, one] of found.entries()) {
				expect(one.x >= 0 && one.x + one.width <= 560).toBe(true);
				for (const two of found.slice(index + 1)) {
					expect(Math.abs(one.x - two.x) >= 60 || Math.abs(one.y - two.y) >= 14).toBe(true);
				}
			}
		}),
	);
});
