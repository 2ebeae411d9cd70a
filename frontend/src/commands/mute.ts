/** Silence the selected clips, or let them sound again. */
import { change } from "../document/edits";
import type { Command } from "./command";

export const mute: Command = {
	id: "mute",
	title: "Mute or unmute",
	group: "Clips",
	keys: ["m"],
	edits: true,
	clips: true,
	run(bench) {
		const silent = bench.selected.every((clip) => clip.mute);
		const changes = new Map(bench.selected.map((clip) => [clip.id, { mute: !silent }]));
		const verb = silent ? "Unmute" : "Mute";
		bench.edit(`${verb} ${bench.naming(bench.selected)}`, () => change(bench.arrangement, "clips", changes));
	},
};
