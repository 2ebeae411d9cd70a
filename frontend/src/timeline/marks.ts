/** What tells a clip's category besides its colour, written into a pixel buffer: textures, and edges along the top. */
import type { Category } from "../api/types";
import type { Pixel } from "./palette";

/** A buffer of pixels, row after row. */
export interface Sheet {
	pixels: Uint32Array;
	width: number;
	height: number;
}

/** Up to this width a loop is faster than a call of fill. */
const WIDE = 48;

/** Fill a rectangle, which must lie within the sheet. */
export function fill(sheet: Sheet, colour: Pixel, a: number, b: number, top: number, bottom: number): void {
	const { pixels, width } = sheet;
	const wide = b - a > WIDE;
	for (let y = top, at = top * width; y < bottom; y++, at += width) {
		if (wide) pixels.fill(colour, at + a, at + b);
		else for (let x = at + a, end = at + b; x < end; x++) pixels[x] = colour;
	}
}

/** Hatch, dots or ruled lines. */
export function drawTexture(
	sheet: Sheet,
	category: Category,
	colour: Pixel,
	x: number,
	y0: number,
	a: number,
	b: number,
	top: number,
	bottom: number,
	ratio: number,
): void {
	if (category === "mine" || category === "other") return;
	const { pixels, width } = sheet;
	const step = Math.round((category === "users" ? 5 : 4) * ratio);
	const origin = Math.floor(x);
	for (let y = top; y < bottom; y++) {
		const row = y * width;
		const down = y - y0;
		if (category === "bounces") {
			if (down % step === 0) pixels.fill(colour, row + a, row + b);
			continue;
		}
		if (category === "wavenet" && down % step !== 0) continue;
		const lean = category === "users" ? down : 0;
		const phase = (((a - origin + lean) % step) + step) % step;
		for (let at = a + ((step - phase) % step); at < b; at += step) pixels[row + at] = colour;
	}
}

/** Solid, dashed, doubling ticks or a double line. */
export function drawEdge(
	sheet: Sheet,
	category: Category,
	colour: Pixel,
	x: number,
	end: number,
	a: number,
	b: number,
	y0: number,
	ratio: number,
): void {
	const thin = Math.max(1, Math.round(ratio));
	const bar = (from: number, to: number, top: number, high: number) =>
		fill(
			sheet,
			colour,
			Math.max(a, Math.round(from)),
			Math.max(a, Math.min(b, Math.round(to))),
			Math.max(0, y0 + top),
			Math.min(sheet.height, y0 + top + high),
		);
	if (category === "users") {
		const step = 6 * ratio;
		for (let at = x + Math.max(0, Math.floor((a - x) / step)) * step; at < b; at += step)
			bar(at, at + 3.5 * ratio, 0, Math.round(2.5 * ratio));
	} else if (category === "bounces") {
		bar(x, end, 0, thin);
		bar(x, end, thin * 2, thin);
	} else if (category === "wavenet") {
		bar(x, end, 0, thin);
		for (let step = 2 * ratio, past = 0; past < end - x; past += step, step = Math.min(step * 2, 64 * ratio))
			bar(end - past - 1.5 * ratio, end - past, 0, Math.round(4 * ratio));
	} else bar(x, end, 0, Math.round(2.5 * ratio));
}
