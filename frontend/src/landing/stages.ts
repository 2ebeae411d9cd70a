// The stages of one network's life, among a piece's samples.
import type { Sample } from "../api/types";

const MOST = 6;

/** Its samples by their steps, one a step; of many, the first, the last and some evenly between. */
export function stages(samples: readonly Sample[]): Sample[] {
	const byStep = new Map<number, Sample>();
	for (const sample of samples) {
		const steps = sample.training_steps;
		if (steps !== null && !byStep.has(steps)) byStep.set(steps, sample);
	}
	const all = [...byStep].sort(([a], [b]) => a - b).map(([, sample]) => sample);
	if (all.length <= MOST) return all;
	return Array.from(
		{ length: MOST },
		(_, at) => all[Math.round((at / (MOST - 1)) * (all.length - 1))] as Sample,
	);
}
