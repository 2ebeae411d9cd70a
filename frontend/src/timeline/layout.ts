/** How the rows stand below each other: tracks at their heights, groups folded or open, envelopes in lanes under their tracks. */
import type { Arrangement } from "../document/arrangement";
import type { Spread } from "../document/overlaps";
import type { PlacedClip, PlacedEnvelope, PlacedTrack } from "../document/records";
import { groupsAround } from "../document/tree";
import { type Frame, xOf } from "./geometry";

interface Place {
	/** Pixels below the first row's top, before scrolling. */
	top: number;
	height: number;
	track: PlacedTrack;
	/** How many groups it stands in. */
	depth: number;
}

export type Row = Place &
	({ kind: "track"; folded: boolean } | { kind: "envelope"; envelope: PlacedEnvelope });

export type Automation = "hidden" | "lanes" | "over";

/** The height that an ordinary track has in the document: such rows are as high as the person's own view says. */
const ORDINARY = 72;
const LEAST_PIXELS = 22;
const SHARES: Partial<Record<PlacedTrack["role"], number>> = { group: 0.62, return: 0.62 };
const LANE_SHARE = 0.55;
const LEAST_LANE_PIXELS = 32;

/** The track whose row an envelope belongs to; undefined where it moves nothing that is there. */
export function ownerOf(arrangement: Arrangement, envelope: PlacedEnvelope): string | undefined {
	const { target } = envelope;
	if (arrangement.tracks.has(target)) return target;
	const send = arrangement.sends.get(target);
	if (send) return send.source;
	const device = arrangement.devices.get(target);
	if (!device) return undefined;
	return device.clip ? arrangement.clips.get(device.clip)?.track : device.track;
}

export function heightOf(track: PlacedTrack, row_height: number): number {
	const share = SHARES[track.role] ?? 1;
	return Math.max(LEAST_PIXELS, Math.round((track.height / ORDINARY) * share * row_height));
}

/** The rows in sight: what is in a folded group is left out. */
export function visible(arrangement: Arrangement, folded: ReadonlySet<string>): PlacedTrack[] {
	return arrangement.rowsInOrder.filter(
		(track) => !groupsAround(arrangement.tracks, track.id).some((group) => folded.has(group)),
	);
}

export function layOut(
	arrangement: Arrangement,
	folded: ReadonlySet<string>,
	row_height: number,
	automation: Automation,
): Row[] {
	const lanes = new Map<string, PlacedEnvelope[]>();
	if (automation === "lanes")
		for (const envelope of arrangement.envelopes.values()) {
			const owner = ownerOf(arrangement, envelope);
			if (owner) lanes.set(owner, [...(lanes.get(owner) ?? []), envelope]);
		}
	const rows: Row[] = [];
	let top = 0;
	for (const track of visible(arrangement, folded)) {
		const depth = groupsAround(arrangement.tracks, track.id).length;
		const height = heightOf(track, row_height);
		rows.push({ kind: "track", track, top, height, depth, folded: folded.has(track.id) });
		top += height;
		const under = lanes.get(track.id) ?? [];
		for (const envelope of under.sort((a, b) => (a.id < b.id ? -1 : 1))) {
			const lane = Math.max(LEAST_LANE_PIXELS, Math.round(LANE_SHARE * row_height));
			rows.push({ kind: "envelope", track, envelope, top, height: lane, depth });
			top += lane;
		}
	}
	return rows;
}

/** Where the last row ends. */
export function bottomOf(rows: readonly Row[]): number {
	const last = rows.at(-1);
	return last ? last.top + last.height : 0;
}

/** The row at a height below the first row's top; undefined beside all of them. */
export function rowAt(rows: readonly Row[], y: number): Row | undefined {
	let low = 0;
	let high = rows.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const row = rows[middle] as Row;
		if (row.top + row.height <= y) low = middle + 1;
		else high = middle;
	}
	const found = rows[low];
	return found && y >= found.top ? found : undefined;
}

export function rowOf(rows: readonly Row[], track: string): Row | undefined {
	return rows.find((row) => row.kind === "track" && row.track.id === track);
}

const ABOVE = 4;
const BELOW = 5;
/** A clip on a free track is a share of its row, within these heights in pixels. */
const FREE_SHARE = 0.14;
const FREE_PIXELS = [12, 34] as const;

/** How high a clip stands on a free track. */
export function freeHeight(row_height: number): number {
	return Math.min(FREE_PIXELS[1], Math.max(FREE_PIXELS[0], Math.round(row_height * FREE_SHARE)));
}

/** How far a clip can travel on a free track, in pixels. */
export function freeTravel(row_height: number): number {
	return Math.max(1, row_height - ABOVE - BELOW - freeHeight(row_height));
}

/** Where a clip stands within its row: [from, to) in pixels below the row's top. */
export function bodyOf(
	track: Pick<PlacedTrack, "role">,
	row_height: number,
	clip: Pick<PlacedClip, "id" | "height">,
	spread: Spread | null = null,
): [number, number] {
	if (track.role === "free") {
		const from = ABOVE + Math.round(clip.height * freeTravel(row_height));
		return [from, from + freeHeight(row_height)];
	}
	if (!spread || spread.count < 2) return [ABOVE, row_height - BELOW];
	const each = (row_height - ABOVE - BELOW) / spread.count;
	const lane = spread.lanes.get(clip.id) ?? 0;
	return [
		ABOVE + Math.round(lane * each),
		ABOVE + Math.max(Math.round((lane + 1) * each) - 1, Math.round(lane * each) + 2),
	];
}
/** A part of the picture, in pixels. */
export interface Box {
	x: number;
	y: number;
	w: number;
	h: number;
}

/** Where a clip stands in the picture; null where it is out of sight to the left or right. */
export function boxOf(frame: Frame, row: Row, clip: PlacedClip, spread: Spread | null): Box | null {
	const x = xOf(frame, clip.start_seconds);
	const w = Math.max(1.5, clip.duration_seconds * frame.pixels_per_second);
	if (x > frame.width || x + w < 0) return null;
	const [above, below] = bodyOf(row.track, row.height, clip, spread);
	return { x, y: row.top - frame.top + above, w, h: below - above };
}
