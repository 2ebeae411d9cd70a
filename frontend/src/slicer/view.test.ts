import { expect, test } from "vitest";
import { View } from "./view.svelte";

const view = () => {
	const made = new View(1_000_000, 8000);
	made.resize(1000);
	return made;
};

test("it never shows what is not there", () => {
	const one = view();
	one.show(-500, 5_000_000);
	expect([one.start, one.end]).toEqual([0, 1_000_000]);
	one.zoom(1e9);
	expect(one.scale).toBe(4);
	one.scroll(1e9);
	expect(one.end).toBe(1_000_000);
});

test("zooming holds what is under the pointer", () => {
	const one = view();
	one.show(300_000, 400_000);
	const held = one.frame(700);
	one.zoom(2, 700);
	expect(one.frame(700)).toBeCloseTo(held, 6);
});

test("what is in sight already stays where it is", () => {
	const one = view();
	one.show(300_000, 400_000);
	one.reveal(310_000, 320_000);
	expect(one.start).toBe(300_000);
	one.reveal(500_000, 510_000);
	expect(one.end).toBeGreaterThan(510_000);
	expect(one.start).toBeLessThan(500_000);
	one.follow(one.end + 1);
	expect(one.x(one.end)).toBe(1000);
});
