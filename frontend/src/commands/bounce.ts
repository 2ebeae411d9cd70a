/** Take the sound of tracks back as samples; freeze a track, so that what only the server can do is heard here. */
import { sentence } from "../api/client";
import { takeOut } from "../document/bounced";
import type { PlacedTrack } from "../document/records";
import type { Command } from "./command";
import { current } from "./tracks";
import type { Workbench } from "./workbench.svelte";

/** A track that is muted because a bounce on another track stands for it. */
export interface Frozen {
	source: PlacedTrack;
	placed: PlacedTrack;
}

/** The two tracks of a freeze, by either of them. */
export function frozenAt(bench: Workbench, id: string): Frozen | undefined {
	const track = bench.arrangement.tracks.get(id);
	const own = track && sourceOf(bench, track);
	if (track && own) return { source: own, placed: track };
	if (!track?.mute) return undefined;
	const placed = bench.arrangement.rowsInOrder.find((row) => sourceOf(bench, row)?.id === id);
	return placed && { source: track, placed };
}

/** The muted track whose bounce is all that a track holds. */
function sourceOf(bench: Workbench, row: PlacedTrack): PlacedTrack | undefined {
	if (row.role !== "audio") return undefined;
	const [only, ...more] = bench.arrangement.clipsOf(row.id);
	const bounce = only && bench.samples.get(only.sample)?.bounce;
	if (!bounce || more.length || bounce.project !== bench.project.id) return undefined;
	const source = bench.arrangement.tracks.get(bounce.track);
	return source?.mute && source.id !== row.id ? source : undefined;
}

export const bounces: readonly Command[] = [
	{
		id: "bounce",
		title: "Bounce…",
		group: "Tracks",
		keys: ["Mod+Shift+b"],
		edits: true,
		track: true,
		run(bench) {
			bench.bouncing = { of: "track" };
			bench.panel = "bounce";
		},
	},
	{
		id: "bounce-clips",
		title: "Bounce the selected clips…",
		group: "Clips",
		edits: true,
		clips: true,
		run(bench) {
			bench.bouncing = { of: "clips" };
			bench.panel = "bounce";
		},
	},
	{
		id: "freeze-track",
		title: "Freeze the track",
		group: "Tracks",
		edits: true,
		track: true,
		enabled: (bench) => current(bench) !== undefined && frozenAt(bench, bench.track ?? "") === undefined,
		run(bench) {
			const track = current(bench);
			if (!track) return;
			bench.panel = "bounce";
			const name = `${track.name}, frozen`.slice(0, 200);
			bench.bounces
				.ask({ track: track.id, tap: "post", region: null, clips: null, name, in_place: true })
				.catch((error) => {
					bench.notice = { title: `“${track.name}” was not frozen.`, text: sentence(error) };
				});
		},
	},
	{
		id: "unfreeze-track",
		title: "Unfreeze the track",
		group: "Tracks",
		edits: true,
		track: true,
		enabled: (bench) => frozenAt(bench, bench.track ?? "") !== undefined,
		run(bench) {
			const frozen = frozenAt(bench, bench.track ?? "");
			if (!frozen) return;
			const { source, placed } = frozen;
			bench.edit(`Unfreeze “${source.name}”`, () => takeOut(bench.arrangement, placed.id, source.id));
			bench.track = source.id;
		},
	},
];
