/** Move the selected clips to the track above or below. */
import { change } from "../document/edits";
import { allowedRows, move } from "../timeline/moves";
import type { Command } from "./command";

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
		if (allowedRows(clips, bench.rows, by) === 0) {
			bench.said = `There is no track ${words}.`;
			return;
		}
		const changes = move(clips, bench.rows, 0, by);
		bench.edit(`Move ${bench.naming(clips)} to the track ${words}`, () =>
			change(bench.arrangement, "clips", changes),
		);
		bench.select(bench.selection);
	},
}));
