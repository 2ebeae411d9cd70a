/** The theme's colours as the pixels of a canvas, with the blends that drawing needs worked out beforehand. */
import type { Category } from "../api/types";
import { color } from "../look/canvas";
import { CATEGORIES } from "../look/provenance";

/** The four bytes of a pixel, as a little-endian number: alpha, blue, green, red. */
export type Pixel = number;

export interface Tone {
	solid: Pixel;
	fill: Pixel;
	wave: Pixel;
	texture: Pixel;
	line: Pixel;
	/** For words on the fill. */
	deep: string;
}

export interface Palette {
	paper: Pixel;
	/** Under envelopes. */
	sunk: Pixel;
	rule: Pixel;
	line: Pixel;
	/** A clip as it is, a clip that is being dragged away (40 %), and one that is not heard. */
	tones: Record<Category, { plain: Tone; left: Tone; silent: Tone }>;
}

export function pixel(css: string): Pixel {
	const hex = css.replace("#", "");
	const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
	const value = Number.parseInt(full.slice(0, 6), 16) || 0;
	return ((0xff << 24) | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** `share` of one colour over another. */
export function blend(over: Pixel, under: Pixel, share: number): Pixel {
	let out = 0xff << 24;
	for (const shift of [0, 8, 16]) {
		const a = (over >>> shift) & 0xff;
		const b = (under >>> shift) & 0xff;
		out |= Math.round(a * share + b * (1 - share)) << shift;
	}
	return out >>> 0;
}

export function palette(): Palette {
	const paper = pixel(color("--paper"));
	const tones = Object.fromEntries(
		CATEGORIES.map((category) => {
			const base = `--${category}`;
			const plain = tone(base, category, paper, 1);
			const left = tone(base, category, paper, 0.4);
			return [category, { plain, left, silent: tone(base, category, paper, 0.28) }];
		}),
	);
	return {
		paper,
		sunk: pixel(color("--sunk")),
		rule: pixel(color("--rule")),
		line: pixel(color("--line")),
		tones: tones as Palette["tones"],
	};
}

function tone(base: string, category: Category, paper: Pixel, share: number): Tone {
	const fill = pixel(color(`${base}-fill`));
	const deep = pixel(color(`${base}-deep`));
	const on = (colour: Pixel) => blend(colour, paper, share);
	return {
		solid: on(pixel(color(base))),
		fill: on(fill),
		wave: on(blend(deep, fill, 0.86)),
		texture: on(blend(deep, fill, category === "bounces" ? 0.13 : 0.2)),
		line: on(blend(deep, fill, 0.75)),
		deep: color(`${base}-deep`),
	};
}
