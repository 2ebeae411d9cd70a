/** Clips that overlap on an ordinary track fade into each other, at equal power. */
import { compare, type ScoreClip } from "./score";

/** Less than half a sample: seconds that were added up differently. */
const TOUCHING_SECONDS = 1e-5;

/** The clips of one track in their order; one that lies wholly within an earlier one keeps its own fades. */
export function crossfaded(clips: readonly [string, ScoreClip][]): [string, ScoreClip][] {
	const made = byStart(clips);
	let before = -1;
	for (let k = 0; k < made.length; k++) {
		const entry = made[k] as [string, ScoreClip];
		const earlier = made[before];
		if (earlier) {
			const first = earlier[1];
			const second = entry[1];
			const overlap = end(first) - second.start_seconds;
			if (end(second) <= end(first)) continue;
			if (overlap > TOUCHING_SECONDS && second.start_seconds > first.start_seconds) {
				earlier[1] = {
					...first,
					fade_out_seconds: overlap,
					fade_out_shape: "equal_power",
					fade_in_seconds: Math.min(first.fade_in_seconds, first.duration_seconds - overlap),
				};
				entry[1] = {
					...second,
					fade_in_seconds: overlap,
					fade_in_shape: "equal_power",
					fade_out_seconds: Math.min(second.fade_out_seconds, second.duration_seconds - overlap),
				};
			}
		}
		before = k;
	}
	return made;
}

export function byStart(clips: readonly [string, ScoreClip][]): [string, ScoreClip][] {
	return clips
		.map(([key, clip]): [string, ScoreClip] => [key, clip])
		.sort(([a, one], [b, other]) => one.start_seconds - other.start_seconds || compare(a, b));
}

function end(clip: ScoreClip): number {
	return clip.start_seconds + clip.duration_seconds;
}
