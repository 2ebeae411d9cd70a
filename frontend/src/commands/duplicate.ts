/** A copy of the selected clips right behind them. */
import { addClips, copyOf } from "../document/edits";
import type { Command } from "./command";

export const duplicate: Command = {
	id: "duplicate",
	title: "Duplicate",
	group: "Clips",
	keys: ["Mod+d"],
	edits: true,
	clips: true,
	run(bench) {
		const clips = bench.selected;
		const from = Math.min(...clips.map((clip) => clip.start_seconds));
		const to = Math.max(...clips.map((clip) => clip.start_seconds + clip.duration_seconds));
		const copies = clips.map((clip) => ({ ...copyOf(clip), start_seconds: clip.start_seconds + to - from }));
		const ids = bench.edit(`Duplicate ${bench.naming(clips)}`, () => addClips(bench.arrangement, copies));
		if (!ids) return;
		bench.select(ids, ids[0] ?? null);
		bench.view.reveal(to, to + (to - from));
	},
};
