// The settings of a generation as a form holds them, and how an earlier one is taken up again.
import type { Generation, Wavenet } from "../api/types";

export interface Settings {
	step: number | null; // null: the latest checkpoint
	className: string;
	temperature: number;
	voices: string;
	seconds: string;
	seed: string; // "": by chance
}

export function firstSettings(wavenet: Wavenet): Settings {
	return {
		step: null,
		className: wavenet.classes[0] ?? "",
		temperature: 1,
		voices: "4",
		seconds: "5",
		seed: "",
	};
}

/** The settings of an earlier generation, its seed included: the same takes again, or a beginning for others. */
export function settingsOf(generation: Generation, wavenet: Wavenet): Settings {
	const latest = wavenet.checkpoints.at(-1)?.step;
	const kept = wavenet.checkpoints.some(({ step }) => step === generation.step);
	return {
		step: generation.step === latest || !kept ? null : generation.step,
		className: generation.class_name,
		temperature: generation.temperature,
		voices: String(generation.voices),
		seconds: String(generation.seconds),
		seed: String(generation.random_seed),
	};
}
