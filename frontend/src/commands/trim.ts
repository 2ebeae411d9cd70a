/** Trim the selected clips to the playhead, or stretch them to it. */
import { type ClipChanges, stretch, trimEnd, trimStart } from "../timeline/moves";
import type { Command } from "./command";
import { editClips } from "./edit-clips";

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
			const trimmed = edge === "start" ? trimStart : trimEnd;
			changes.set(clip.id, trimmed(clip, at, bench.lengthOf(clip)));
		}
		if (!editClips(bench, `Trim ${bench.naming(bench.selected)}`, changes, true))
			bench.said = "The playhead stands beyond the selected clips.";
	},
}));

export const stretches: readonly Command[] = (["start", "end"] as const).map((edge) => ({
	id: `stretch-${edge}`,
	title: `Stretch the ${edge} to the playhead`,
	group: "Clips",
	keys: [edge === "start" ? "{" : "}"],
	edits: true,
	clips: true,
	run(bench) {
		const at = bench.now_seconds;
		const changes: ClipChanges = new Map();
		for (const clip of bench.selected) {
			const end = clip.start_seconds + clip.duration_seconds;
			if (edge === "start" ? at >= end : at <= clip.start_seconds) continue;
			changes.set(clip.id, stretch(clip, edge, at));
		}
		if (!editClips(bench, `Stretch ${bench.naming(bench.selected)}`, changes, true))
			bench.said = "The playhead stands beyond the selected clips.";
	},
}));
