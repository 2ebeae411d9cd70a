/** Delete the selected clips, or the points of an envelope that are held. */
import { removePoints } from "../document/automation";
import { change, removeClips, transact } from "../document/edits";
import { withCounterparts } from "../document/links";
import { closed } from "../document/ripple";
import type { Command } from "./command";

export const remove: Command = {
	id: "delete",
	title: "Delete",
	group: "Clips",
	keys: ["Delete", "Backspace"],
	edits: true,
	enabled: (bench) => bench.selection.size > 0 || bench.points.size > 0,
	run(bench) {
		const { arrangement } = bench;
		if (bench.points.size) {
			const title = bench.points.size === 1 ? "Delete a point" : `Delete ${bench.points.size} points`;
			bench.edit(title, () => removePoints(arrangement, bench.points));
			return;
		}
		const gone = withCounterparts(arrangement, bench.selected).map((clip) => clip.id);
		const behind = bench.settings.ripple ? closed(arrangement, gone) : new Map();
		bench.edit(`Delete ${bench.naming(bench.selected)}`, () =>
			transact(arrangement, () => {
				removeClips(arrangement, gone);
				change(arrangement, "clips", behind);
			}),
		);
	},
};
