/** What a gesture or a command does to clips, as changes to their fields: moving, trimming, fading, splitting. */
import type { Clip, PlacedClip } from "../document/records";

export type ClipChanges = Map<string, Partial<Clip>>;

/** The shortest clip that an edit leaves. */
export const LEAST_SECONDS = 0.001;

/** The move in time that all clips can make together: none begins before zero. */
export function allowedShift(clips: readonly PlacedClip[], by_seconds: number): number {
	const earliest = clips.reduce(
		(least, clip) => Math.min(least, clip.start_seconds),
		Number.POSITIVE_INFINITY,
	);
	return Math.max(by_seconds, -earliest);
}

/** The move between rows that all clips can make together. */
export function allowedRows(
	clips: readonly PlacedClip[],
	rows: readonly { id: string }[],
	by: number,
): number {
	const taken = clips.map((clip) => rows.findIndex((row) => row.id === clip.track)).filter((row) => row >= 0);
	if (!taken.length) return 0;
	return Math.max(0 - Math.min(...taken), Math.min(rows.length - 1 - Math.max(...taken), by));
}

/** Move clips in time and to other tracks, keeping how they stand to each other. */
export function move(
	clips: readonly PlacedClip[],
	rows: readonly { id: string }[],
	by_seconds: number,
	by_rows: number,
): ClipChanges {
	const shift = allowedShift(clips, by_seconds);
	const down = allowedRows(clips, rows, by_rows);
	const changes: ClipChanges = new Map();
	for (const clip of clips) {
		const change: Partial<Clip> = {};
		if (shift !== 0) change.start_seconds = clip.start_seconds + shift;
		if (down !== 0) {
			const row = rows.findIndex((track) => track.id === clip.track);
			change.track = rows[row + down]?.id ?? clip.track;
		}
		changes.set(clip.id, change);
	}
	return changes;
}

/** Move a clip's start to a time; what sounds stays where it sounds. */
export function trimStart(clip: PlacedClip, at_seconds: number): Partial<Clip> {
	const end = clip.start_seconds + clip.duration_seconds;
	const earliest = Math.max(0, clip.start_seconds - clip.offset_seconds);
	const start = Math.max(earliest, Math.min(end - LEAST_SECONDS, at_seconds));
	return {
		start_seconds: start,
		offset_seconds: Math.max(0, clip.offset_seconds + start - clip.start_seconds),
		duration_seconds: end - start,
	};
}

/** Move a clip's end to a time, at most to where its sample ends. */
export function trimEnd(clip: PlacedClip, at_seconds: number, sample_seconds: number | null): Partial<Clip> {
	const longest = sample_seconds === null ? Number.POSITIVE_INFINITY : sample_seconds - clip.offset_seconds;
	const duration = Math.min(Math.max(longest, LEAST_SECONDS), at_seconds - clip.start_seconds);
	return { duration_seconds: Math.max(LEAST_SECONDS, duration) };
}

/** Draw a fade to a time, at most to where the other one begins. */
export function fade(clip: PlacedClip, which: "in" | "out", at_seconds: number): Partial<Clip> {
	const end = clip.start_seconds + clip.duration_seconds;
	if (which === "in") {
		const most = Math.max(0, clip.duration_seconds - clip.fade_out_seconds);
		return { fade_in_seconds: Math.max(0, Math.min(most, at_seconds - clip.start_seconds)) };
	}
	const most = Math.max(0, clip.duration_seconds - clip.fade_in_seconds);
	return { fade_out_seconds: Math.max(0, Math.min(most, end - at_seconds)) };
}

/** Cut a clip in two at a time inside it: the sound goes on unbroken. Null when the time is not inside. */
export function split(clip: PlacedClip, at_seconds: number): [Partial<Clip>, Clip] | null {
	const left = at_seconds - clip.start_seconds;
	const right = clip.duration_seconds - left;
	if (left < LEAST_SECONDS || right < LEAST_SECONDS) return null;
	const { id: _, ...fields } = clip;
	const first = {
		duration_seconds: left,
		fade_in_seconds: Math.min(clip.fade_in_seconds, left),
		fade_out_seconds: 0,
	};
	const second = {
		...fields,
		start_seconds: at_seconds,
		offset_seconds: clip.offset_seconds + left,
		duration_seconds: right,
		fade_in_seconds: 0,
		fade_out_seconds: Math.min(clip.fade_out_seconds, right),
	};
	return [first, second];
}

/** Snap a time to the nearest of some places, within a distance. */
export function snap(
	at_seconds: number,
	places: readonly number[],
	within_seconds: number,
): { seconds: number; place: number | null } {
	let best: number | null = null;
	for (const place of places)
		if (Math.abs(place - at_seconds) <= Math.abs((best ?? Number.POSITIVE_INFINITY) - at_seconds))
			best = place;
	if (best === null || Math.abs(best - at_seconds) > within_seconds)
		return { seconds: at_seconds, place: null };
	return { seconds: best, place: best };
}
