/** Put another sample in the place of the selected clips' own: the clips stay where and how they are. */
import type { Sample } from "../api/types";
import type { Clip, PlacedClip } from "../document/records";
import type { Command } from "./command";
import { editClips } from "./edit-clips";
import type { Workbench } from "./workbench.svelte";

/** The clip with another sample in it: as long as before where that is long enough, from its start where it is not. */
export function replaced(clip: PlacedClip, sample: string, sample_seconds: number | null): Partial<Clip> {
	const change: Partial<Clip> = { sample, name: "" };
	if (sample_seconds === null || clip.loop) return change;
	const needed = clip.duration_seconds * clip.speed;
	change.offset_seconds = Math.max(0, Math.min(clip.offset_seconds, sample_seconds - needed));
	change.duration_seconds = Math.min(clip.duration_seconds, sample_seconds / clip.speed);
	return change;
}

/** Throws where the server refuses to bring the sample into the project. */
export async function replaceBy(bench: Workbench, sample: Sample): Promise<void> {
	if (!bench.canEdit) return;
	const clips = bench.selected;
	const brought = await bench.samples.bring(sample);
	const changes = new Map(
		clips.map((clip) => [clip.id, replaced(clip, brought.id, brought.duration_seconds ?? null)]),
	);
	editClips(bench, `Replace ${bench.naming(clips)} by “${brought.name}”`, changes);
}

export const replace: Command = {
	id: "replace",
	title: "Replace by the sample chosen in the library",
	group: "Clips",
	edits: true,
	clips: true,
	enabled: (bench) => bench.chosen !== null,
	run(bench) {
		const { chosen } = bench;
		if (!chosen) return;
		replaceBy(bench, chosen).catch(() => {
			bench.notice = {
				title: "Not replaced.",
				text: `“${chosen.name}” could not be brought into the project: ask its owner to share it.`,
			};
		});
	},
};
