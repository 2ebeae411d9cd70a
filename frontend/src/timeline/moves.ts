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

/** The move between rows that all clips can make together; `rows` are those that clips can lie on. */
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
	by_height = 0,
): ClipChanges {
	const shift = allowedShift(clips, by_seconds);
	const down = allowedRows(clips, rows, by_rows);
	const changes: ClipChanges = new Map();
	const rowOf = new Map(rows.map((row, index) => [row.id, index]));
	for (const clip of clips) {
		const change: Partial<Clip> = {};
		if (shift !== 0) change.start_seconds = clip.start_seconds + shift;
		const row = rowOf.get(clip.track);
		if (down !== 0 && row !== undefined) change.track = rows[row + down]?.id ?? clip.track;
		if (by_height !== 0) change.height = Math.min(1, Math.max(0, clip.height + by_height));
		changes.set(clip.id, change);
	}
	return changes;
}

/** How much of its sample a clip uses, in the sample's own time. */
export function used(clip: Pick<Clip, "duration_seconds" | "speed">): number {
	return clip.duration_seconds * clip.speed;
}

/** How much further a clip could reach to its start and to its end before its sample ends, in timeline seconds. */
export function room(clip: PlacedClip, sample_seconds: number | null): { start: number; end: number } {
	if (clip.loop) return { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY };
	const before = clip.offset_seconds / clip.speed;
	const after =
		sample_seconds === null
			? Number.POSITIVE_INFINITY
			: Math.max(0, (sample_seconds - clip.offset_seconds) / clip.speed - clip.duration_seconds);
	return clip.reverse ? { start: after, end: before } : { start: before, end: after };
}

/** Where a clip begins in its sample when so much is taken from its front (or, below 0, added to it). */
function offsetAfter(clip: PlacedClip, by_seconds: number, sample_seconds: number | null): number {
	const offset = clip.offset_seconds + by_seconds * clip.speed;
	if (clip.loop && offset < 0 && sample_seconds)
		return ((offset % sample_seconds) + sample_seconds) % sample_seconds;
	return Math.max(0, offset);
}

/** Move a clip's start to a time; what sounds stays where it sounds. */
export function trimStart(
	clip: PlacedClip,
	at_seconds: number,
	sample_seconds: number | null = null,
): Partial<Clip> {
	const end = clip.start_seconds + clip.duration_seconds;
	const earliest = Math.max(0, clip.start_seconds - room(clip, sample_seconds).start);
	const start = Math.max(earliest, Math.min(end - LEAST_SECONDS, at_seconds));
	const made: Partial<Clip> = { start_seconds: start, duration_seconds: end - start };
	// Of a reversed clip the front is the end of its part: the offset, where the part begins, stays.
	if (!clip.reverse) made.offset_seconds = offsetAfter(clip, start - clip.start_seconds, sample_seconds);
	return made;
}

/** Move a clip's end to a time, at most to where its sample ends. */
export function trimEnd(clip: PlacedClip, at_seconds: number, sample_seconds: number | null): Partial<Clip> {
	const longest = clip.duration_seconds + room(clip, sample_seconds).end;
	const wanted = Math.min(Math.max(longest, LEAST_SECONDS), at_seconds - clip.start_seconds);
	const duration = Math.max(LEAST_SECONDS, wanted);
	const made: Partial<Clip> = { duration_seconds: duration };
	if (clip.reverse) made.offset_seconds = offsetAfter(clip, clip.duration_seconds - duration, sample_seconds);
	return made;
}

/** Move what is heard within a clip, while the clip stays: later sound for more than 0. */
export function slip(clip: PlacedClip, by_seconds: number, sample_seconds: number | null): Partial<Clip> {
	const by = by_seconds * clip.speed * (clip.reverse ? -1 : 1);
	const offset = clip.offset_seconds - by;
	if (clip.loop && sample_seconds)
		return { offset_seconds: ((offset % sample_seconds) + sample_seconds) % sample_seconds };
	const last = sample_seconds === null ? Number.POSITIVE_INFINITY : sample_seconds - used(clip);
	return { offset_seconds: Math.max(0, Math.min(Math.max(clip.offset_seconds, last), offset)) };
}

/** Make a clip as long as to a time by playing it slower or faster: the same part of the sample in another time. */
export function stretch(clip: PlacedClip, edge: "start" | "end", at_seconds: number): Partial<Clip> {
	const end = clip.start_seconds + clip.duration_seconds;
	const wanted = edge === "end" ? at_seconds - clip.start_seconds : end - Math.max(0, at_seconds);
	const made = atSpeed(clip, used(clip) / Math.max(LEAST_SECONDS, wanted));
	if (edge === "start") made.start_seconds = Math.max(0, end - (made.duration_seconds ?? 0));
	return made;
}

/** The slowest and the fastest that a clip can be played. */
const SPEEDS = [0.1, 10] as const;

/** The same part of the sample at another speed; the fades keep their share of the length. */
export function atSpeed(clip: PlacedClip, speed: number): Partial<Clip> {
	const held = Math.min(SPEEDS[1], Math.max(SPEEDS[0], speed));
	const by = clip.speed / held;
	return {
		speed: held,
		duration_seconds: Math.max(LEAST_SECONDS, clip.duration_seconds * by),
		fade_in_seconds: clip.fade_in_seconds * by,
		fade_out_seconds: clip.fade_out_seconds * by,
	};
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
export function split(
	clip: PlacedClip,
	at_seconds: number,
	sample_seconds: number | null = null,
): [Partial<Clip>, Clip] | null {
	const left = at_seconds - clip.start_seconds;
	const right = clip.duration_seconds - left;
	if (left < LEAST_SECONDS || right < LEAST_SECONDS) return null;
	const { id: _, ...fields } = clip;
	const further = (by: number) => {
		const offset = clip.offset_seconds + by * clip.speed;
		return clip.loop && sample_seconds ? offset % sample_seconds : offset;
	};
	const first: Partial<Clip> = {
		duration_seconds: left,
		fade_in_seconds: Math.min(clip.fade_in_seconds, left),
		fade_out_seconds: 0,
	};
	if (clip.reverse) first.offset_seconds = further(right);
	const second = {
		...fields,
		start_seconds: at_seconds,
		offset_seconds: clip.reverse ? clip.offset_seconds : further(left),
		duration_seconds: right,
		fade_in_seconds: 0,
		fade_out_seconds: Math.min(clip.fade_out_seconds, right),
	};
	return [first, second];
}

/** How far apart the ends of clips may be that are still one sound. */
const SEAM_SECONDS = 0.002;

/**
 * Clips of one sample that follow each other without a gap as one clip again; null where they do not.
 * The others go, the first takes on what they were.
 */
export function join(
	clips: readonly PlacedClip[],
): { kept: string; change: Partial<Clip>; gone: string[] } | null {
	const [first, ...rest] = [...clips].sort((a, b) => a.start_seconds - b.start_seconds);
	if (!first || !rest.length) return null;
	let before = first;
	for (const clip of rest) {
		const alike =
			clip.sample === first.sample &&
			clip.track === first.track &&
			clip.speed === first.speed &&
			clip.semitones === first.semitones &&
			clip.reverse === first.reverse &&
			clip.loop === first.loop;
		const gap = clip.start_seconds - before.start_seconds - before.duration_seconds;
		const jump = first.reverse
			? before.offset_seconds - clip.offset_seconds - used(clip)
			: clip.offset_seconds - before.offset_seconds - used(before);
		if (!alike || Math.abs(gap) > SEAM_SECONDS || Math.abs(jump) > SEAM_SECONDS * first.speed) return null;
		before = clip;
	}
	const change: Partial<Clip> = {
		duration_seconds: before.start_seconds + before.duration_seconds - first.start_seconds,
		fade_out_seconds: before.fade_out_seconds,
		fade_out_shape: before.fade_out_shape,
	};
	if (first.reverse) change.offset_seconds = before.offset_seconds;
	return { kept: first.id, change, gone: rest.map((clip) => clip.id) };
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
