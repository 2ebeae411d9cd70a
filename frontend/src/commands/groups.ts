/** Groups: put tracks together, take them apart, fold them; and tracks that are edited together. */

import type { PlacedTrack } from "../document/records";
import {
	groupTracks,
	linkTracks,
	moveTrack,
	partnersOf,
	siblings,
	ungroup as takeApart,
	unlinkTracks,
} from "../document/tracks";
import { cannotStandIn, groupsAround } from "../document/tree";
import type { Command } from "./command";
import { current } from "./tracks";
import type { Workbench } from "./workbench.svelte";

/** The tracks of the selected clips; without any, the selected track. */
function chosen(bench: Workbench): PlacedTrack[] {
	const ids = new Set(bench.selected.map((clip) => clip.track));
	const rows = bench.arrangement.rowsInOrder.filter((row) => ids.has(row.id));
	const track = current(bench);
	return rows.length > 1 ? rows : track ? [track] : [];
}

const isGroup = (bench: Workbench) => current(bench)?.role === "group";

/** The group right above a track, among the rows beside it. */
function groupAbove(bench: Workbench): PlacedTrack | undefined {
	const track = current(bench);
	if (!track) return undefined;
	const parent = groupsAround(bench.arrangement.tracks, track.id)[0] ?? "";
	const beside = siblings(bench.arrangement, parent);
	const above = beside.slice(
		0,
		beside.findIndex((row) => row.id === track.id),
	);
	return above.findLast((row) => !cannotStandIn(bench.arrangement.tracks, track.id, row.id));
}

export const groups: readonly Command[] = [
	{
		id: "group-tracks",
		title: "Put the selected clips' tracks into a group",
		group: "Tracks",
		keys: ["Mod+g"],
		edits: true,
		track: true,
		enabled: (bench) => chosen(bench).some((track) => track.role !== "return"),
		run(bench) {
			const tracks = chosen(bench);
			const name = tracks.length === 1 ? `Group of ${tracks[0]?.name}` : "Group";
			const made = bench.edit(
				`Group ${tracks.length === 1 ? `“${tracks[0]?.name}”` : `${tracks.length} tracks`}`,
				() =>
					groupTracks(
						bench.arrangement,
						tracks.map((track) => track.id),
						name,
					),
			);
			if (made) bench.track = made;
		},
	},
	{
		id: "ungroup",
		title: "Take the group apart",
		group: "Tracks",
		keys: ["Mod+Shift+g"],
		edits: true,
		track: true,
		enabled: isGroup,
		run(bench) {
			const track = current(bench);
			if (!track) return;
			const [first] = siblings(bench.arrangement, track.id);
			bench.edit(`Take “${track.name}” apart`, () => takeApart(bench.arrangement, track.id));
			bench.track = first?.id ?? null;
		},
	},
	{
		id: "into-group",
		title: "Put the track into the group above",
		group: "Tracks",
		edits: true,
		track: true,
		enabled: (bench) => groupAbove(bench) !== undefined,
		run(bench) {
			const [track, group] = [current(bench), groupAbove(bench)];
			if (!track || !group) return;
			bench.edit(`Put “${track.name}” into “${group.name}”`, () =>
				moveTrack(bench.arrangement, track.id, Number.POSITIVE_INFINITY, group.id),
			);
		},
	},
	{
		id: "out-of-group",
		title: "Take the track out of its group",
		group: "Tracks",
		edits: true,
		track: true,
		enabled: (bench) => groupsAround(bench.arrangement.tracks, bench.track ?? "").length > 0,
		run(bench) {
			const track = current(bench);
			const [group, around = ""] = groupsAround(bench.arrangement.tracks, track?.id ?? "");
			if (!track || !group) return;
			const at = siblings(bench.arrangement, around).findIndex((row) => row.id === group);
			bench.edit(`Take “${track.name}” out of its group`, () =>
				moveTrack(bench.arrangement, track.id, at + 1, around),
			);
		},
	},
	{
		id: "fold-group",
		title: "Fold the group, or open it",
		group: "Tracks",
		keys: ["Enter"],
		track: true,
		enabled: (bench) => isGroup(bench) && bench.selection.size === 0,
		run(bench) {
			const track = current(bench);
			if (!track) return;
			const folded = bench.settings.folded.has(track.id);
			bench.settings.fold(track.id, !folded);
			bench.said = `“${track.name}” is ${folded ? "open" : "folded"}.`;
		},
	},
];

export const links: readonly Command[] = [
	{
		id: "link-tracks",
		title: "Edit this track together with the one below",
		group: "Tracks",
		edits: true,
		track: true,
		enabled: (bench) => chosen(bench).length > 1 || below(bench) !== undefined,
		run(bench) {
			const several = chosen(bench);
			const [track, next] = [current(bench), below(bench)];
			const tracks = several.length > 1 ? several : track && next ? [track, next] : [];
			bench.edit(`Edit ${tracks.map((each) => `“${each.name}”`).join(" and ")} together`, () =>
				linkTracks(
					bench.arrangement,
					tracks.map((each) => each.id),
				),
			);
		},
	},
	{
		id: "unlink-tracks",
		title: "Edit this track by itself",
		group: "Tracks",
		edits: true,
		track: true,
		enabled: (bench) => Boolean(current(bench)?.link),
		run(bench) {
			const track = current(bench);
			if (!track) return;
			const others = partnersOf(bench.arrangement, track.id);
			// A link of one would be none.
			const alone = others.length === 1 ? [track, ...others] : [track];
			bench.edit(`Edit “${track.name}” by itself`, () =>
				unlinkTracks(
					bench.arrangement,
					alone.map((each) => each.id),
				),
			);
		},
	},
];

function below(bench: Workbench): PlacedTrack | undefined {
	const rows = bench.clipRows;
	const at = rows.findIndex((row) => row.id === bench.track);
	return at < 0 ? undefined : rows[at + 1];
}
