/** Copy, cut and paste clips and points of envelopes; they land at the playhead, as far apart as they were. */
import { addPoints, copied as copiedPoints, removePoints } from "../document/automation";
import { removeClips } from "../document/edits";
import { withCounterparts } from "../document/links";
import { holdsClips } from "../document/tree";
import { type Clipboard, copied } from "./clipboard-store";
import type { Command } from "./command";
import { addCopies } from "./placing";
import type { Workbench } from "./workbench.svelte";

function heldPoints(bench: Workbench) {
	return [...bench.points].flatMap((id) => bench.arrangement.points.get(id) ?? []);
}

function take(bench: Workbench): void {
	const project = bench.project.id;
	const points = heldPoints(bench);
	if (points.length) {
		bench.copy({ project, clips: [], points: copiedPoints(points, 0) });
		bench.said = points.length === 1 ? "1 point copied." : `${points.length} points copied.`;
		return;
	}
	const clips = bench.selected.map((clip) => copied(clip, bench.arrangement.devicesOfClip(clip.id)));
	bench.copy({ project, clips, points: [] });
	bench.said = `${bench.naming(bench.selected)} copied.`;
}

const held = (bench: Workbench) => bench.selection.size > 0 || bench.points.size > 0;

export const copy: Command = {
	id: "copy",
	title: "Copy",
	group: "Edit",
	keys: ["Mod+c"],
	enabled: held,
	run: take,
};

export const cut: Command = {
	id: "cut",
	title: "Cut",
	group: "Edit",
	keys: ["Mod+x"],
	edits: true,
	enabled: held,
	run(bench) {
		take(bench);
		if (bench.points.size) {
			bench.edit("Cut points", () => removePoints(bench.arrangement, bench.points));
			return;
		}
		const gone = withCounterparts(bench.arrangement, bench.selected).map((clip) => clip.id);
		bench.edit(`Cut ${bench.naming(bench.selected)}`, () => removeClips(bench.arrangement, gone));
	},
};

/** Clips land on their own tracks, in another project on those of the same place, from the selected one down. */
function landing(bench: Workbench, clips: Clipboard["clips"]): Clipboard["clips"] {
	const { tracks } = bench.arrangement;
	const rows = bench.clipRows;
	const first = Math.max(
		0,
		rows.findIndex((row) => row.id === bench.track),
	);
	const strangers = [...new Set(clips.map((clip) => clip.track))].filter((id) => !holdsClips(tracks.get(id)));
	const by = bench.now_seconds - Math.min(...clips.map((clip) => clip.start_seconds));
	return clips.flatMap((clip) => {
		const stranger = strangers.indexOf(clip.track);
		const track = stranger < 0 ? clip.track : rows[Math.min(rows.length - 1, first + stranger)]?.id;
		return track ? [{ ...clip, track, start_seconds: clip.start_seconds + by }] : [];
	});
}

function pasteClips(bench: Workbench): void {
	const clips = landing(bench, bench.clipboard.clips);
	if (!clips.length) {
		bench.said = "There is no track for clips: add one first.";
		return;
	}
	const title = clips.length === 1 ? "Paste a clip" : `Paste ${clips.length} clips`;
	const ids = bench.edit(title, () => addCopies(bench, clips));
	if (ids) bench.select(ids, ids[0] ?? null);
	if (bench.clipboard.project !== bench.project.id)
		for (const sample of new Set(clips.map((clip) => clip.sample)))
			void bench.samples.bringById(sample).catch(() => {
				bench.notice = {
					title: "Some clips will be silent.",
					text: "A sample of the other project is not yours to bring here: ask for it to be shared.",
				};
			});
}

function pastePoints(bench: Workbench): void {
	const envelope = bench.envelope;
	if (!envelope) {
		bench.said = "Choose an envelope first: click on its line.";
		return;
	}
	const points = copiedPoints(
		bench.clipboard.points.map((point, i) => ({ curve: "linear", ...point, id: `${i}`, envelope })),
		bench.now_seconds,
	);
	const ids = bench.edit("Paste points", () => addPoints(bench.arrangement, envelope, points));
	if (ids) bench.points = new Set(ids);
}

export const paste: Command = {
	id: "paste",
	title: "Paste at the playhead",
	group: "Edit",
	keys: ["Mod+v"],
	edits: true,
	enabled: (bench) => bench.clipboard.clips.length > 0 || bench.clipboard.points.length > 0,
	run: (bench) => (bench.clipboard.clips.length ? pasteClips(bench) : pastePoints(bench)),
};
