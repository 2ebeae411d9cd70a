/** What lies under the pointer: which clip, and which of its handles. */
import type { Spread } from "../document/overlaps";
import type { PlacedClip } from "../document/records";
import { type Frame, secondsAt, xOf } from "./geometry";
import { bodyOf, type Row, rowAt } from "./layout";

export type Part = "body" | "start" | "end" | "fade-in" | "fade-out" | "gain";

export interface Hit {
	/** Null beside all rows. */
	row: Row | null;
	/** Null beside all tracks. */
	track: string | null;
	clip: PlacedClip | null;
	part: Part;
	seconds: number;
}

export interface Rows {
	rows: readonly Row[];
	clipsOf(track: string): readonly PlacedClip[];
	between(track: string, from_seconds: number, to_seconds: number): [number, number];
	/** How the clips of a track stand below each other; null where they lie over each other. */
	spreadOf(track: string): Spread | null;
}

/** How far from an end a handle reaches, in pixels; never more than a third of the clip. */
const REACH = 7;
/** Clips narrower than this have no handles: they could not be taken hold of anywhere else. */
const NARROW = 12;
/** Clips that are wider and higher than this have a gain handle in the middle of their upper edge. */
export const WITH_GAIN = 60;
export const GAIN_HEIGHT = 26;
const GAIN_REACH = 9;

/** Selected clips lie above the others, and later ones above earlier ones. */
export function hit(frame: Frame, scene: Rows, selected: ReadonlySet<string>, x: number, y: number): Hit {
	const seconds = secondsAt(frame, x);
	const row = rowAt(scene.rows, y + frame.top);
	if (!row) return { row: null, track: null, clip: null, part: "body", seconds };
	const { track } = row;
	const paper: Hit = { row, track: track.id, clip: null, part: "body", seconds };
	if (row.kind === "envelope") return paper;
	const within = y + frame.top - row.top;
	const air = 2 / frame.pixels_per_second;
	const [first, last] = scene.between(track.id, seconds - air, seconds + air);
	const clips = scene.clipsOf(track.id);
	const spread = scene.spreadOf(track.id);
	let found: PlacedClip | null = null;
	for (let i = last - 1; i >= first; i--) {
		const clip = clips[i] as PlacedClip;
		if (seconds < clip.start_seconds - air || seconds > clip.start_seconds + clip.duration_seconds + air)
			continue;
		const [above, below] = bodyOf(track, row.height, clip, spread);
		if (within < above || within > below) continue;
		found ??= clip;
		if (selected.has(clip.id)) {
			found = clip;
			break;
		}
	}
	if (!found) return paper;
	const [above, below] = bodyOf(track, row.height, found, spread);
	const share = (within - above) / (below - above);
	return { ...paper, clip: found, part: part(frame, found, x, share, below - above) };
}

/** Trim at the lower half of the ends, fade at the upper corners (and where a fade ends). */
function part(frame: Frame, clip: PlacedClip, x: number, share: number, height: number): Part {
	const start = xOf(frame, clip.start_seconds);
	const end = xOf(frame, clip.start_seconds + clip.duration_seconds);
	if (end - start < NARROW) return "body";
	const reach = Math.min(REACH, (end - start) / 3);
	if (share < 0.4) {
		const fadeIn = start + clip.fade_in_seconds * frame.pixels_per_second;
		const fadeOut = end - clip.fade_out_seconds * frame.pixels_per_second;
		if (x < start + reach || Math.abs(x - fadeIn) < reach) return "fade-in";
		if (x > end - reach || Math.abs(x - fadeOut) < reach) return "fade-out";
		const middle = (start + end) / 2;
		const held = end - start > WITH_GAIN && height > GAIN_HEIGHT && Math.abs(x - middle) < GAIN_REACH;
		return held && share < 0.25 ? "gain" : "body";
	}
	if (share < 0.5) return "body";
	if (x < start + reach) return "start";
	if (x > end - reach) return "end";
	return "body";
}

/** The clips that touch a rectangle given in time and in pixels below the first row's top. */
export function inside(
	scene: Rows,
	from_seconds: number,
	to_seconds: number,
	top: number,
	bottom: number,
): string[] {
	const found: string[] = [];
	for (const row of scene.rows) {
		if (row.kind !== "track" || row.top > bottom || row.top + row.height < top) continue;
		const { id } = row.track;
		const clips = scene.clipsOf(id);
		const spread = scene.spreadOf(id);
		const [first, last] = scene.between(id, from_seconds, to_seconds);
		for (let i = first; i < last; i++) {
			const clip = clips[i] as PlacedClip;
			const end = clip.start_seconds + clip.duration_seconds;
			if (end < from_seconds || clip.start_seconds > to_seconds) continue;
			const [above, below] = bodyOf(row.track, row.height, clip, spread);
			if (row.top + above <= bottom && row.top + below >= top) found.push(clip.id);
		}
	}
	return found;
}
