/** Ripple: what lies behind a clip goes with it when it is moved, made longer or shorter, or taken away. */
import type { Arrangement } from "./arrangement";
import type { Changes } from "./edits";
import type { Clip, PlacedClip } from "./records";

const end = (clip: Pick<Clip, "start_seconds" | "duration_seconds">) =>
	clip.start_seconds + clip.duration_seconds;

/** Changes together with those of the clips behind: each goes as far as the end of the last changed clip before it. */
export function rippled(arrangement: Arrangement, changes: Changes<Clip>): Map<string, Partial<Clip>> {
	const all = new Map(changes);
	for (const [track, shifts] of byTrack(arrangement, changes.keys(), (clip) => {
		const after = { ...clip, ...changes.get(clip.id) };
		return after.track === clip.track ? end(after) - end(clip) : -clip.duration_seconds;
	}))
		shiftBehind(arrangement, track, shifts, all);
	return all;
}

/** What the clips behind do when some are removed: the gaps close. */
export function closed(arrangement: Arrangement, ids: Iterable<string>): Map<string, Partial<Clip>> {
	const gone = [...ids];
	const all = new Map<string, Partial<Clip>>(gone.map((id) => [id, {}]));
	for (const [track, shifts] of byTrack(arrangement, gone, (clip) => -clip.duration_seconds)) {
		let sum = 0;
		const summed = shifts.map(({ from, by }) => {
			sum += by;
			return { from, by: sum };
		});
		shiftBehind(arrangement, track, summed, all);
	}
	for (const id of gone) all.delete(id);
	return all;
}

interface Shift {
	from: number;
	by: number;
}

function byTrack(
	arrangement: Arrangement,
	ids: Iterable<string>,
	by: (clip: PlacedClip) => number,
): Map<string, Shift[]> {
	const tracks = new Map<string, Shift[]>();
	for (const id of ids) {
		const clip = arrangement.clips.get(id);
		if (!clip) continue;
		const shifts = tracks.get(clip.track) ?? [];
		shifts.push({ from: end(clip), by: by(clip) });
		tracks.set(clip.track, shifts);
	}
	for (const shifts of tracks.values()) shifts.sort((a, b) => a.from - b.from);
	return tracks;
}

/** Two ends that were added up differently are one. */
const TOUCHING_SECONDS = 1e-6;

function shiftBehind(
	arrangement: Arrangement,
	track: string,
	shifts: readonly Shift[],
	all: Map<string, Partial<Clip>>,
): void {
	for (const clip of arrangement.clipsOf(track)) {
		if (all.has(clip.id)) continue;
		const last = shifts.findLast((shift) => shift.from <= clip.start_seconds + TOUCHING_SECONDS);
		if (last?.by) all.set(clip.id, { start_seconds: Math.max(0, clip.start_seconds + last.by) });
	}
}
