// Several trainings over one axis of steps, and what they said at equal steps.
import type { Audition, Wavenet } from "../api/types";
import { heldOut, type Point, smoothed } from "./curve";

export const MOST_COMPARED = 6;

/** Colour says where a sound comes from, and these come from one place: lines differ in how they are drawn. */
export const DASHES: readonly (readonly number[])[] = [[], [9, 5], [2, 4], [12, 4, 2, 4], [5, 3], [16, 6]];

export type Measure = "trained" | "held_out";

export function line(curve: readonly Point[], measure: Measure): [number, number][] {
	return measure === "trained" ? smoothed(curve) : heldOut(curve);
}

/** All steps of all lines, rising; each line's value where it has one. */
export function aligned(lines: readonly (readonly [number, number][])[]): [number[], ...(number | null)[][]] {
	const steps = [...new Set(lines.flatMap((points) => points.map(([step]) => step)))].sort((a, b) => a - b);
	return [
		steps,
		...lines.map((points) => {
			const known = new Map(points);
			return steps.map((step) => known.get(step) ?? null);
		}),
	];
}

export interface EqualSteps {
	step: number;
	heard: (Audition | null)[]; // one place for each model
}

/** The steps at which at least two of them spoke (at which any did, when there is but one model). */
export function equalSteps(models: readonly Pick<Wavenet, "auditions">[]): EqualSteps[] {
	const steps = new Set(models.flatMap(({ auditions }) => auditions.map(({ step }) => step)));
	return [...steps]
		.sort((a, b) => a - b)
		.map((step) => ({
			step,
			heard: models.map(({ auditions }) => auditions.find((audition) => audition.step === step) ?? null),
		}))
		.filter(({ heard }) => heard.filter(Boolean).length >= Math.min(2, models.length));
}
