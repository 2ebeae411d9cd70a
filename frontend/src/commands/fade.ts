/** Fade the selected clips in up to the playhead, or out from it. */
import { change } from "../document/edits";
import { type ClipChanges, fade } from "../timeline/moves";
import type { Command } from "./command";

export const fades: readonly Command[] = (["in", "out"] as const).map((which) => ({
	id: `fade-${which}`,
	title: which === "in" ? "Fade in up to the playhead" : "Fade out from the playhead",
	group: "Clips",
	keys: [which === "in" ? "i" : "o"],
	edits: true,
	clips: true,
	run(bench) {
		const at = bench.now_seconds;
		const changes: ClipChanges = new Map();
		for (const clip of bench.selected) {
			if (at <= clip.start_seconds || at >= clip.start_seconds + clip.duration_seconds) continue;
			changes.set(clip.id, fade(clip, which, at));
		}
		if (!changes.size) {
			bench.said = "The playhead does not stand inside a selected clip.";
			return;
		}
		bench.edit(`Fade ${which} ${bench.naming(bench.selected)}`, () =>
			change(bench.arrangement, "clips", changes),
		);
	},
}));
