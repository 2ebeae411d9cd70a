/** The selected clips louder or softer by one decibel. */
import { limits } from "../document/records";
import { decibels } from "../look/format";
import type { Command } from "./command";
import { editSelected } from "./edit-clips";

const rounded = (value: number) => Math.round(value * 100) / 100;

export const loudness: readonly Command[] = (
	[
		["+", 1, "Louder"],
		["-", -1, "Softer"],
	] as const
).map(([key, by, title]) => ({
	id: `gain-${title.toLowerCase()}`,
	title: `${title} by 1 dB`,
	group: "Clips",
	keys: [key, `Shift+${key}`],
	edits: true,
	clips: true,
	run(bench) {
		const [low, high] = limits("clips", "gain_db");
		editSelected(bench, "Gain of", (clip) => ({
			gain_db: Math.max(low, Math.min(high, rounded(clip.gain_db + by))),
		}));
		const [first] = bench.selected;
		if (first) bench.said = `Gain ${decibels(first.gain_db)}.`;
	},
}));

export const gainUsual: Command = {
	id: "gain-usual",
	title: "Gain as recorded",
	group: "Clips",
	edits: true,
	clips: true,
	run: (bench) => void editSelected(bench, "Gain of", () => ({ gain_db: 0 })),
};
