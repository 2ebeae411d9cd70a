import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audible, fades, gainAt, gainLine, playFrom, type Sounding } from "./schedule";

const clip: Sounding = {
	start_seconds: 10,
	duration_seconds: 4,
	offset_seconds: 2,
	gain_db: -6.0206,
	fade_in_seconds: 1,
	fade_out_seconds: 2,
};

describe("how loud a clip is", () => {
	it("rises and falls in a straight line of amplitude", () => {
		expect(gainAt(clip, 9.9)).toBe(0);
		expect(gainAt(clip, 10)).toBe(0);
		expect(gainAt(clip, 10.5)).toBeCloseTo(0.25, 4);
		expect(gainAt(clip, 11.5)).toBeCloseTo(0.5, 4);
		expect(gainAt(clip, 13)).toBeCloseTo(0.25, 4);
		expect(gainAt(clip, 14.01)).toBe(0);
	});

	it("scales fades that are longer than the clip so that they fit", () => {
		expect(fades({ ...clip, fade_in_seconds: 6, fade_out_seconds: 2 })).toEqual([3, 1]);
		expect(fades({ ...clip, fade_in_seconds: 0, fade_out_seconds: 9 })).toEqual([0, 4]);
	});

	it("is the same by its corners as by its formula", () => {
		const length = fc.double({ min: 0, max: 6, noNaN: true });
		fc.assert(
			fc.property(
				length,
				length,
				fc.double({ min: 8, max: 13.9, noNaN: true }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(fade_in_seconds, fade_out_seconds, from, share) => {
					const one = { ...clip, fade_in_seconds, fade_out_seconds };
					const line = gainLine(one, from);
					const begin = Math.max(10, from);
					expect(line[0]?.[0]).toBe(begin);
					expect(line.at(-1)?.[0]).toBe(14);
					const at = begin + (14 - begin) * share;
					const i = Math.max(
						1,
						line.findIndex(([time]) => time >= at),
					);
					const [a, b] = [line[i - 1], line[i]] as [[number, number], [number, number]];
					if (b[0] - a[0] < 1e-6) return;
					const along = a[1] + ((at - a[0]) / (b[0] - a[0])) * (b[1] - a[1]);
					expect(along).toBeCloseTo(gainAt(one, at), 6);
				},
			),
		);
	});
});

describe("what is played of a clip", () => {
	it("is all of it from before, the rest from within, nothing from behind", () => {
		expect(playFrom(clip, 60, 0)).toEqual({ at_seconds: 10, offset_seconds: 2, duration_seconds: 4 });
		expect(playFrom(clip, 60, 11)).toEqual({ at_seconds: 11, offset_seconds: 3, duration_seconds: 3 });
		expect(playFrom(clip, 60, 14)).toBeNull();
	});

	it("ends where its sample ends", () => {
		expect(playFrom(clip, 4, 0)?.duration_seconds).toBe(2);
		expect(playFrom(clip, 1, 0)).toBeNull();
	});
});

describe("which tracks are heard", () => {
	const track = (id: string, mute = false, solo = false) => ({ id, mute, solo });
	it("all but the muted ones, or the soloed ones alone", () => {
		expect([...audible([track("a"), track("b", true)])]).toEqual(["a"]);
		expect([...audible([track("a"), track("b", false, true), track("c", true, true)])]).toEqual(["b"]);
	});
});
