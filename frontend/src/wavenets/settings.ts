// The settings of a generation as a form holds them, what they ask of the server, and how earlier ones are taken up.
import type { Generation, GenerationRequest, Sample, Wavenet } from "../api/types";
import { classCurve, isFlat, type Point, timed } from "./curves";

export interface Settings {
	step: number | null; // null: the latest checkpoint
	className: string;
	classes: Point[]; // over the rows of the model's classes
	turns: boolean;
	temperature: Point[];
	loudness: Point[] | null; // dB of full scale; null: not drawn
	pitch: Point[] | null; // Hz, 0: unvoiced
	contour: Sample | null;
	contourFit: "hold" | "stretch";
	promptEnd: number | null; // seconds; null: its end
	keepPrompt: boolean;
	voices: string;
	seconds: string;
	leastSeconds: string; // "": all are as long
	seed: string; // "": by chance
	declick: boolean;
	trim: boolean;
}

export const flat = (value: number): Point[] => [{ at: 0, value }];

export function firstSettings(wavenet: Wavenet): Settings {
	return {
		step: null,
		className: wavenet.classes[0] ?? "",
		classes: flat(0),
		turns: false,
		temperature: flat(1),
		loudness: null,
		pitch: null,
		contour: null,
		contourFit: "hold",
		promptEnd: null,
		keepPrompt: false,
		voices: "4",
		seconds: "5",
		leastSeconds: "",
		seed: "",
		declick: false,
		trim: false,
	};
}

export const number = (said: string): number =>
	said.trim() === "" ? Number.NaN : Number(said.replace(",", "."));

/** What is wrong with the figures, in a sentence; "" when nothing is. */
export function problemOf(settings: Settings): { field: string; sentence: string } {
	const voices = number(settings.voices);
	const seconds = number(settings.seconds);
	const least = number(settings.leastSeconds);
	const seed = Number(settings.seed.replaceAll(/\s/g, ""));
	const wrong = (field: string, sentence: string) => ({ field, sentence });
	if (!(Number.isInteger(voices) && voices >= 1 && voices <= 32))
		return wrong("voices", "Voices: give a whole number from 1 to 32.");
	if (!(seconds >= 0.05 && seconds <= 600)) return wrong("seconds", "Length: give up to 600 seconds.");
	if (settings.leastSeconds.trim() && !(least >= 0.05 && least <= seconds))
		return wrong("least", "Shortest: give no more than the length, or leave it empty.");
	if (settings.seed.trim() && !(Number.isSafeInteger(seed) && seed >= 0))
		return wrong("seed", "Seed: give a whole number, or leave it empty for chance.");
	return wrong("", "");
}

/** The request for the server; the figures have to be right. */
export function requestOf(
	settings: Settings,
	wavenet: Wavenet,
	prompt: Sample | null,
): Omit<GenerationRequest, "wavenet"> {
	const seconds = number(settings.seconds);
	const morphs = drawn(wavenet) && !settings.turns && !steady(settings.classes);
	return {
		...voiceOf(settings, wavenet, prompt),
		seconds,
		voices: number(settings.voices),
		class_name: morphs || settings.turns ? "" : classOf(settings, wavenet),
		class_curve: morphs ? classCurve(settings.classes, wavenet.classes, seconds) : null,
		turns: settings.turns && wavenet.classes.length > 0,
		temperature_curve: isFlat(settings.temperature) ? null : timed(settings.temperature, seconds),
		loudness_curve: settings.loudness && timed(settings.loudness, seconds),
		pitch_curve:
			settings.pitch && timed(settings.pitch, seconds).map(([at, hz]) => [at, hz < 60 ? null : hz]),
		contour: settings.contour?.id ?? null,
		contour_fit: settings.contourFit,
		keep_prompt: settings.keepPrompt && prompt !== null,
		least_seconds: settings.leastSeconds.trim() ? number(settings.leastSeconds) : null,
		declick: settings.declick,
		trim: settings.trim,
	};
}

/** What takes and played voices have in common. */
export function voiceOf(settings: Settings, wavenet: Wavenet, prompt: Sample | null) {
	return {
		step: settings.step,
		temperature: settings.temperature[0]?.value ?? 1,
		random_seed: settings.seed.trim() ? Number(settings.seed.replaceAll(/\s/g, "")) : null,
		class_name: classOf(settings, wavenet),
		prompt: prompt?.id ?? null,
		prompt_end_seconds: prompt ? settings.promptEnd : null,
	};
}

/** Few enough classes for a row each. */
export function drawn(wavenet: Wavenet): boolean {
	return wavenet.classes.length > 1 && wavenet.classes.length <= 12;
}

function steady(points: readonly Point[]): boolean {
	return isFlat(points) && Number.isInteger(points[0]?.value);
}

function classOf(settings: Settings, wavenet: Wavenet): string {
	if (!drawn(wavenet)) return settings.className;
	return wavenet.classes[Math.round(settings.classes[0]?.value ?? 0)] ?? "";
}

interface Stored {
	class_curve?: [number, Record<string, number>][];
	temperature_curve?: [number, number][];
	loudness_curve?: [number, number][];
	pitch_curve?: [number, number | null][];
	contour_fit?: "hold" | "stretch";
	prompt_end_seconds?: number;
	keep_prompt?: boolean;
	least_seconds?: number;
	turns?: boolean;
	declick?: boolean;
	trim?: boolean;
}

/** The settings of an earlier generation; its seed too, for the same takes again, or chance, for more like them. */
export function settingsOf(generation: Generation, wavenet: Wavenet, sameSeed = true): Settings {
	const stored = generation.settings as Stored;
	const latest = wavenet.checkpoints.at(-1)?.step;
	const kept = wavenet.checkpoints.some(({ step }) => step === generation.step);
	const length = generation.seconds || 1;
	const points = (curve?: [number, number | null][]) =>
		curve?.map(([seconds, value]) => ({ at: Math.min(1, seconds / length), value: value ?? 0 })) ?? null;
	const row = Math.max(0, wavenet.classes.indexOf(generation.class_name));
	const rows = stored.class_curve?.map(([seconds, mixed]): [number, number] => [
		seconds,
		rowOf(mixed, wavenet.classes),
	]);
	return {
		...firstSettings(wavenet),
		step: generation.step === latest || !kept ? null : generation.step,
		className: generation.class_name || (wavenet.classes[0] ?? ""),
		classes: points(rows) ?? flat(row),
		turns: stored.turns ?? false,
		temperature: points(stored.temperature_curve) ?? flat(generation.temperature),
		loudness: points(stored.loudness_curve),
		pitch: points(stored.pitch_curve),
		contourFit: stored.contour_fit ?? "hold",
		promptEnd: stored.prompt_end_seconds ?? null,
		keepPrompt: stored.keep_prompt ?? false,
		voices: String(generation.voices),
		seconds: String(Number(generation.seconds.toFixed(2))),
		leastSeconds: stored.least_seconds === undefined ? "" : String(stored.least_seconds),
		seed: sameSeed ? String(generation.random_seed) : "",
		declick: stored.declick ?? false,
		trim: stored.trim ?? false,
	};
}

function rowOf(mixed: Record<string, number>, classes: readonly string[]): number {
	const whole = Object.values(mixed).reduce((sum, share) => sum + share, 0) || 1;
	return classes.reduce((sum, name, row) => sum + (row * (mixed[name] ?? 0)) / whole, 0);
}
