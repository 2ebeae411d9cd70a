import { describe, expect, it } from "vitest";
import { crossfadesOf } from "./overlaps";
import { type Bend, defaults, type FadeShape, type PlacedClip, type PlacedPoint } from "./records";
import { shaped, valueAt } from "./shapes";
import vectors from "./shapes.vectors.json";

describe("curves, as the engine plays them", () => {
	it.each(vectors.fades)("a $shape fade", ({ shape, points }) => {
		for (const [share, gain] of points)
			expect(shaped(share as number, shape as FadeShape)).toBeCloseTo(gain as number, 7);
	});

	it.each(vectors.envelopes)("an envelope $name, $bend", ({ bend, decibels, line, points }) => {
		const placed = line.map(
			([seconds, value], i): PlacedPoint => ({
				id: `${i}`,
				envelope: "e",
				seconds: seconds as number,
				value: value as number,
				curve: bend as Bend,
			}),
		);
		for (const [seconds, value] of points)
			expect(valueAt(placed, seconds as number, decibels)).toBeCloseTo(value as number, 6);
	});

	it.each(vectors.crossfades)("crossfades of clips $name", ({ spans, fades }) => {
		const clips = spans.map(
			([start_seconds, duration_seconds], i) =>
				({
					...defaults("clips"),
					id: `c${i}`,
					track: "t",
					sample: "s",
					start_seconds,
					duration_seconds,
					fade_in_seconds: 0.5,
				}) as unknown as PlacedClip,
		);
		const made = crossfadesOf(clips);
		for (const clip of clips) {
			const heard = made.get(clip.id) ?? clip;
			expect(heard).toMatchObject(fades[clip.id as keyof typeof fades] ?? {});
		}
	});
});
