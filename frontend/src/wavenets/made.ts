// What a generation was made with, in words.
import type { Generation } from "../api/types";
import { whole } from "../look/format";

const CURVES: Record<string, string> = {
	class_curve: "classes drawn",
	temperature_curve: "temperature drawn",
	loudness_curve: "loudness drawn",
	pitch_curve: "pitch drawn",
	moves: "steered",
	declick: "clicks taken out",
	trim: "ends trimmed",
	turns: "classes in turn",
};

/** One line: step, class, prompt, temperature, curves, length, seed. */
export function madeWith(generation: Generation): string {
	const settings = generation.settings as Record<string, unknown>;
	const least = settings.least_seconds as number | undefined;
	const seconds = Number(generation.seconds.toFixed(2));
	return [
		`step ${whole(generation.step)}`,
		generation.class_name,
		generation.prompt_name ? `after “${generation.prompt_name}”` : "from silence",
		generation.contour_name ? `along “${generation.contour_name}”` : "",
		settings.temperature_curve ? "" : `temperature ${generation.temperature.toFixed(2)}`,
		...Object.entries(CURVES).map(([key, word]) => (settings[key] ? word : "")),
		least === undefined ? `${seconds}\u202fs` : `${least} to ${seconds}\u202fs`,
		`seed ${generation.random_seed}`,
	]
		.filter(Boolean)
		.join(", ");
}
