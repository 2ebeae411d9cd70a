/** Hear clips by themselves, where they are: those that are selected, or those that overlap. */
import type { PlacedClip } from "../document/records";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

const endOf = (clip: PlacedClip) => clip.start_seconds + clip.duration_seconds;

/** The clips on its track that sound together with a clip, itself among them. */
export function overlapping(bench: Workbench, clip: PlacedClip): PlacedClip[] {
	const clips = bench.arrangement.clipsOf(clip.track);
	return clips.filter((one) => one.start_seconds < endOf(clip) && endOf(one) > clip.start_seconds);
}

/** Only these, from the first one's start to the last one's end; pressed again, it stops. */
function hear(
	bench: Workbench,
	clips: readonly PlacedClip[],
	from_seconds: number,
	to_seconds: number,
): void {
	if (bench.transport.auditioning) {
		bench.transport.pause();
		return;
	}
	bench.transport.audition(new Set(clips.map((clip) => clip.id)), from_seconds, to_seconds);
	bench.said = `You hear ${bench.naming(clips)} alone.`;
}

export const auditions: readonly Command[] = [
	{
		id: "hear-selected",
		title: "Hear the selected clips alone",
		group: "Play",
		keys: ["q"],
		clips: true,
		run(bench) {
			const clips = bench.selected;
			const from = Math.min(...clips.map((clip) => clip.start_seconds));
			hear(bench, clips, from, Math.max(...clips.map(endOf)));
		},
	},
	{
		id: "hear-overlaps",
		title: "Hear what overlaps the clip",
		group: "Play",
		keys: ["Shift+q"],
		clips: true,
		run(bench) {
			const clip = bench.arrangement.clips.get(bench.focus ?? "") ?? bench.selected[0];
			if (!clip) return;
			const clips = overlapping(bench, clip);
			if (clips.length < 2) {
				bench.said = `Nothing overlaps ${bench.naming(clips)}.`;
				return;
			}
			hear(bench, clips, clip.start_seconds, endOf(clip));
		},
	},
];
