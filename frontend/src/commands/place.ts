/** Place a sample as a clip: it is brought into the project first, and gets a track where there is none. */
import type { Sample } from "../api/types";
import { addClips, addTrack, transact } from "../document/edits";
import { MASTER_ID } from "../document/records";
import type { Workbench } from "./workbench.svelte";

/** Place at a time on a track; without one, on the selected track, or on a new one. Throws where the server refuses. */
export async function place(
	bench: Workbench,
	sample: Sample,
	track: string | null,
	at_seconds: number,
): Promise<void> {
	if (!bench.canEdit) return;
	const brought = await bench.samples.bring(sample);
	const chosen = track ?? (bench.track === MASTER_ID ? null : bench.track);
	const ids = bench.edit(`Place “${brought.name}”`, () => {
		let made: string[] = [];
		transact(bench.arrangement, () => {
			const known = chosen !== null && bench.arrangement.tracks.has(chosen);
			const on = known ? chosen : addTrack(bench.arrangement, brought.name);
			made = addClips(bench.arrangement, [
				{
					track: on,
					sample: brought.id,
					start_seconds: at_seconds,
					duration_seconds: brought.duration_seconds ?? 1,
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
