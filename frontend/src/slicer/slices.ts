// Slices of a recording as plain lists: in order, none overlapping, never changed in place.
import type { Slice } from "../api/types";

/** Shorter ones are nothing that could be heard. */
export const SHORTEST_SECONDS = 0.01;

let made = 0;
export const newId = (): string => `${Date.now().toString(36)}-${(made++).toString(36)}`;

export function slice(start: number, end: number, more: Partial<Slice> = {}): Slice {
	return { id: newId(), start, end, label: "", out: false, own: false, sample: null, ...more };
}

/** The first slice that ends after the frame; the list's length when there is none. */
export function firstAfter(slices: readonly Slice[], frame: number): number {
	let low = 0;
	let high = slices.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((slices[middle] as Slice).end > frame) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** The number of the slice that holds the frame, or −1. */
export function at(slices: readonly Slice[], frame: number): number {
	const number = firstAfter(slices, frame);
	const found = slices[number];
	return found && found.start <= frame ? number : -1;
}

function put(slices: readonly Slice[], from: number, count: number, ...more: Slice[]): Slice[] {
	const out = [...slices];
	out.splice(from, count, ...more);
	return out;
}

/** Move one end to a frame: as far as its neighbour and its own shortest length let it. */
export function moveEdge(
	slices: readonly Slice[],
	number: number,
	edge: "start" | "end",
	frame: number,
	least: number,
	frames: number,
): Slice[] {
	const moved = slices[number];
	if (!moved) return [...slices];
	const before = slices[number - 1]?.end ?? 0;
	const after = slices[number + 1]?.start ?? frames;
	const whole = Math.round(frame);
	const place =
		edge === "start"
			? Math.min(Math.max(whole, before), moved.end - least)
			: Math.max(Math.min(whole, after), moved.start + least);
	return put(slices, number, 1, { ...moved, [edge]: place, own: true });
}

/** Cut in two at a frame; null where nothing can be cut. */
export function split(slices: readonly Slice[], frame: number, least: number): Slice[] | null {
	const number = at(slices, frame);
	const found = slices[number];
	const place = Math.round(frame);
	if (!found || place - found.start < least || found.end - place < least) return null;
	const first = { ...found, end: place, own: true, sample: null };
	const second = slice(place, found.end, { label: found.label, out: found.out, own: true });
	return put(slices, number, 1, first, second);
}

/** Make one of a slice and the next, with what lies between; null where there is no next. */
export function merge(slices: readonly Slice[], number: number): Slice[] | null {
	const first = slices[number];
	const second = slices[number + 1];
	if (!first || !second) return null;
	const joined = { ...first, end: second.end, label: first.label || second.label, own: true, sample: null };
	return put(slices, number, 2, joined);
}

/** A slice of one's own in a gap; null where others are. */
export function add(slices: readonly Slice[], start: number, end: number): Slice[] | null {
	const number = firstAfter(slices, start);
	const next = slices[number];
	if (next && next.start < end) return null;
	return put(slices, number, 0, slice(Math.round(start), Math.round(end), { own: true }));
}

export function change(slices: readonly Slice[], ids: ReadonlySet<string>, fields: Partial<Slice>): Slice[] {
	return slices.map((one) => (ids.has(one.id) ? { ...one, ...fields } : one));
}

/** What was found anew, around everything that a person has touched; what stayed the same keeps its id. */
export function foundAnew(
	slices: readonly Slice[],
	found: readonly { start: number; end: number }[],
): Slice[] {
	const kept = slices.filter((one) => one.own || one.label || one.out || one.sample);
	const known = new Map(slices.map((one) => [`${one.start}-${one.end}`, one]));
	const fresh = found
		.filter(({ start, end }) => {
			const near = kept[firstAfter(kept, start)];
			return !near || near.start >= end;
		})
		.map(({ start, end }) => known.get(`${start}-${end}`) ?? slice(start, end));
	return [...kept, ...fresh].sort((a, b) => a.start - b.start);
}

/** How long all that is used is, in frames. */
export function used(slices: readonly Slice[]): number {
	return slices.reduce((sum, one) => sum + (one.out ? 0 : one.end - one.start), 0);
}
