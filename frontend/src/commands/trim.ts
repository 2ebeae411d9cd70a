/** Trim the selected clips to the playhead. */
import { change } from "../document/edits";
import { type ClipChanges, trimEnd, trimStart } from "../timeline/moves";
import type { Command } from "./command";

export const trims: readonly Command[] = (["start", "end"] as const).map((edge) => ({
	id: `trim-${edge}`,
	title: `Trim the ${edge} to the playhead`,
	group: "Clips",
	keys: [edge === "start" ? "[" : "]"],
	edits: true,
	clips: true,
	run(bench) {
		const at = bench.now_seconds;
		const changes: ClipChanges = new Map();
		for (const clip of bench.selected) {
			const end = clip.start_seconds + clip.duration_seconds;
			if (edge === "start" ? at >= end : at <= clip.start_seconds) continue;
			const length = bench.samples.get(clip.sample)?.duration_seconds ?? null;
			changes.set(clip.id, edge === "start" ? trimStart(clip, at) : trimEnd(clip, at, length));
		}
		if (!changes.size) {
			bench.said = "The playhead stands beyond the selected clips.";
			return;
		}
		bench.edit(`Trim ${bench.naming(bench.selected)}`, () => change(bench.arrangement, "clips", changes));
	},
}));
