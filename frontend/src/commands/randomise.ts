/** Scatter the pans of the selected clips: a cloud in one step. */
import { change } from "../document/edits";
import type { Command } from "./command";

export const randomisePan: Command = {
	id: "randomise-pan",
	title: "Randomise the pan",
	group: "Clips",
	keys: ["Shift+r"],
	edits: true,
	clips: true,
	run(bench) {
		const changes = new Map(
			bench.selected.map((clip) => [clip.id, { pan: Math.round((Math.random() * 2 - 1) * 100) / 100 }]),
		);
		bench.edit(`Randomise pan of ${bench.naming(bench.selected)}`, () =>
			change(bench.arrangement, "clips", changes),
		);
	},
};
