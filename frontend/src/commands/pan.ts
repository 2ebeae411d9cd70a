/** The selected clips further left or right. */
import { change } from "../document/edits";
import type { Command } from "./command";

export const pans: readonly Command[] = (
	[
		["<", -0.1, "left"],
		[">", 0.1, "right"],
	] as const
).map(([key, by, side]) => ({
	id: `pan-${side}`,
	title: `Pan further ${side}`,
	group: "Clips",
	keys: [key],
	edits: true,
	clips: true,
	run(bench) {
		const changes = new Map(
			bench.selected.map((clip) => [
				clip.id,
				{ pan: Math.max(-1, Math.min(1, Math.round((clip.pan + by) * 100) / 100)) },
			]),
		);
		bench.edit(`Pan ${bench.naming(bench.selected)}`, () => change(bench.arrangement, "clips", changes));
	},
}));
