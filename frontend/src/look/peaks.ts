// The server's peaks file (least and greatest of every 64 frames) and its pyramid, ×4 a level.

export const FRAMES_PER_PAIR = 64;
const GROWTH = 4;
const SMALLEST_LEVEL = 32; // pairs; below this another level saves nothing
const KEPT = 400; // files; a library page shows 50, a project some hundred

export interface PeakLevel {
	framesPerPair: number;
	least: Int8Array;
	greatest: Int8Array;
}

export class Peaks {
	readonly levels: PeakLevel[];
	/** At most this many frames; the file's last pair may stand for fewer than 64. */
	readonly frames: number;

	constructor(pairs: Int8Array) {
		const count = pairs.length >> 1;
		const least = new Int8Array(count);
		const greatest = new Int8Array(count);
		for (let at = 0; at < count; at++) {
			least[at] = pairs[2 * at] as number;
			greatest[at] = pairs[2 * at + 1] as number;
		}
		this.frames = count * FRAMES_PER_PAIR;
		this.levels = [{ framesPerPair: FRAMES_PER_PAIR, least, greatest }];
		for (let last = this.levels[0]; last && last.least.length > SMALLEST_LEVEL; ) {
			last = coarser(last);
			this.levels.push(last);
		}
	}

	/** The coarsest level that still has a pair or more for every pixel. */
	level(framesPerPixel: number): PeakLevel {
		let best = this.levels[0] as PeakLevel;
		for (const level of this.levels) {
			if (level.framesPerPair > framesPerPixel) break;
			best = level;
		}
		return best;
	}

	/** `count` columns over the frames start…end, as pairs of least and greatest in −127…127. */
	columns(start: number, end: number, count: number): Int8Array {
		const out = new Int8Array(2 * count);
		const step = (end - start) / count;
		const { framesPerPair, least, greatest } = this.level(step);
		for (let column = 0; column < count; column++) {
			const from = Math.max(0, Math.floor((start + column * step) / framesPerPair));
			const to = Math.max(from + 1, Math.ceil((start + (column + 1) * step) / framesPerPair));
			let low = 127;
			let high = -127;
			for (let at = from; at < to && at < least.length; at++) {
				low = Math.min(low, least[at] as number);
				high = Math.max(high, greatest[at] as number);
			}
			if (low <= high) {
				out[2 * column] = low;
				out[2 * column + 1] = high;
			}
		}
		return out;
	}
}

function coarser(level: PeakLevel): PeakLevel {
	const count = Math.ceil(level.least.length / GROWTH);
	const least = new Int8Array(count);
	const greatest = new Int8Array(count);
	for (let at = 0; at < count; at++) {
		const from = at * GROWTH;
		const to = Math.min(level.least.length, from + GROWTH);
		least[at] = Math.min(...level.least.subarray(from, to));
		greatest[at] = Math.max(...level.greatest.subarray(from, to));
	}
	return { framesPerPair: level.framesPerPair * GROWTH, least, greatest };
}

const cache = new Map<string, Promise<Peaks>>();

/** The peaks at an address, fetched once; a failed fetch is tried again the next time. */
export function loadPeaks(url: string): Promise<Peaks> {
	const kept = cache.get(url);
	if (kept) {
		cache.delete(url);
		cache.set(url, kept);
		return kept;
	}
	const loading = fetchPeaks(url);
	cache.set(url, loading);
	loading.catch(() => cache.delete(url));
	if (cache.size > KEPT) cache.delete(cache.keys().next().value as string);
	return loading;
}

async function fetchPeaks(url: string): Promise<Peaks> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`The waveform could not be loaded (${response.status}).`);
	return new Peaks(new Int8Array(await response.arrayBuffer()));
}
