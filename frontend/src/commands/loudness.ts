/** The selected clips louder or softer by one decibel. */
import { change } from "../document/edits";
import { limits } from "../document/records";
import { decibels } from "../look/format";
import type { Command } from "./command";

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
		const changes = new Map(
			bench.selected.map((clip) => [
				clip.id,
				{ gain_db: Math.max(low, Math.min(high, Math.round((clip.gain_db + by) * 100) / 100)) },
			]),
		);
		bench.edit(`Gain of ${bench.naming(bench.selected)}`, () => change(bench.arrangement, "clips", changes));
		const [first] = bench.selected;
		if (first) bench.said = `Gain ${decibels(first.gain_db)}.`;
	},
}));
