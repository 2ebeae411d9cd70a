// Where samples stand on the map: noise to speech from left to right, dark to bright from bottom to top.
import type { Sample } from "../api/types";

const DARKEST_HZ = 250;
const BRIGHTEST_HZ = 22_050;

export interface Point {
	sample: Sample;
	across: number; // 0…1, noise to speech
	up: number; // 0…1, dark to bright
}

/** Those whose voicing and bandwidth are known; the axes are the same for every library. */
export function points(samples: readonly Sample[]): Point[] {
	const out: Point[] = [];
	for (const sample of samples) {
		if (sample.voicing === null || sample.bandwidth_hz === null) continue;
		const octaves = Math.log2(sample.bandwidth_hz / DARKEST_HZ) / Math.log2(BRIGHTEST_HZ / DARKEST_HZ);
		out.push({ sample, across: clamp(sample.voicing), up: clamp(octaves) });
	}
	return out;
}

export interface Placed extends Point {
	x: number;
	y: number;
}

/** The nearest point within reach of the pointer. */
export function nearest(placed: readonly Placed[], x: number, y: number, reach: number): Placed | null {
	let best: Placed | null = null;
	let least = reach;
	for (const point of placed) {
		const far = Math.hypot(point.x - x, point.y - y);
		if (far <= least) {
			least = far;
			best = point;
		}
	}
	return best;
}

interface Size {
	width: number;
	height: number;
}

interface Box extends Size {
	x: number; // the left edge
	y: number; // the top edge
}

export interface Label extends Box {
	point: Placed;
}

const GAP = 10; // between a point and its name
const TALL = 14;

/** Names that fit without lying on each other or on a point, the wanted ones first and in any case. */
export function labels(
	placed: readonly Placed[],
	wanted: (point: Placed) => boolean,
	widthOf: (name: string) => number,
	limit: Size,
): Label[] {
	const taken: Box[] = placed.map(({ x, y }) => ({ x: x - 6, y: y - 6, width: 12, height: 12 }));
	const out: Label[] = [];
	for (const point of [...placed].sort((a, b) => Number(wanted(b)) - Number(wanted(a)))) {
		const places = around(point, widthOf(point.sample.name), wanted(point) ? GAP + 7 : GAP);
		const free = places.find((box) => within(box, limit) && !taken.some((other) => overlap(box, other)));
		const box = free ?? (wanted(point) ? into(places[0] as Box, limit) : undefined);
		if (!box) continue;
		taken.push(box);
		out.push({ ...box, point });
	}
	return out;
}

/** Right of the point, left of it, under it, over it: in this order of liking. */
function around({ x, y }: Placed, width: number, gap: number): Box[] {
	const size = { width, height: TALL };
	return [
		{ x: x + gap, y: y - TALL / 2, ...size },
		{ x: x - gap - width, y: y - TALL / 2, ...size },
		{ x: x - width / 2, y: y + gap - 2, ...size },
		{ x: x - width / 2, y: y - gap + 2 - TALL, ...size },
	];
}

const into = (box: Box, limit: Size): Box => ({
	...box,
	x: Math.max(0, Math.min(box.x, limit.width - box.width)),
	y: Math.max(0, Math.min(box.y, limit.height - box.height)),
});

const within = (box: Box, limit: Size) =>
	box.x >= 0 && box.x + box.width <= limit.width && box.y >= 0 && box.y + box.height <= limit.height;

const overlap = (a: Box, b: Box) =>
	a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const clamp = (share: number) => Math.min(1, Math.max(0, share));
