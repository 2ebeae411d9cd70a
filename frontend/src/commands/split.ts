/** Split clips at the playhead: the selected ones, or all of the selected track's where none is selected. */
import { addClips, change, transact } from "../document/edits";
import type { PlacedClip } from "../document/records";
import { split as cut } from "../timeline/moves";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

function targets(bench: Workbench): PlacedClip[] {
	const at = bench.now_seconds;
	const all = bench.selection.size
		? bench.selected
		: bench.track
			? [...bench.arrangement.clipsOf(bench.track)]
			: [];
	return all.filter((clip) => cut(clip, at) !== null);
}

export const split: Command = {
	id: "split",
	title: "Split at the playhead",
	group: "Clips",
	keys: ["s"],
	edits: true,
	run(bench) {
		const at = bench.now_seconds;
		const clips = targets(bench);
		if (!clips.length) {
			bench.said = "The playhead does not stand inside a selected clip.";
			return;
		}
		const halves = clips.flatMap((clip) => {
			const parts = cut(clip, at);
			return parts ? [{ id: clip.id, first: parts[0], second: parts[1] }] : [];
		});
		const ids = bench.edit(`Split ${bench.naming(clips)}`, () => {
			let made: string[] = [];
			transact(bench.arrangement, () => {
				change(bench.arrangement, "clips", new Map(halves.map((half) => [half.id, half.first])));
				made = addClips(
					bench.arrangement,
					halves.map((half) => half.second),
				);
			});
			return made;
		});
		if (ids) bench.select(ids, ids[0] ?? null);
	},
};
