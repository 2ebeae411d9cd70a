/** Delete the selected clips. */
import { removeClips } from "../document/edits";
import type { Command } from "./command";

export const remove: Command = {
	id: "delete",
	title: "Delete",
	group: "Clips",
	keys: ["Delete", "Backspace"],
	edits: true,
	clips: true,
	run(bench) {
		bench.edit(`Delete ${bench.naming(bench.selected)}`, () =>
			removeClips(bench.arrangement, bench.selection),
		);
	},
};
