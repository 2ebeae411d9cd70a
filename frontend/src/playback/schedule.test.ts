import { describe, expect, it } from "vitest";
import { audible, fades } from "./schedule";

const clip = { duration_seconds: 4, fade_in_seconds: 1, fade_out_seconds: 2 };

describe("the fades of a clip", () => {
	it("are its own, and shrink together where they are longer than the clip", () => {
		expect(fades(clip)).toEqual([1, 2]);
		expect(fades({ ...clip, fade_in_seconds: 6, fade_out_seconds: 2 })).toEqual([3, 1]);
		expect(fades({ ...clip, fade_in_seconds: 0, fade_out_seconds: 9 })).toEqual([0, 4]);
	});
});

describe("which tracks are heard", () => {
	const track = (id: string, mute = false, solo = false) => ({ id, mute, solo });
	it("all but the muted ones, or the soloed ones alone", () => {
		expect([...audible([track("a"), track("b", true)])]).toEqual(["a"]);
		expect([...audible([track("a"), track("b", false, true), track("c", true, true)])]).toEqual(["b"]);
	});
});
