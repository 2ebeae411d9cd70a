/** Silence the selected clips, or let them sound again. */
import type { Command } from "./command";
import { editSelected } from "./edit-clips";

export const mute: Command = {
	id: "mute",
	title: "Mute or unmute",
	group: "Clips",
	keys: ["m"],
	edits: true,
	clips: true,
	run(bench) {
		const silent = bench.selected.every((clip) => clip.mute);
		editSelected(bench, silent ? "Unmute" : "Mute", () => ({ mute: !silent }));
	},
};
