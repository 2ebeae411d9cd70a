// Draws the recording that is in sight: its waveform, its spectrogram, its slices. Every frame, from tiles.
import type { Likeness, Slice } from "../api/types";
import { duration } from "../look/format";
import { firstAfter } from "./slices";
import { SURE } from "./slicing.svelte";
import { type Level, levelFor, outline, TILE_COLUMNS, type Tile, type Tiles } from "./tiles";
import type { View } from "./view.svelte";

export const RULER = 26;
const SPECTRUM_SHARE = 0.34;
const TICK_PIXELS = 110;
const NARROW = 3; // pixels: no brackets fit
const TICK = 7;
const STEPS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
const QUIET_STEP = 60; // bytes of the spectrogram are half decibels over −120 dB
const LOUD_STEP = 200;

export interface Inks {
	wave: string;
	quiet: string;
	ink: string;
	ink2: string;
	ink3: string;
	line: string;
	paper: string;
	accent: string;
	accentSoft: string;
	ui: string;
	mono: string;
	rgb: [number, number, number]; // of the ink, for the spectrogram
}

export interface Scene {
	view: View;
	rate_hz: number;
	tiles: Tiles;
	peaks: readonly Level[];
	bands: readonly Level[];
	hop: number;
	slices: readonly Slice[];
	selected: ReadonlySet<string>;
	suggestions: ReadonlyMap<string, Likeness>;
	markers: readonly number[]; // seconds
	threshold_dbfs: number;
	playhead: number; // frame
	inks: Inks;
}

/** Where the parts of the drawing stand, in pixels from the top. */
export function parts(height: number): { middle: number; reach: number; spectrum: number } {
	const spectrum = Math.round(RULER + (height - RULER) * (1 - SPECTRUM_SHARE));
	const middle = Math.round((RULER + spectrum) / 2);
	return { middle, reach: (spectrum - RULER) / 2 - 6, spectrum };
}

let pairs = new Int8Array(0);

export function draw(context: CanvasRenderingContext2D, width: number, height: number, scene: Scene): void {
	const { spectrum } = parts(height);
	ruler(context, width, height, scene);
	const first = firstAfter(scene.slices, scene.view.start);
	beds(context, height, scene, first);
	wave(context, width, height, scene);
	spectrogram(context, width, spectrum, height - spectrum, scene);
	threshold(context, width, height, scene);
	brackets(context, height, scene, first);
	marks(context, scene);
	const x = scene.view.x(scene.playhead);
	if (x >= 0 && x <= width) {
		context.fillStyle = scene.inks.ink;
		context.fillRect(Math.round(x), RULER - 4, 1.5, height - RULER + 4);
		context.beginPath();
		context.moveTo(x - 5, RULER - 10);
		context.lineTo(x + 6, RULER - 10);
		context.lineTo(x + 0.5, RULER - 3);
		context.fill();
	}
}

function ruler(context: CanvasRenderingContext2D, width: number, height: number, scene: Scene): void {
	const { view, rate_hz, inks } = scene;
	const wanted = (TICK_PIXELS * view.scale) / rate_hz;
	const step = STEPS.find((each) => each >= wanted) ?? (STEPS.at(-1) as number);
	context.font = `11.5px ${inks.mono}`;
	for (let at = Math.floor(view.start / rate_hz / step); ; at++) {
		const x = view.x(at * step * rate_hz);
		if (x > width) break;
		context.fillStyle = inks.line;
		context.fillRect(Math.round(x), RULER, 1, height);
		context.fillStyle = inks.ink3;
		context.fillText(duration(at * step, step < 0.1 ? 2 : step < 1 ? 1 : 0), x + 4, 16);
	}
}

function* inSight(scene: Scene, first: number): Generator<[Slice, number, number]> {
	for (let number = first; number < scene.slices.length; number++) {
		const one = scene.slices[number] as Slice;
		if (one.start > scene.view.end) return;
		yield [one, scene.view.x(one.start), scene.view.x(one.end)];
	}
}

function beds(context: CanvasRenderingContext2D, height: number, scene: Scene, first: number): void {
	context.fillStyle = scene.inks.accentSoft;
	for (const [one, left, right] of inSight(scene, first))
		if (scene.selected.has(one.id)) context.fillRect(left, RULER, right - left, height - RULER);
}

function wave(context: CanvasRenderingContext2D, width: number, height: number, scene: Scene): void {
	const { view, tiles, peaks, inks } = scene;
	const count = Math.ceil(width);
	if (pairs.length < 2 * count) pairs = new Int8Array(2 * count);
	// On whole pixels of the level, so that scrolling does not make the outline shimmer.
	const start = Math.floor(view.start / view.scale) * view.scale;
	outline(tiles, peaks, start, view.scale, count, pairs);
	const { middle, reach } = parts(height);
	let number = firstAfter(scene.slices, start);
	const used = new Path2D();
	const unused = new Path2D();
	for (let x = 0; x < count; x++) {
		const frame = start + (x + 0.5) * view.scale;
		while (number < scene.slices.length && (scene.slices[number] as Slice).end <= frame) number++;
		const one = scene.slices[number];
		const low = (pairs[2 * x] as number) / 127;
		const high = (pairs[2 * x + 1] as number) / 127;
		const top = middle - high * reach;
		const inside = one && one.start <= frame && !one.out;
		(inside ? used : unused).rect(x, top, 1, Math.max(1, (high - low) * reach));
	}
	context.fillStyle = inks.quiet;
	context.fill(unused);
	context.fillStyle = inks.wave;
	context.fill(used);
}

function spectrogram(
	context: CanvasRenderingContext2D,
	width: number,
	top: number,
	height: number,
	scene: Scene,
): void {
	const { view, tiles, bands, inks, hop } = scene;
	context.fillStyle = inks.line;
	context.fillRect(0, top, width, 1);
	if (!bands.length) return;
	const wanted = levelFor(bands, view.scale / hop);
	const level = bands[wanted] as Level;
	const span = level.span * hop * TILE_COLUMNS;
	const last = Math.floor(Math.min(view.end, view.frames) / span);
	for (let number = Math.floor(view.start / span); number <= last; number++) {
		let tile = tiles.get(level, number);
		let from = level;
		let place = number;
		for (let coarser = wanted + 1; !tile && coarser < bands.length; coarser++) {
			from = bands[coarser] as Level;
			place = Math.floor((number * level.span) / from.span);
			tile = tiles.peek(from, place);
		}
		if (!tile) continue;
		const image = imageOf(tile, from.width, inks.rgb);
		const column = view.scale / (from.span * hop);
		const left = Math.max(0, view.x(number * span));
		const right = Math.min(width, view.x((number + 1) * span));
		const source = view.frame(left) / (from.span * hop) - place * TILE_COLUMNS;
		const wide = Math.min((right - left) * column, tile.columns - source);
		if (wide <= 0) continue;
		context.drawImage(image, source, 0, wide, from.width, left, top + 1, wide / column, height - 1);
	}
}

/** Ink whose strength is the level, low bands below; made once a tile. */
function imageOf(tile: Tile, bands: number, [red, green, blue]: [number, number, number]): CanvasImageSource {
	if (tile.image) return tile.image;
	const canvas = document.createElement("canvas");
	canvas.width = Math.max(1, tile.columns);
	canvas.height = bands;
	const context = canvas.getContext("2d") as CanvasRenderingContext2D;
	const image = context.createImageData(canvas.width, bands);
	for (let column = 0; column < tile.columns; column++) {
		for (let band = 0; band < bands; band++) {
			const step = tile.bytes[column * bands + band] as number;
			const strength = Math.max(0, Math.min(1, (step - QUIET_STEP) / (LOUD_STEP - QUIET_STEP)));
			const at = 4 * ((bands - 1 - band) * canvas.width + column);
			image.data[at] = red;
			image.data[at + 1] = green;
			image.data[at + 2] = blue;
			image.data[at + 3] = 255 * strength ** 1.4;
		}
	}
	context.putImageData(image, 0, 0);
	tile.image = canvas;
	return canvas;
}

function threshold(context: CanvasRenderingContext2D, width: number, height: number, scene: Scene): void {
	const { middle, reach } = parts(height);
	const away = reach * 10 ** (scene.threshold_dbfs / 20);
	context.strokeStyle = scene.inks.ink2;
	context.setLineDash([2, 4]);
	context.beginPath();
	for (const y of [middle - away, middle + away]) {
		context.moveTo(0, Math.round(y) + 0.5);
		context.lineTo(width, Math.round(y) + 0.5);
	}
	context.stroke();
	context.setLineDash([]);
}

function brackets(context: CanvasRenderingContext2D, height: number, scene: Scene, first: number): void {
	const { inks } = scene;
	context.lineWidth = 1.5;
	let ticked = -1;
	for (const [one, left, right] of inSight(scene, first)) {
		const held = scene.selected.has(one.id);
		const pixel = Math.floor(left);
		// From afar, thousands: a tick for each column that one begins in, so that the waveform stays in sight.
		if (right - left < NARROW && !held) {
			if (pixel !== ticked) {
				context.fillStyle = one.out ? inks.quiet : inks.ink2;
				context.fillRect(pixel, RULER + 4, 1, TICK);
			}
			ticked = pixel;
			continue;
		}
		context.strokeStyle = held ? inks.accent : one.out ? inks.quiet : inks.ink2;
		const tooth = Math.min(8, (right - left) / 3);
		if (right - left < NARROW) {
			context.fillStyle = context.strokeStyle;
			context.fillRect(left, RULER + 4, 1, height - RULER - 8);
			continue;
		}
		context.beginPath();
		for (const [x, way] of [
			[left + 0.75, tooth],
			[right - 0.75, -tooth],
		] as const) {
			context.moveTo(x + way, RULER + 4);
			context.lineTo(x, RULER + 4);
			context.lineTo(x, height - 4);
			context.lineTo(x + way, height - 4);
		}
		context.stroke();
		if (held && right - left > 24) {
			context.fillStyle = inks.accent;
			for (const x of [left - 2, right - 3]) context.fillRect(x, parts(height).middle - 16, 5, 32);
		}
		words(context, one, left, right, height, scene, held);
	}
}

function words(
	context: CanvasRenderingContext2D,
	one: Slice,
	left: number,
	right: number,
	height: number,
	scene: Scene,
	held: boolean,
): void {
	if (right - left < 30) return;
	const { inks } = scene;
	const guess = scene.suggestions.get(one.id);
	const likely = guess?.label && guess.sureness >= SURE ? guess.label : guess?.kind;
	const text = one.out ? "out" : one.label || (likely ? `${likely}?` : "");
	context.save();
	context.beginPath();
	context.rect(left, RULER, right - left - 4, height);
	context.clip();
	context.font = `${one.label && !one.out ? "600 " : "italic "}12.5px ${inks.ui}`;
	context.fillStyle = held ? inks.accent : one.label && !one.out ? inks.ink : inks.ink3;
	context.fillText(text, left + 9, RULER + 20);
	if (right - left > 56) {
		context.font = `11px ${inks.mono}`;
		context.fillStyle = inks.ink3;
		const { spectrum } = parts(height);
		context.fillText(`${((one.end - one.start) / scene.rate_hz).toFixed(2)} s`, left + 9, spectrum - 8);
	}
	context.restore();
}

function marks(context: CanvasRenderingContext2D, scene: Scene): void {
	context.fillStyle = scene.inks.ink;
	for (const seconds of scene.markers) {
		const x = scene.view.x(seconds * scene.rate_hz);
		if (x < -8 || x > scene.view.width + 8) continue;
		context.beginPath();
		context.moveTo(x - 4.5, RULER - 14);
		context.lineTo(x + 4.5, RULER - 14);
		context.lineTo(x + 4.5, RULER - 6);
		context.lineTo(x, RULER - 1);
		context.lineTo(x - 4.5, RULER - 6);
		context.fill();
	}
}
