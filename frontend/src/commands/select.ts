/** Select everything, a whole track, or nothing. */
import type { Command } from "./command";

export const selectAll: Command = {
	id: "select-all",
	title: "Select all clips",
	group: "Edit",
	keys: ["Mod+a"],
	run(bench) {
		bench.select(bench.arrangement.clips.keys());
		bench.said = `${bench.selection.size} clips selected.`;
	},
};

export const selectTrack: Command = {
	id: "select-track",
	title: "Select the track's clips",
	group: "Edit",
	keys: ["Mod+Shift+a"],
	track: true,
	run(bench) {
		if (bench.track) bench.select(bench.arrangement.clipsOf(bench.track).map((clip) => clip.id));
	},
};

export const selectNone: Command = {
	id: "select-none",
	title: "Select nothing",
	group: "Edit",
	keys: ["Escape"],
	run: (bench) => bench.select([]),
};
