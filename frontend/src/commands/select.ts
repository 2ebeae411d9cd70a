/** Select everything, a whole track, or nothing. */
import type { PlacedClip } from "../document/records";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

/** Clips of many tracks may be selected: the track that commands go to stays the same. */
function keepingTrack(bench: Workbench, ids: Iterable<string>): void {
	const { track } = bench;
	bench.select(ids);
	bench.track = track;
}

export const selectAll: Command = {
	id: "select-all",
	title: "Select all clips",
	group: "Edit",
	keys: ["Mod+a"],
	run(bench) {
		keepingTrack(bench, bench.arrangement.clips.keys());
		bench.said = `${bench.selection.size} clips selected.`;
	},
};

export const selectTrack: Command = {
	id: "select-track",
	title: "Select the track's clips",
	group: "Edit",
	keys: ["Mod+Shift+a"],
	track: true,
	run(bench) {
		if (bench.track) bench.select(bench.arrangement.clipsOf(bench.track).map((clip) => clip.id));
	},
};

export const selectNone: Command = {
	id: "select-none",
	title: "Select nothing",
	group: "Edit",
	keys: ["Escape"],
	run(bench) {
		bench.select([]);
		bench.points = new Set();
	},
};

/** A choice among all clips, by what they have in common with the selected ones or by where they lie. */
function choose(
	id: string,
	title: string,
	which: (bench: Workbench) => (clip: PlacedClip) => boolean,
	needs: "clips" | "loop" | null = "clips",
): Command {
	return {
		id: `select-${id}`,
		title,
		group: "Edit",
		clips: needs === "clips",
		enabled: (bench) => needs !== "loop" || bench.loop !== null,
		run(bench) {
			const wanted = which(bench);
			const found = [...bench.arrangement.clips.values()].filter(wanted).map((clip) => clip.id);
			keepingTrack(bench, found);
			bench.said = found.length === 1 ? "1 clip selected." : `${found.length} clips selected.`;
		},
	};
}

const end = (clip: PlacedClip) => clip.start_seconds + clip.duration_seconds;

export const choices: readonly Command[] = [
	choose("invert", "Select all other clips", (bench) => (clip) => !bench.selection.has(clip.id), null),
	choose("sample", "Select all clips of the same sample", (bench) => {
		const samples = new Set(bench.selected.map((clip) => clip.sample));
		return (clip) => samples.has(clip.sample);
	}),
	choose("category", "Select all clips of the same category", (bench) => {
		const found = new Set(bench.selected.map((clip) => bench.categoryOf(clip)));
		return (clip) => found.has(bench.categoryOf(clip));
	}),
	choose(
		"after",
		"Select all clips after the playhead",
		(bench) => (clip) => clip.start_seconds >= bench.now_seconds,
		null,
	),
	choose(
		"before",
		"Select all clips before the playhead",
		(bench) => (clip) => end(clip) <= bench.now_seconds,
		null,
	),
	choose(
		"loop",
		"Select the clips in what repeats",
		(bench) => (clip) =>
			bench.loop !== null && end(clip) > bench.loop[0] && clip.start_seconds < bench.loop[1],
		"loop",
	),
];
