/** Split clips at the playhead: the selected ones, or all of the selected track's where none is selected. Join them again. */
import { addClipDevice, addClips, change, removeClips, transact } from "../document/edits";
import { withCounterparts } from "../document/links";
import type { PlacedClip } from "../document/records";
import { split as cut, join as joined } from "../timeline/moves";
import { atZero } from "../timeline/snapping";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

function targets(bench: Workbench): PlacedClip[] {
	const at = bench.now_seconds;
	const all = bench.selection.size
		? bench.selected
		: bench.track
			? [...bench.arrangement.clipsOf(bench.track)]
			: [];
	return withCounterparts(
		bench.arrangement,
		all.filter((clip) => cut(clip, at) !== null),
	);
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
		const { arrangement } = bench;
		const halves = clips.flatMap((clip) => {
			const parts = cut(clip, atZero(bench, clip, at, true), bench.lengthOf(clip));
			return parts ? [{ id: clip.id, first: parts[0], second: parts[1] }] : [];
		});
		const ids = bench.edit(`Split ${bench.naming(clips)}`, () => {
			let made: string[] = [];
			transact(arrangement, () => {
				change(arrangement, "clips", new Map(halves.map((half) => [half.id, half.first])));
				made = addClips(
					arrangement,
					halves.map((half) => half.second),
				);
				halves.forEach((half, i) => {
					for (const { id: _, ...device } of arrangement.devicesOfClip(half.id))
						addClipDevice(arrangement, made[i] as string, device.effect, { ...device, clip: made[i] });
				});
			});
			return made;
		});
		if (ids) bench.select(ids, ids[0] ?? null);
	},
};

/** The selected clips by track; each track's must follow each other. */
export const join: Command = {
	id: "join",
	title: "Join to one clip",
	group: "Clips",
	keys: ["j"],
	edits: true,
	enabled: (bench) => bench.selection.size > 1,
	run(bench) {
		const { arrangement } = bench;
		const clips = withCounterparts(arrangement, bench.selected);
		const tracks = [...new Set(clips.map((clip) => clip.track))];
		const joins = tracks.map((track) => joined(clips.filter((clip) => clip.track === track)));
		const found = joins.filter((each) => each !== null);
		if (!found.length || found.length < joins.length) {
			bench.said = "Only parts of one sample that follow each other without a gap can be joined.";
			return;
		}
		bench.edit(`Join ${bench.naming(clips)}`, () =>
			transact(arrangement, () => {
				change(arrangement, "clips", new Map(found.map((each) => [each.kept, each.change])));
				removeClips(
					arrangement,
					found.flatMap((each) => each.gone),
				);
			}),
		);
		bench.select(
			found.map((each) => each.kept),
			found[0]?.kept ?? null,
		);
	},
};
