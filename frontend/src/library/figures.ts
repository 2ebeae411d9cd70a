// A sample's figures, as its card lists them. What is not known is called so; what does not apply is absent.
import type { Sample } from "../api/types";
import { decibels, hertz, milliseconds, sampleRate, UNKNOWN, whole } from "../look/format";

export interface Figure {
	title: string;
	value: string;
	words?: boolean; // set in words' type, not as a figure
}

export function figures(sample: Sample): Figure[] {
	const made: Figure[] = sample.origin === "generated" ? generated(sample) : [];
	return [
		{ title: "File", value: format(sample), words: true },
		{ title: "Really sounds up to", ...figure(sample.bandwidth_hz, hertz) },
		{ title: "Loudness", ...figure(sample.integrated_lufs, (value) => decibels(value, "LUFS")) },
		{ title: "True peak", ...figure(sample.true_peak_dbtp, (value) => decibels(value, "dBTP")) },
		{ title: "Noise or speech", ...figure(sample.voicing, (value) => value.toFixed(2)) },
		...made,
	];
}

function generated(sample: Sample): Figure[] {
	const field = sample.receptive_field_ms;
	const frames = sample.receptive_field_samples;
	const span = frames === null ? "" : `, ${whole(frames)} samples`;
	return [
		{ title: "Model", value: sample.wavenet_name || UNKNOWN, words: true },
		{ title: "Training steps", ...figure(sample.training_steps, whole) },
		{ title: "Receptive field", ...figure(field, (value) => milliseconds(value) + span) },
		{ title: "Temperature", ...figure(sample.temperature, (value) => value.toFixed(2)) },
		...(sample.class_name ? [{ title: "Class", value: sample.class_name, words: true }] : []),
		...(sample.random_seed === null ? [] : [{ title: "Random seed", value: String(sample.random_seed) }]),
	];
}

function figure(value: number | null, show: (value: number) => string): Omit<Figure, "title"> {
	return value === null ? { value: UNKNOWN, words: true } : { value: show(value) };
}

function format(sample: Sample): string {
	if (sample.source_format) return sample.source_format;
	if (sample.sample_rate_hz === null) return UNKNOWN;
	const channels =
		sample.channels === 1 ? "mono" : sample.channels === 2 ? "stereo" : `${sample.channels} channels`;
	return `${sampleRate(sample.sample_rate_hz)}, ${channels}`;
}

/** Training steps for a list: a dash where they do not apply, "unknown" where nobody knows. */
export function steps(sample: Sample, show: (value: number) => string): string {
	if (sample.training_steps !== null) return show(sample.training_steps);
	return sample.category === "wavenet" || sample.origin === "generated" ? UNKNOWN : "–";
}
