/** Copy, cut and paste clips; they land at the playhead, as far apart as they were. */
import { addClips, copyOf, removeClips } from "../document/edits";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

function take(bench: Workbench): void {
	bench.clipboard = bench.selected.map(copyOf);
	bench.said = `${bench.naming(bench.selected)} copied.`;
}

export const copy: Command = {
	id: "copy",
	title: "Copy",
	group: "Edit",
	keys: ["Mod+c"],
	clips: true,
	run: take,
};

export const cut: Command = {
	id: "cut",
	title: "Cut",
	group: "Edit",
	keys: ["Mod+x"],
	edits: true,
	clips: true,
	run(bench) {
		take(bench);
		bench.edit(`Cut ${bench.naming(bench.selected)}`, () => removeClips(bench.arrangement, bench.selection));
	},
};

export const paste: Command = {
	id: "paste",
	title: "Paste at the playhead",
	group: "Edit",
	keys: ["Mod+v"],
	edits: true,
	enabled: (bench) => bench.clipboard.length > 0,
	run(bench) {
		const from = Math.min(...bench.clipboard.map((clip) => clip.start_seconds));
		const by = bench.now_seconds - from;
		const { tracks } = bench.arrangement;
		const fallback = bench.track ?? bench.rows[0]?.id;
		const clips = bench.clipboard.flatMap((clip) => {
			const track = tracks.has(clip.track) ? clip.track : fallback;
			return track ? [{ ...clip, track, start_seconds: clip.start_seconds + by }] : [];
		});
		const title = clips.length === 1 ? "Paste a clip" : `Paste ${clips.length} clips`;
		const ids = bench.edit(title, () => addClips(bench.arrangement, clips));
		if (ids) bench.select(ids, ids[0] ?? null);
	},
};
