/** Move the selected clips to the track above or below that holds clips. */
import { allowedRows, move } from "../timeline/moves";
import type { Command } from "./command";
import { editClips } from "./edit-clips";

export const otherTrack: readonly Command[] = (
	[
		["Up", -1, "above"],
		["Down", 1, "below"],
	] as const
).map(([key, by, words]) => ({
	id: `to-track-${words}`,
	title: `Move to the track ${words}`,
	group: "Clips",
	keys: [`Alt+Arrow${key}`],
	edits: true,
	clips: true,
	run(bench) {
		const clips = bench.selected;
		if (allowedRows(clips, bench.clipRows, by) === 0) {
			bench.said = `There is no track ${words}.`;
			return;
		}
		editClips(bench, `Move ${bench.naming(clips)} to the track ${words}`, move(clips, bench.clipRows, 0, by));
		bench.select(bench.selection);
	},
}));
