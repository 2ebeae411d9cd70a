/** Where threads stand in the arrangement as it is now: a comment on a clip goes with the clip. */
import type { Comment } from "../api/types";
import type { PlacedClip, PlacedTrack } from "../document/records";
import { duration } from "../look/format";
import type { Place, Thread } from "./comments.svelte";

interface Records {
	clips: ReadonlyMap<string, PlacedClip>;
	tracks: ReadonlyMap<string, PlacedTrack>;
}

/** The time of a place; null where it has none (a track, the whole piece). */
export function secondsOf(place: Place, { clips }: Pick<Records, "clips">): number | null {
	const clip = clips.get(place.clip ?? "");
	return clip ? clip.start_seconds : (place.seconds ?? null);
}

export function placeOf(comment: Pick<Comment, "seconds" | "track" | "clip">): Place {
	const { seconds, track, clip } = comment;
	return { ...(seconds === null ? {} : { seconds }), track, clip };
}

/** "1:24.0", "“1 narrator” at 1:24.0", "track Cloud", "the whole piece". */
export function wordsOf(place: Place, records: Records, nameOf: (clip: PlacedClip) => string): string {
	const seconds = secondsOf(place, records);
	const time = seconds === null ? "" : duration(seconds);
	if (place.clip) {
		const clip = records.clips.get(place.clip);
		return clip ? `“${nameOf(clip)}” at ${time}` : `a clip that was at ${time}`;
	}
	if (place.track) {
		const name = records.tracks.get(place.track)?.name;
		const track = name === undefined ? "a track that is gone" : `track ${name}`;
		return time ? `${track} at ${time}` : track;
	}
	return time || "the whole piece";
}

/** By time; what has none comes first. */
export function inOrder(threads: readonly Thread[], records: Pick<Records, "clips">): Thread[] {
	const at = (thread: Thread) => secondsOf(placeOf(thread.first), records) ?? -1;
	return [...threads].sort((a, b) => at(a) - at(b) || (a.first.created_at < b.first.created_at ? -1 : 1));
}

export interface Pin {
	x: number;
	threads: readonly Thread[];
}

/** Pins on the ruler from left to right; threads that would stand on each other share one. */
export function pins(
	threads: readonly Thread[],
	records: Pick<Records, "clips">,
	xOf: (seconds: number) => number,
	apart_pixels: number,
): Pin[] {
	const found: { x: number; threads: Thread[] }[] = [];
	for (const thread of inOrder(threads, records)) {
		const seconds = secondsOf(placeOf(thread.first), records);
		if (seconds === null) continue;
		const x = xOf(seconds);
		const last = found.at(-1);
		if (last && x - last.x < apart_pixels) last.threads.push(thread);
		else found.push({ x, threads: [thread] });
	}
	return found;
}
