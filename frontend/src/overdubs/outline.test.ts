import { expect, test } from "vitest";
import { Outline } from "./outline";

test("the extremes of any stretch are those of its samples, in all channels, however the blocks come", () => {
	const outline = new Outline();
	const frames = 3_000_000; // beyond the room that it begins with
	const left = new Float32Array(frames);
	const right = new Float32Array(frames);
	left[1000] = 0.5;
	right[1001] = -0.25;
	left[2_999_999] = -0.75;
	for (let at = 0; at < frames; at += 2048)
		outline.add([left.subarray(at, at + 2048), right.subarray(at, at + 2048)]);
	expect(outline.frames).toBe(frames);
	expect(outline.between(0, frames)).toEqual([-0.75, 0.5]);
	expect(outline.between(900, 1100)).toEqual([-0.25, 0.5]);
	expect(outline.between(2_000_000, 2_000_100)).toEqual([0, 0]);
	expect(outline.between(2_999_999, 2_999_999.5)).toEqual([-0.75, 0]);
});
