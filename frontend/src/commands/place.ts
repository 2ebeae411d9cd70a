/** Place a sample as a clip: it is brought into the project first, and gets a track where there is none. */
import type { Sample } from "../api/types";
import { addClips, transact } from "../document/edits";
import { addTrack } from "../document/tracks";
import { holdsClips } from "../document/tree";
import type { Workbench } from "./workbench.svelte";

/** Place at a time on a track; without one, on the selected track, or on a new one. Throws where the server refuses. */
export async function place(
	bench: Workbench,
	sample: Sample,
	track: string | null,
	at_seconds: number,
	height = 0,
): Promise<void> {
	if (!bench.canEdit) return;
	const brought = await bench.samples.bring(sample);
	const { tracks } = bench.arrangement;
	const wanted = tracks.get(track ?? bench.track ?? "");
	const ids = bench.edit(`Place “${brought.name}”`, () => {
		let made: string[] = [];
		transact(bench.arrangement, () => {
			const parent = wanted?.role === "group" ? wanted.id : "";
			const on =
				wanted && holdsClips(wanted)
					? wanted.id
					: addTrack(bench.arrangement, brought.name, undefined, { parent });
			made = addClips(bench.arrangement, [
				{
					track: on,
					sample: brought.id,
					start_seconds: at_seconds,
					duration_seconds: brought.duration_seconds ?? 1,
					height,
				},
			]);
		});
		return made;
	});
	if (!ids) return;
	bench.select(ids, ids[0] ?? null);
	const end = at_seconds + (brought.duration_seconds ?? 1);
	bench.view.reveal(at_seconds, end);
}

/** Place at the playhead, and go to the clip's end: pressing again places the next one behind it. */
export async function placeAtPlayhead(bench: Workbench, sample: Sample): Promise<void> {
	const at = bench.now_seconds;
	await place(bench, sample, null, at);
	if (!bench.playing && bench.canEdit) bench.seek(at + (sample.duration_seconds ?? 1));
}
