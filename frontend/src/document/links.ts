/** Linked tracks: what is done to a clip is done to its counterpart on the other track, mirrored from left to right. */
import type { Arrangement } from "./arrangement";
import { type Changes, change } from "./edits";
import type { Clip, PlacedClip } from "./records";
import { partnersOf } from "./tracks";

/** Counterparts begin and end within this of each other. */
const NEAR_SECONDS = 0.002;

/** Copied as they are, moved by as much, or mirrored; a clip's track, sample and name stay its own. */
const SAME = [
	"speed",
	"preserve_pitch",
	"reverse",
	"loop",
	"fade_in_seconds",
	"fade_out_seconds",
	"fade_in_shape",
	"fade_out_shape",
	"mute",
	"height",
	"category",
	"colour",
] as const;
const BY_AS_MUCH = ["start_seconds", "duration_seconds", "offset_seconds", "gain_db", "semitones"] as const;

/** The clips on linked tracks that lie where a clip lies. */
export function counterparts(arrangement: Arrangement, clip: PlacedClip): PlacedClip[] {
	const found: PlacedClip[] = [];
	for (const { id } of partnersOf(arrangement, clip.track)) {
		const [first, last] = arrangement.between(id, clip.start_seconds, clip.start_seconds + NEAR_SECONDS);
		const there = arrangement
			.clipsOf(id)
			.slice(first, last)
			.find((other) => alike(other, clip));
		if (there) found.push(there);
	}
	return found;
}

function alike(a: PlacedClip, b: PlacedClip): boolean {
	return (
		Math.abs(a.start_seconds - b.start_seconds) < NEAR_SECONDS &&
		Math.abs(a.duration_seconds - b.duration_seconds) < NEAR_SECONDS
	);
}

/** These clips and their counterparts. */
export function withCounterparts(arrangement: Arrangement, clips: readonly PlacedClip[]): PlacedClip[] {
	const all = new Map(clips.map((clip) => [clip.id, clip]));
	for (const clip of clips)
		for (const other of counterparts(arrangement, clip)) if (!all.has(other.id)) all.set(other.id, other);
	return [...all.values()];
}

/** Changes of clips together with those of their counterparts. What is changed itself keeps its own change. */
export function mirrored(arrangement: Arrangement, changes: Changes<Clip>): Map<string, Partial<Clip>> {
	const all = new Map(changes);
	for (const [id, fields] of changes) {
		const clip = arrangement.clips.get(id);
		if (!clip) continue;
		for (const other of counterparts(arrangement, clip))
			if (!all.has(other.id)) all.set(other.id, mirror(clip, fields, other));
	}
	return all;
}

function mirror(clip: PlacedClip, fields: Partial<Clip>, other: PlacedClip): Partial<Clip> {
	const made: Partial<Record<keyof Clip, unknown>> = {};
	for (const field of SAME) if (field in fields) made[field] = fields[field];
	for (const field of BY_AS_MUCH) {
		const value = fields[field];
		if (value !== undefined) made[field] = other[field] + value - clip[field];
	}
	if (fields.pan !== undefined) made.pan = 0 - fields.pan;
	return made as Partial<Clip>;
}

/** Change clips, and with them their counterparts on linked tracks. */
export function changeClips(arrangement: Arrangement, changes: Changes<Clip>): void {
	change(arrangement, "clips", mirrored(arrangement, changes));
}
