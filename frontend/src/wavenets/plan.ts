// A plan for a training, out of what was chosen.
import type { Preset, Sample, WavenetPlan } from "../api/types";

export const RATES_HZ = [8000, 11_025, 16_000, 22_050, 32_000, 44_100];

export interface Choices {
	samples: string[];
	/** The id of a version of a dataset; then the samples are its. */
	datasetVersion?: string | null;
	preset: Preset | null;
	steps: number;
	byTag: boolean;
	rateHz: number | null;
	fieldMs?: number | null;
	batch?: number | null;
}

/** The plan as the server takes it, or null while something is not chosen yet. */
export function planOf(choices: Choices): WavenetPlan | null {
	const { samples, datasetVersion, preset, steps, byTag, rateHz, fieldMs, batch } = choices;
	if (!(samples.length || datasetVersion) || !preset) return null;
	const from = datasetVersion ? { dataset_version: datasetVersion } : { samples };
	const plan: WavenetPlan = { ...from, preset: preset.name, steps, classes_from: byTag ? "tag" : "none" };
	if (rateHz !== null) plan.sample_rate_hz = rateHz;
	if (fieldMs) plan.receptive_field_ms = fieldMs;
	if (batch) plan.batch = batch;
	return plan;
}

/** A name to begin with: the only sample's, or the tag that all of them share. */
export function suggestedName(samples: readonly Sample[]): string {
	const [first, ...rest] = samples;
	if (!first) return "";
	if (rest.length === 0) return first.name;
	return first.tags.find((tag) => rest.every((sample) => sample.tags.includes(tag))) ?? "";
}

/** The sample to draw the network's reach over: the shortest one that is longer than it, else the longest. */
export function drawnSample(samples: readonly Sample[], receptiveFieldMs: number): Sample | null {
	const known = samples.filter((sample) => sample.duration_seconds !== null);
	const length = (sample: Sample) => sample.duration_seconds as number;
	const long = known.filter((sample) => length(sample) > (receptiveFieldMs / 1000) * 1.5);
	if (long.length) return long.reduce((best, sample) => (length(sample) < length(best) ? sample : best));
	return known.length
		? known.reduce((best, sample) => (length(sample) > length(best) ? sample : best))
		: null;
}
