/** What lies under the pointer: which clip, and which of its handles. */
import type { PlacedClip, PlacedTrack } from "../document/records";
import { body, type Frame, rowAt, rowTop, secondsAt, xOf } from "./geometry";

export type Part = "body" | "start" | "end" | "fade-in" | "fade-out";

export interface Hit {
	/** Null beside all tracks. */
	track: string | null;
	clip: PlacedClip | null;
	part: Part;
	seconds: number;
}

export interface Rows {
	rows: readonly PlacedTrack[];
	clipsOf(track: string): readonly PlacedClip[];
	between(track: string, from_seconds: number, to_seconds: number): [number, number];
}

/** How far from an end a handle reaches, in pixels; never more than a third of the clip. */
const REACH = 7;
/** Clips narrower than this have no handles: they could not be taken hold of anywhere else. */
const NARROW = 12;

/** Selected clips lie above the others, and later ones above earlier ones. */
export function hit(frame: Frame, scene: Rows, selected: ReadonlySet<string>, x: number, y: number): Hit {
	const seconds = secondsAt(frame, x);
	const track = scene.rows[rowAt(frame, y)];
	if (!track) return { track: null, clip: null, part: "body", seconds };
	const within = y - rowTop(frame, rowAt(frame, y));
	const [above, below] = body(frame.row_height);
	if (within < above || within > below) return { track: track.id, clip: null, part: "body", seconds };
	const air = 2 / frame.pixels_per_second;
	const [first, last] = scene.between(track.id, seconds - air, seconds + air);
	const clips = scene.clipsOf(track.id);
	let found: PlacedClip | null = null;
	for (let i = last - 1; i >= first; i--) {
		const clip = clips[i] as PlacedClip;
		if (seconds < clip.start_seconds - air || seconds > clip.start_seconds + clip.duration_seconds + air)
			continue;
		found ??= clip;
		if (selected.has(clip.id)) {
			found = clip;
			break;
		}
	}
	const share = (within - above) / (below - above);
	return { track: track.id, clip: found, part: found ? part(frame, found, x, share) : "body", seconds };
}

/** Trim at the lower half of the ends, fade at the upper corners (and where a fade ends). */
function part(frame: Frame, clip: PlacedClip, x: number, share: number): Part {
	const start = xOf(frame, clip.start_seconds);
	const end = xOf(frame, clip.start_seconds + clip.duration_seconds);
	if (end - start < NARROW) return "body";
	const reach = Math.min(REACH, (end - start) / 3);
	if (share < 0.4) {
		const fadeIn = start + clip.fade_in_seconds * frame.pixels_per_second;
		const fadeOut = end - clip.fade_out_seconds * frame.pixels_per_second;
		if (x < start + reach || Math.abs(x - fadeIn) < reach) return "fade-in";
		if (x > end - reach || Math.abs(x - fadeOut) < reach) return "fade-out";
		return "body";
	}
	if (share < 0.5) return "body";
	if (x < start + reach) return "start";
	if (x > end - reach) return "end";
	return "body";
}

/** The clips that touch a rectangle given in time and rows. */
export function inside(
	scene: Rows,
	from_seconds: number,
	to_seconds: number,
	firstRow: number,
	lastRow: number,
): string[] {
	const found: string[] = [];
	for (let row = Math.max(0, firstRow); row <= Math.min(scene.rows.length - 1, lastRow); row++) {
		const { id } = scene.rows[row] as PlacedTrack;
		const clips = scene.clipsOf(id);
		const [first, last] = scene.between(id, from_seconds, to_seconds);
		for (let i = first; i < last; i++) {
			const clip = clips[i] as PlacedClip;
			const end = clip.start_seconds + clip.duration_seconds;
			if (end >= from_seconds && clip.start_seconds <= to_seconds) found.push(clip.id);
		}
	}
	return found;
}
