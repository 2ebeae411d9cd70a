import { describe, expect, it } from "vitest";
import type { Category } from "../api/types";
import { addClips, change } from "../document/edits";
import { arrangement, clipOn } from "../document/testing";
import { addTrack } from "../document/tracks";
import { Peaks } from "../look/peaks";
import { CATEGORIES } from "../look/provenance";
import type { Frame } from "./geometry";
import { layOut } from "./layout";
import { blend, type Palette, pixel, type Tone } from "./palette";
import { Raster } from "./raster";
import type { Scene } from "./scene";

/** The part of a canvas that the raster uses. */
function canvas() {
	let shown = new Uint32Array(0);
	let put: number[] = [];
	const context = {
		createImageData: (width: number, height: number) => ({
			width,
			height,
			data: new Uint8ClampedArray(width * height * 4),
		}),
		putImageData: (image: ImageData, _x: number, _y: number, ...area: number[]) => {
			shown = new Uint32Array(image.data.buffer.slice(0));
			put = area;
		},
	} as unknown as CanvasRenderingContext2D;
	return { context, pixels: () => shown, area: () => put };
}

const PAPER = pixel("#f4f1ea");
const tones = Object.fromEntries(
	CATEGORIES.map((category, i) => {
		const tone: Tone = { solid: 10 + i, fill: 20 + i, wave: 30 + i, texture: 40 + i, line: 50 + i, deep: "" };
		return [category, { plain: tone, left: { ...tone, fill: 60 + i }, silent: { ...tone, fill: 70 + i } }];
	}),
) as Palette["tones"];
const palette: Palette = { paper: PAPER, sunk: 4, rule: 2, line: 3, tones };
const peaks = new Peaks(new Int8Array(4000).map((_, i) => (i % 2 ? 1 : -1) * (20 + (i % 90))));
const frame: Frame = {
	from_seconds: 0,
	pixels_per_second: 16,
	width: 320,
	height: 130,
	top: 0,
};

function scene(more: Partial<Scene> = {}, made = arrangement()): Scene {
	const tracks = [addTrack(made, "Upper"), addTrack(made, "Lower")] as [string, string];
	addClips(
		made,
		Array.from({ length: 30 }, (_, i) =>
			clipOn(tracks[i % 2 ? 1 : 0], {
				sample: CATEGORIES[i % CATEGORIES.length],
				start_seconds: i * 1.7,
				duration_seconds: 0.2 + (i % 7),
				fade_in_seconds: 0.5,
				fade_out_seconds: 0.25,
			}),
		),
	);
	return {
		rows: layOut(made, new Set(), 64, "hidden"),
		spreadOf: () => null,
		crossfadesOf: (track) => made.crossfadesOf(track),
		within: () => [],
		clipsOf: (track) => made.clipsOf(track),
		between: (track, from, to) => made.between(track, from, to),
		look: (sample) => ({ category: sample as Category, name: sample, peaks, sample_rate_hz: 8000 }),
		left: new Set(),
		audible: new Set(tracks),
		revision: 1,
		version: (row) => String(made.revisionOf(row.track.id)),
		...more,
	};
}

describe("the raster", () => {
	it("draws the same by shifting what is there as by drawing it all anew", () => {
		const drawn = scene();
		const [kept, fresh] = [canvas(), canvas()];
		const raster = new Raster();
		for (const by of [0, 24, 7, -15, 300, -120, 16, -16]) {
			const at = { ...frame, from_seconds: Math.max(0, (160 + by) / 16) };
			raster.paint(kept.context, drawn, at, palette, 1);
			new Raster().paint(fresh.context, drawn, at, palette, 1);
			const differing = kept.pixels().filter((value, i) => value !== fresh.pixels()[i]).length;
			expect(differing).toBe(0);
		}
	});

	it("draws only the rows that an edit has changed, and the same as all anew", () => {
		const made = arrangement();
		const drawn = scene({}, made);
		const [kept, fresh] = [canvas(), canvas()];
		const raster = new Raster();
		const ids = allIds(drawn);
		for (const [i, by] of [0, 0, 0, 24, -15, 0].entries()) {
			change(made, "clips", new Map([[ids[i * 3] ?? "", { mute: true, start_seconds: i * 2.3, pan: 0.5 }]]));
			const at = { ...frame, from_seconds: (160 + by) / 16 };
			raster.paint(kept.context, drawn, at, palette, 1);
			new Raster().paint(fresh.context, drawn, at, palette, 1);
			expect(kept.pixels().filter((value, k) => value !== fresh.pixels()[k])).toHaveLength(0);
		}
		expect(raster.paint(kept.context, drawn, frame, palette, 1)).toBe(drawn.rows);
		expect(raster.paint(kept.context, drawn, frame, palette, 1)).toEqual([]);
		const [first] = made.clipsOf(drawn.rows[1]?.track.id ?? "");
		change(made, "clips", new Map([[first?.id ?? "", { gain_db: 3 }]]));
		expect(raster.paint(kept.context, drawn, frame, palette, 1)).toEqual([drawn.rows[1]]);
		expect(kept.area()).toEqual([0, 64, frame.width, 64]);
	});

	it("draws anew when the scene has changed, and nothing beyond its tracks", () => {
		const [view, raster] = [canvas(), new Raster()];
		const full = scene();
		raster.paint(view.context, full, frame, palette, 1);
		expect(view.pixels().includes(20)).toBe(true);
		raster.paint(view.context, { ...full, left: new Set(allIds(full)), revision: 2 }, frame, palette, 1);
		expect(view.pixels().includes(20)).toBe(false);
		expect(view.pixels().includes(60)).toBe(true);
		raster.paint(view.context, { ...full, audible: new Set(), revision: 3 }, frame, palette, 1);
		expect(view.pixels().includes(70)).toBe(true);
		const below = view.pixels().slice(frame.width * 129);
		expect(below.every((value) => [PAPER, 2, 3].includes(value))).toBe(true);
	});
});

function allIds(of: Scene): string[] {
	return of.rows.flatMap((row) => of.clipsOf(row.track.id).map((clip) => clip.id));
}

describe("the palette", () => {
	it("writes colours as pixels, and mixes them", () => {
		expect(pixel("#102030").toString(16)).toBe("ff302010");
		expect(pixel("#fff")).toBe(0xffffffff);
		expect(blend(pixel("#fff"), pixel("#000"), 0.5).toString(16)).toBe("ff808080");
	});
});
