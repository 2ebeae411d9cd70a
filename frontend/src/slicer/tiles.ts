// The drawing of hours in pieces: ranges of the server's files, fetched as they come into sight, and forgotten again.
import type { TileLevel } from "../api/types";
import { FRAMES_PER_PAIR } from "../look/peaks";

const KEPT = 400; // tiles; of a few kilobytes each
const AT_ONCE = 6;
const PATIENCE_MS = 3000; // before a tile that failed is asked for again

export const TILE_COLUMNS = 512;

export interface Level {
	url: string;
	span: number; // frames (or ticks) a column
	width: number; // bytes a column
	offset: number;
	columns: number;
}

export interface Tile {
	bytes: Uint8Array;
	columns: number;
	image?: OffscreenCanvas | HTMLCanvasElement; // what a drawing has made of it
}

/** Finest first: the waveform's are the peaks file and what the tiles file has of coarser ones. */
export function levelsOf(
	kind: "peaks" | "bands",
	levels: readonly TileLevel[],
	tilesUrl: string,
	peaksUrl: string,
	frames: number,
): Level[] {
	const found = levels
		.filter((level) => level.kind === kind)
		.map(({ span, width, offset, columns }) => ({ url: tilesUrl, span, width, offset, columns }))
		.sort((a, b) => a.span - b.span);
	if (kind === "bands") return found;
	const columns = Math.ceil(frames / FRAMES_PER_PAIR);
	return [{ url: peaksUrl, span: FRAMES_PER_PAIR, width: 2, offset: 0, columns }, ...found];
}

/** The number of the coarsest level that still has a column or more for every pixel. */
export function levelFor(levels: readonly Level[], span: number): number {
	let best = 0;
	levels.forEach((level, number) => {
		if (level.span <= span) best = number;
	});
	return best;
}

export class Tiles {
	readonly #tiles = new Map<string, Tile>();
	readonly #waiting = new Map<string, [Level, number]>();
	readonly #flying = new Set<string>();
	readonly #failed = new Map<string, number>();
	readonly #arrived: () => void;
	#ended = false;

	constructor(arrived: () => void) {
		this.#arrived = arrived;
	}

	/** The tile if it is here; else it is on its way and `arrived` will tell. */
	get(level: Level, number: number): Tile | null {
		const key = `${level.url} ${level.offset} ${number}`;
		const tile = this.#tiles.get(key);
		if (tile) {
			this.#tiles.delete(key);
			this.#tiles.set(key, tile);
			return tile;
		}
		if (number >= 0 && number * TILE_COLUMNS < level.columns && !this.#flying.has(key)) {
			this.#waiting.delete(key);
			this.#waiting.set(key, [level, number]); // asked for last, fetched first
			this.#fetchMore();
		}
		return null;
	}

	/** The same without asking for it. */
	peek(level: Level, number: number): Tile | null {
		return this.#tiles.get(`${level.url} ${level.offset} ${number}`) ?? null;
	}

	/** Forget what was asked for and has not begun: the view has moved on. */
	settle(): void {
		this.#waiting.clear();
	}

	/** What drawings have made of tiles is made anew, as when the colours change. */
	forgetImages(): void {
		for (const tile of this.#tiles.values()) delete tile.image;
	}

	end(): void {
		this.#ended = true;
		this.#waiting.clear();
		this.#tiles.clear();
	}

	#fetchMore(): void {
		while (this.#flying.size < AT_ONCE && this.#waiting.size) {
			const [key, [level, number]] = [...this.#waiting].at(-1) as [string, [Level, number]];
			this.#waiting.delete(key);
			if ((this.#failed.get(key) ?? 0) > Date.now()) continue;
			this.#flying.add(key);
			void this.#fetch(key, level, number).finally(() => {
				this.#flying.delete(key);
				this.#fetchMore();
			});
		}
	}

	async #fetch(key: string, level: Level, number: number): Promise<void> {
		const columns = Math.min(TILE_COLUMNS, level.columns - number * TILE_COLUMNS);
		const first = level.offset + number * TILE_COLUMNS * level.width;
		try {
			const range = `bytes=${first}-${first + columns * level.width - 1}`;
			const response = await fetch(level.url, { headers: { Range: range } });
			if (response.status !== 206) throw new Error(String(response.status));
			const bytes = new Uint8Array(await response.arrayBuffer());
			if (this.#ended) return;
			this.#tiles.set(key, { bytes, columns: Math.floor(bytes.length / level.width) });
			if (this.#tiles.size > KEPT) this.#tiles.delete(this.#tiles.keys().next().value as string);
			this.#arrived();
		} catch {
			this.#failed.set(key, Date.now() + PATIENCE_MS);
			setTimeout(this.#arrived, PATIENCE_MS + 50);
		}
	}
}

/**
 * Least and greatest of each pixel column, from the finest tiles that are here; 0 where nothing is yet.
 * True when each came from the level that suits it: later tiles will not change it.
 */
export function outline(
	tiles: Tiles,
	levels: readonly Level[],
	start: number,
	framesPerPixel: number,
	count: number,
	out: Int8Array,
): boolean {
	const wanted = levelFor(levels, framesPerPixel);
	let complete = true;
	out.fill(0);
	for (let column = 0; column < count; column++) {
		const from = start + column * framesPerPixel;
		if (from + framesPerPixel <= 0) continue;
		for (let number = wanted; number < levels.length; number++) {
			const level = levels[number] as Level;
			const first = Math.max(0, Math.floor(from / level.span));
			const last = Math.min(
				level.columns,
				Math.max(first + 1, Math.ceil((from + framesPerPixel) / level.span)),
			);
			if (first >= level.columns) break;
			const place = Math.floor(first / TILE_COLUMNS);
			const tile = number === wanted ? tiles.get(level, place) : tiles.peek(level, place);
			complete &&= number === wanted && tile !== null;
			if (!tile) continue;
			let low = 127;
			let high = -127;
			for (let at = first; at < last; at++) {
				const here = at - place * TILE_COLUMNS;
				if (here >= tile.columns) break;
				low = Math.min(low, ((tile.bytes[2 * here] as number) << 24) >> 24);
				high = Math.max(high, ((tile.bytes[2 * here + 1] as number) << 24) >> 24);
			}
			if (low <= high) {
				out[2 * column] = low;
				out[2 * column + 1] = high;
			}
			break;
		}
	}
	return complete;
}
