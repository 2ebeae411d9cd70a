/** Which clips of a track overlap, as lanes below each other. */
import type { PlacedClip } from "./records";

/** The lane of each clip, and how many lanes there are. */
export interface Spread {
	lanes: ReadonlyMap<string, number>;
	count: number;
}

/** Ends that were added up differently are one. */
const TOUCHING_SECONDS = 1e-5;

/** Clips, sorted by their start, beside each other: each takes the first lane that is free. */
export function spreadOf(clips: readonly PlacedClip[]): Spread {
	const ends: number[] = [];
	const lanes = new Map<string, number>();
	for (const clip of clips) {
		let lane = ends.findIndex((end) => end <= clip.start_seconds + TOUCHING_SECONDS);
		if (lane < 0) lane = ends.length;
		ends[lane] = clip.start_seconds + clip.duration_seconds;
		lanes.set(clip.id, lane);
	}
	return { lanes, count: ends.length };
}

/** The clips among others that sound at the same time as a clip. */
export function overlapping(clip: PlacedClip, others: readonly PlacedClip[]): PlacedClip[] {
	const end = clip.start_seconds + clip.duration_seconds;
	return others.filter(
		(other) =>
			other.id !== clip.id &&
			other.start_seconds < end - TOUCHING_SECONDS &&
			other.start_seconds + other.duration_seconds > clip.start_seconds + TOUCHING_SECONDS,
	);
}

/**
 * The clips of an ordinary track that fade into each other, as they sound: equal-power fades over each overlap in
 * place of their own. One that lies wholly within an earlier one is heard on top of it, with its own fades. The
 * server's renderer does the same; shared vectors hold the two together.
 */
export function crossfadesOf(clips: readonly PlacedClip[]): ReadonlyMap<string, PlacedClip> {
	const made = new Map<string, PlacedClip>();
	let before: PlacedClip | null = null;
	for (const clip of clips) {
		if (before) {
			const end = clip.start_seconds + clip.duration_seconds;
			const first: PlacedClip = made.get(before.id) ?? before;
			const overlap = first.start_seconds + first.duration_seconds - clip.start_seconds;
			if (end <= first.start_seconds + first.duration_seconds) continue;
			if (overlap > TOUCHING_SECONDS && clip.start_seconds > first.start_seconds) {
				made.set(first.id, {
					...first,
					fade_out_seconds: overlap,
					fade_out_shape: "equal_power",
					fade_in_seconds: Math.min(first.fade_in_seconds, first.duration_seconds - overlap),
				});
				made.set(clip.id, {
					...clip,
					fade_in_seconds: overlap,
					fade_in_shape: "equal_power",
					fade_out_seconds: Math.min(clip.fade_out_seconds, clip.duration_seconds - overlap),
				});
			}
		}
		before = clip;
	}
	return made;
}
