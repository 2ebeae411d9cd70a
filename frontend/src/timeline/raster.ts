/**
 * Draws clips into a pixel buffer: bodies, textures, edges, waveforms and fades, written as numbers.
 *
 * One putImageData a frame is several times faster than one fillRect a column. When only the time has moved
 * by whole pixels, what is already drawn is shifted and only the strip that came into sight is drawn.
 * All measures in here are device pixels.
 */
import type { Category } from "../api/types";
import type { PlacedClip, PlacedTrack } from "../document/records";
import type { Peaks } from "../look/peaks";
import { amplitude, fades } from "../playback/schedule";
import { body, type Frame, steps, xOf } from "./geometry";
import type { Palette, Pixel, Tone } from "./palette";

export interface Look {
	category: Category;
	name: string;
	peaks: Peaks | null;
	sample_rate_hz: number;
}

export interface Scene {
	rows: readonly PlacedTrack[];
	clipsOf(track: string): readonly PlacedClip[];
	between(track: string, from_seconds: number, to_seconds: number): [number, number];
	look(sample: string): Look;
	/** Clips that are being dragged away. */
	left: ReadonlySet<string>;
	/** Tracks that are heard. */
	audible: ReadonlySet<string>;
	/** Grows when any of this has changed. */
	revision: number;
}

/** Up to this width a loop is faster than a call of fill. */
const WIDE = 48;
/** Under this width a clip is a solid bar. */
const BAR = 5;
const TEXTURED = 14;
export const NAMED_WIDTH = 46;
export const NAMED_HEIGHT = 26;
export const NAME_HEIGHT = 14;

export class Raster {
	private image: ImageData | null = null;
	private pixels = new Uint32Array(0);
	private drawn: { frame: Frame; revision: number; palette: Palette; ratio: number } | null = null;

	/** Paint the scene; the frame is in device pixels, `ratio` of them to a CSS pixel. */
	paint(
		context: CanvasRenderingContext2D,
		scene: Scene,
		frame: Frame,
		palette: Palette,
		ratio: number,
	): void {
		if (frame.width < 1 || frame.height < 1) return;
		if (this.image?.width !== frame.width || this.image.height !== frame.height) {
			this.image = context.createImageData(frame.width, frame.height);
			this.pixels = new Uint32Array(this.image.data.buffer);
			this.drawn = null;
		}
		const shift = this.shift(scene, frame, palette, ratio);
		if (shift === null) this.strip(scene, frame, palette, ratio, 0, frame.width);
		else if (shift > 0) this.strip(scene, frame, palette, ratio, frame.width - shift, frame.width);
		else if (shift < 0) this.strip(scene, frame, palette, ratio, 0, -shift);
		this.drawn = { frame: { ...frame }, revision: scene.revision, palette, ratio };
		context.putImageData(this.image, 0, 0);
	}

	/** Move what is drawn to the left; null where it must all be drawn anew. */
	private shift(scene: Scene, frame: Frame, palette: Palette, ratio: number): number | null {
		const { drawn, pixels } = this;
		if (!drawn || drawn.revision !== scene.revision || drawn.palette !== palette || drawn.ratio !== ratio)
			return null;
		const { frame: before } = drawn;
		if (before.pixels_per_second !== frame.pixels_per_second) return null;
		if (before.top !== frame.top || before.row_height !== frame.row_height) return null;
		const moved = xOf(before, frame.from_seconds);
		const by = Math.round(moved);
		if (Math.abs(moved - by) > 0.02 || Math.abs(by) >= frame.width) return null;
		const { width, height } = frame;
		if (by > 0)
			for (let row = 0, at = 0; row < height; row++, at += width) pixels.copyWithin(at, at + by, at + width);
		else if (by < 0)
			for (let row = 0, at = 0; row < height; row++, at += width)
				pixels.copyWithin(at - by, at, at + width + by);
		return by;
	}

	private strip(scene: Scene, frame: Frame, palette: Palette, ratio: number, from: number, to: number): void {
		const { pixels } = this;
		const { width, height } = frame;
		if (from === 0 && to === width) pixels.fill(palette.paper);
		else for (let at = from; at < width * height; at += width) pixels.fill(palette.paper, at, at + to - from);
		this.grid(frame, palette, ratio, from, to);
		scene.rows.forEach((track, row) => {
			const top = Math.round(row * frame.row_height - frame.top);
			const bottom = Math.round((row + 1) * frame.row_height - frame.top);
			if (bottom <= 0 || top >= height) return;
			const line = bottom - 1;
			if (line < height) pixels.fill(palette.line, line * width + from, line * width + to);
			this.row(scene, track, frame, palette, ratio, top, from, to);
		});
	}

	private grid(frame: Frame, palette: Palette, ratio: number, from: number, to: number): void {
		const { small_seconds, large_seconds } = steps(frame.pixels_per_second / ratio);
		const every = Math.round(large_seconds / small_seconds);
		let index = Math.max(
			0,
			Math.floor((frame.from_seconds + from / frame.pixels_per_second) / small_seconds),
		);
		for (; ; index++) {
			const x = Math.round(xOf(frame, index * small_seconds));
			if (x >= to) return;
			if (x < from) continue;
			const colour = index % every === 0 ? palette.line : palette.rule;
			for (let at = x; at < frame.width * frame.height; at += frame.width) this.pixels[at] = colour;
		}
	}

	private row(
		scene: Scene,
		track: PlacedTrack,
		frame: Frame,
		palette: Palette,
		ratio: number,
		top: number,
		from: number,
		to: number,
	): void {
		const clips = scene.clipsOf(track.id);
		const start = frame.from_seconds + from / frame.pixels_per_second;
		const [first, last] = scene.between(track.id, start, frame.from_seconds + to / frame.pixels_per_second);
		const [above, below] = body(frame.row_height / ratio);
		const y0 = top + Math.round(above * ratio);
		const y1 = top + Math.round(below * ratio);
		const heard = scene.audible.has(track.id);
		// What reaches into a clip from before it: the ground there is shared.
		let reach = Number.NEGATIVE_INFINITY;
		for (let i = first; i < last; i++) {
			const clip = clips[i] as PlacedClip;
			const end = clip.start_seconds + clip.duration_seconds;
			if (end > start) {
				const look = scene.look(clip.sample);
				const tones = palette.tones[look.category];
				const tone = scene.left.has(clip.id) ? tones.left : heard && !clip.mute ? tones.plain : tones.silent;
				this.clip(clip, look, tone, palette, frame, ratio, y0, y1, from, to, xOf(frame, reach));
			}
			reach = Math.max(reach, end);
		}
	}

	private clip(
		clip: PlacedClip,
		look: Look,
		tone: Tone,
		palette: Palette,
		frame: Frame,
		ratio: number,
		y0: number,
		y1: number,
		from: number,
		to: number,
		reach: number,
	): void {
		const x = xOf(frame, clip.start_seconds);
		const long = clip.duration_seconds * frame.pixels_per_second;
		const a = Math.max(from, Math.floor(x));
		const b = Math.min(to, Math.max(Math.floor(x) + 1, Math.ceil(x + long)));
		const top = Math.max(0, y0);
		const bottom = Math.min(frame.height, y1);
		if (a >= b || top >= bottom) return;
		if (long < BAR * ratio) {
			this.rect(tone.solid, a, b, top, bottom, frame.width);
			return;
		}
		this.ground(tone.fill, a, b, top, bottom, frame.width, Math.min(b, Math.floor(reach)));
		const named = long > NAMED_WIDTH * ratio && y1 - y0 > NAMED_HEIGHT * ratio;
		const words = named ? Math.round(NAME_HEIGHT * ratio) : Math.round(3 * ratio);
		if (long > TEXTURED * ratio) {
			const under = Math.max(top, y0 + (named ? words : 0));
			this.texture(look.category, tone.texture, x, y0, a, b, under, bottom, frame.width, ratio);
		}
		this.wave(clip, look, tone.wave, frame, x, a, b, y0 + words, y1 - 1);
		this.fade(clip, tone.line, frame, x, a, b, y0 + Math.round(3 * ratio), y1);
		this.edge(look.category, tone.solid, x, x + long, a, b, y0, frame, ratio);
		// A line of paper before each clip, so that neighbours and overlaps can be told apart.
		const before = Math.floor(x);
		if (before >= from && before < to) this.rect(palette.paper, before, before + 1, top, bottom, frame.width);
	}

	private rect(colour: Pixel, a: number, b: number, top: number, bottom: number, width: number): void {
		const { pixels } = this;
		const wide = b - a > WIDE;
		for (let y = top, at = top * width; y < bottom; y++, at += width) {
			if (wide) pixels.fill(colour, at + a, at + b);
			else for (let x = at + a, end = at + b; x < end; x++) pixels[x] = colour;
		}
	}

	/** Fill a body; where another clip lies under it (up to `shared`) the two are mixed half and half. */
	private ground(
		fill: Pixel,
		a: number,
		b: number,
		top: number,
		bottom: number,
		width: number,
		shared: number,
	): void {
		const own = Math.max(a, shared);
		this.rect(fill, own, b, top, bottom, width);
		const half = (fill & 0xfefefefe) >>> 1;
		for (let y = top; y < bottom; y++)
			for (let at = y * width + a, end = y * width + own; at < end; at++)
				this.pixels[at] = (half + (((this.pixels[at] as number) & 0xfefefefe) >>> 1)) | 0xff000000;
	}

	private texture(
		category: Category,
		colour: Pixel,
		x: number,
		y0: number,
		a: number,
		b: number,
		top: number,
		bottom: number,
		width: number,
		ratio: number,
	): void {
		if (category === "mine" || category === "other") return;
		const { pixels } = this;
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

	private wave(
		clip: PlacedClip,
		look: Look,
		colour: Pixel,
		frame: Frame,
		x: number,
		a: number,
		b: number,
		top: number,
		bottom: number,
	): void {
		const { peaks } = look;
		if (!peaks || bottom - top < 3) return;
		const framesPerPixel = look.sample_rate_hz / frame.pixels_per_second;
		const level = peaks.level(framesPerPixel);
		const { least, greatest } = level;
		const step = framesPerPixel / level.framesPerPair;
		const middle = (top + bottom) >> 1;
		const most = (bottom - top) / 2;
		const scale = (most / 127) * amplitude(clip.gain_db);
		const [fadeIn, fadeOut] = fades(clip);
		const rising = fadeIn * frame.pixels_per_second;
		const falling = fadeOut * frame.pixels_per_second;
		const end = x + clip.duration_seconds * frame.pixels_per_second;
		let pair = (clip.offset_seconds * look.sample_rate_hz) / level.framesPerPair + (a - x) * step;
		for (let column = a; column < b; column++, pair += step) {
			const first = Math.max(0, pair | 0);
			const until = Math.min(least.length, Math.max((pair + step) | 0, first + 1));
			let low = 127;
			let high = -127;
			for (let at = first; at < until; at++) {
				if ((least[at] as number) < low) low = least[at] as number;
				if ((greatest[at] as number) > high) high = greatest[at] as number;
			}
			if (low > high) continue;
			let loud = scale;
			if (column - x < rising) loud *= Math.max(0, (column - x) / rising);
			if (end - column < falling) loud *= Math.max(0, (end - column) / falling);
			this.column(
				colour,
				column,
				middle - Math.min(most, high * loud),
				middle - Math.max(-most, low * loud),
				frame,
			);
		}
	}

	/** A vertical stroke of at least one pixel. */
	private column(colour: Pixel, x: number, from: number, to: number, frame: Frame): void {
		const last = Math.min(frame.height - 1, to | 0);
		for (let y = Math.max(0, from | 0); y <= last; y++) this.pixels[y * frame.width + x] = colour;
	}

	private fade(
		clip: PlacedClip,
		colour: Pixel,
		frame: Frame,
		x: number,
		a: number,
		b: number,
		top: number,
		bottom: number,
	): void {
		const [fadeIn, fadeOut] = fades(clip).map((seconds) => seconds * frame.pixels_per_second) as [
			number,
			number,
		];
		const end = x + clip.duration_seconds * frame.pixels_per_second;
		const high = bottom - 1 - top;
		const y = (share: number) => bottom - 1 - high * Math.min(1, Math.max(0, share));
		if (fadeIn > 2)
			for (let column = a; column < Math.min(b, x + fadeIn); column++)
				this.column(colour, column, y((column + 1 - x) / fadeIn), y((column - x) / fadeIn), frame);
		if (fadeOut > 2)
			for (let column = Math.max(a, Math.ceil(end - fadeOut)); column < b; column++)
				this.column(colour, column, y((end - column) / fadeOut), y((end - column - 1) / fadeOut), frame);
	}

	/** The category's edge along the top: solid, dashed, doubling ticks or a double line. */
	private edge(
		category: Category,
		colour: Pixel,
		x: number,
		end: number,
		a: number,
		b: number,
		y0: number,
		frame: Frame,
		ratio: number,
	): void {
		const thin = Math.max(1, Math.round(ratio));
		const bar = (from: number, to: number, top: number, high: number) =>
			this.rect(
				colour,
				Math.max(a, Math.round(from)),
				Math.max(a, Math.min(b, Math.round(to))),
				Math.max(0, y0 + top),
				Math.min(frame.height, y0 + top + high),
				frame.width,
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
			for (
				let step = 2 * ratio, past = 0;
				past < end - x;
				past += step, step = Math.min(step * 2, 64 * ratio)
			)
				bar(end - past - 1.5 * ratio, end - past, 0, Math.round(4 * ratio));
		} else bar(x, end, 0, Math.round(2.5 * ratio));
	}
}
