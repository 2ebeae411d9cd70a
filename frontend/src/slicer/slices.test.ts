import fc from "fast-check";
import { expect, test } from "vitest";
import type { Slice } from "../api/types";
import { add, at, change, firstAfter, foundAnew, merge, moveEdge, slice, split, used } from "./slices";

const FRAMES = 10_000;
const spans = (slices: readonly Slice[]) => slices.map(({ start, end }) => [start, end]);
const sound = (slices: readonly Slice[]) =>
	slices.every((one, number) => one.end > one.start && one.start >= (slices[number - 1]?.end ?? 0));

const three = () => [slice(0, 100), slice(200, 300, { label: "steps" }), slice(300, 900)];

test("a frame finds its slice, and a gap none", () => {
	const slices = three();
	expect([0, 99, 100, 199, 200, 300, 899, 900].map((frame) => at(slices, frame))).toEqual([
		0, 0, -1, -1, 1, 2, 2, -1,
	]);
	expect(firstAfter(slices, 100)).toBe(1);
	expect(firstAfter(slices, 5000)).toBe(3);
});

test("an edge stops at its neighbours and never passes the other one", () => {
	const slices = three();
	expect(spans(moveEdge(slices, 1, "start", 50, 10, FRAMES))[1]).toEqual([100, 300]);
	expect(spans(moveEdge(slices, 1, "start", 999, 10, FRAMES))[1]).toEqual([290, 300]);
	expect(spans(moveEdge(slices, 1, "end", 999, 10, FRAMES))[1]).toEqual([200, 300]);
	expect(spans(moveEdge(slices, 2, "end", 99_999, 10, FRAMES))[2]).toEqual([300, FRAMES]);
	expect(moveEdge(slices, 1, "start", 150, 10, FRAMES)[1]?.own).toBe(true);
});

test("splitting and merging are each other's opposite", () => {
	const slices = three();
	const cut = split(slices, 250, 10) as Slice[];
	expect(spans(cut)).toEqual([
		[0, 100],
		[200, 250],
		[250, 300],
		[300, 900],
	]);
	expect(cut[2]?.label).toBe("steps");
	expect(spans(merge(cut, 1) as Slice[])).toEqual(spans(slices));
	expect(split(slices, 150, 10)).toBe(null);
	expect(split(slices, 205, 10)).toBe(null);
	expect(merge(slices, 2)).toBe(null);
});

test("a slice of one's own fits only into a gap", () => {
	expect(spans(add(three(), 120, 180) as Slice[])[1]).toEqual([120, 180]);
	expect(add(three(), 120, 220)).toBe(null);
	expect(add(three(), 50, 150)).toBe(null);
});

test("finding again leaves what a person has touched", () => {
	const slices = change(three(), new Set(), {});
	const again = foundAnew(slices, [
		{ start: 0, end: 100 },
		{ start: 210, end: 290 },
		{ start: 400, end: 500 },
	]);
	expect(spans(again)).toEqual([
		[0, 100],
		[200, 300],
		[400, 500],
	]);
	expect(again[0]?.id).toBe(slices[0]?.id); // the same slice: its suggestion stays
	expect(again[1]?.label).toBe("steps");
});

test("what is left out is not counted", () => {
	const slices = three();
	expect(used(slices)).toBe(800);
	expect(used(change(slices, new Set([slices[2]?.id as string]), { out: true }))).toBe(200);
});

test("whatever is done, slices stay in order and apart", () => {
	const span = fc.tuple(fc.nat(FRAMES - 20), fc.integer({ min: 1, max: 400 }));
	const step = fc.tuple(fc.constantFrom("split", "merge", "start", "end", "add", "find"), fc.nat(FRAMES));
	fc.assert(
		fc.property(fc.array(span, { maxLength: 30 }), fc.array(step, { maxLength: 40 }), (found, steps) => {
			let slices: Slice[] = [];
			for (const [start, length] of found) slices = add(slices, start, start + length) ?? slices;
			for (const [what, frame] of steps) {
				const number = Math.min(firstAfter(slices, frame), slices.length - 1);
				if (what === "split") slices = split(slices, frame, 1) ?? slices;
				else if (what === "merge") slices = merge(slices, number) ?? slices;
				else if (what === "add") slices = add(slices, frame, frame + 50) ?? slices;
				else if (what === "find") slices = foundAnew(slices, [{ start: frame, end: frame + 30 }]);
				else slices = moveEdge(slices, number, what as "start", frame, 1, 2 * FRAMES);
				expect(sound(slices)).toBe(true);
			}
		}),
	);
});
