/** A copy of the selected clips right behind them. */
import { withCounterparts } from "../document/links";
import { copied } from "./clipboard-store";
import type { Command } from "./command";
import { addCopies } from "./placing";

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
		const copies = withCounterparts(bench.arrangement, clips).map((clip) => ({
			...copied(clip, bench.arrangement.devicesOfClip(clip.id)),
			start_seconds: clip.start_seconds + to - from,
		}));
		const ids = bench.edit(`Duplicate ${bench.naming(clips)}`, () => addCopies(bench, copies));
		if (!ids) return;
		const mine = ids.slice(0, clips.length);
		bench.select(mine, mine[0] ?? null);
		bench.view.reveal(to, to + (to - from));
	},
};
