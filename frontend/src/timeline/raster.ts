/**
 * Draws clips into a pixel buffer: bodies, textures, edges, waveforms and fades, written as numbers.
 *
 * One putImageData a frame is several times faster than one fillRect a column. When only the time has moved
 * by whole pixels, what is already drawn is shifted and only the strip that came into sight is drawn; after an
 * edit, only the rows in which something has changed.
 * All measures in here are device pixels.
 */
import type { Category } from "../api/types";
import type { PlacedClip } from "../document/records";
import { shaped } from "../document/shapes";
import { categoryOf } from "../look/provenance";
import { amplitude, fades } from "../playback/schedule";
import { type Frame, steps, xOf } from "./geometry";
import { bodyOf, type Row } from "./layout";
import { drawEdge, drawTexture, fill, type Sheet } from "./marks";
import { NAME_HEIGHT, NAMED_HEIGHT, NAMED_WIDTH } from "./names";
import type { Palette, Pixel, Tone } from "./palette";
import type { Look, Scene } from "./scene";

/** A part of the picture, in pixels. */
interface Area {
	from: number;
	to: number;
	top: number;
	bottom: number;
}

interface Drawn {
	frame: Frame;
	revision: number;
	palette: Palette;
	ratio: number;
	/** Where each row stands, and what is in it. */
	places: readonly string[];
	versions: readonly string[];
}

/** Under this width a clip is a solid bar. */
const BAR = 5;
const TEXTURED = 14;

/** Where a clip that has no height of its own stands. */
const NOWHERE = { id: "", height: 0 };

/** Where a row stands in the picture. */
function span(row: Row, frame: Frame, ratio: number): [number, number] {
	return [Math.round(row.top * ratio - frame.top), Math.round((row.top + row.height) * ratio - frame.top)];
}

export class Raster {
	private image: ImageData | null = null;
	private pixels = new Uint32Array(0);
	private sheet: Sheet = { pixels: this.pixels, width: 0, height: 0 };
	private drawn: Drawn | null = null;

	/**
	 * Paint the scene; the frame is in device pixels, `ratio` of them to a CSS pixel. Returns the rows that were put
	 * into the canvas anew: whatever was drawn over them is gone.
	 */
	paint(
		context: CanvasRenderingContext2D,
		scene: Scene,
		frame: Frame,
		palette: Palette,
		ratio: number,
	): readonly Row[] {
		if (frame.width < 1 || frame.height < 1) return [];
		if (this.image?.width !== frame.width || this.image.height !== frame.height) {
			this.image = context.createImageData(frame.width, frame.height);
			this.pixels = new Uint32Array(this.image.data.buffer);
			this.sheet = { pixels: this.pixels, width: frame.width, height: frame.height };
			this.drawn = null;
		}
		const places = scene.rows.map((row) => `${row.kind} ${row.top} ${row.height}`);
		const versions = scene.rows.map((row) => `${row.track.id} ${scene.version(row)}`);
		const now: Drawn = { frame: { ...frame }, revision: scene.revision, palette, ratio, places, versions };
		const areas = this.stale(scene, now);
		for (const area of areas) this.area(scene, frame, palette, ratio, area);
		this.drawn = now;
		if (areas.some((area) => area.to - area.from < frame.width)) {
			context.putImageData(this.image, 0, 0);
			return scene.rows;
		}
		for (const { top, bottom } of areas)
			context.putImageData(this.image, 0, 0, 0, top, frame.width, bottom - top);
		return scene.rows.filter((row) => {
			const [top, bottom] = span(row, frame, ratio);
			return areas.some((area) => top < area.bottom && bottom > area.top);
		});
	}

	/** What must be drawn, after what can be kept has been shifted to its place. */
	private stale(scene: Scene, now: Drawn): Area[] {
		const { frame, ratio } = now;
		const all = { from: 0, to: frame.width, top: 0, bottom: frame.height };
		const shift = this.shift(now);
		if (shift === null) return [all];
		const areas: Area[] = [];
		if (shift > 0) areas.push({ ...all, from: frame.width - shift });
		else if (shift < 0) areas.push({ ...all, to: -shift });
		scene.rows.forEach((row, i) => {
			if (now.versions[i] === this.drawn?.versions[i]) return;
			const [above, below] = span(row, frame, ratio);
			const [top, bottom] = [Math.max(0, above), Math.min(frame.height, below)];
			if (top < bottom) areas.push({ ...all, top, bottom });
		});
		return areas;
	}

	/** Move what is drawn to the left; null where it must all be drawn anew. */
	private shift({ frame, revision, palette, ratio, places }: Drawn): number | null {
		const { drawn, pixels } = this;
		if (!drawn || drawn.revision !== revision || drawn.palette !== palette || drawn.ratio !== ratio)
			return null;
		const { frame: before } = drawn;
		if (before.pixels_per_second !== frame.pixels_per_second) return null;
		if (before.top !== frame.top) return null;
		if (places.length !== drawn.places.length || places.some((place, i) => place !== drawn.places[i]))
			return null;
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

	private area(scene: Scene, frame: Frame, palette: Palette, ratio: number, area: Area): void {
		const { width, height } = frame;
		const { from, to } = area;
		fill(this.sheet, palette.paper, from, to, area.top, area.bottom);
		this.grid(scene, frame, palette, ratio, area);
		for (const row of scene.rows) {
			const [top, bottom] = span(row, frame, ratio);
			if (bottom <= area.top || top >= area.bottom) continue;
			if (row.kind === "envelope") this.lane(palette, frame, top, bottom, from, to);
			else if (row.track.role === "group") this.group(scene, row, frame, palette, ratio, top, from, to);
			else this.row(scene, row, frame, palette, ratio, top, from, to);
			const line = bottom - 1;
			if (line < height) this.pixels.fill(palette.line, line * width + from, line * width + to);
		}
	}

	private grid(scene: Scene, frame: Frame, palette: Palette, ratio: number, area: Area): void {
		const { small_seconds, large_seconds } = steps(frame.pixels_per_second / ratio);
		const small = scene.grid?.small_seconds ?? small_seconds;
		const every = scene.grid?.every ?? Math.round(large_seconds / small_seconds);
		const start = frame.from_seconds + area.from / frame.pixels_per_second;
		const stop = frame.width * area.bottom;
		for (let index = Math.max(0, Math.floor(start / small)); ; index++) {
			const x = Math.round(xOf(frame, index * small));
			if (x >= area.to) return;
			if (x < area.from) continue;
			const colour = index % every === 0 ? palette.line : palette.rule;
			for (let at = frame.width * area.top + x; at < stop; at += frame.width) this.pixels[at] = colour;
		}
	}

	/** The ground on which an envelope is drawn. */
	private lane(palette: Palette, frame: Frame, top: number, bottom: number, from: number, to: number): void {
		const [above, below] = [Math.max(0, top), Math.min(frame.height, bottom)];
		fill(this.sheet, palette.sunk, from, to, above, below);
	}

	/** What is in a group, made small: each of its tracks as a row of bars. */
	private group(
		scene: Scene,
		row: Row,
		frame: Frame,
		palette: Palette,
		ratio: number,
		top: number,
		from: number,
		to: number,
	): void {
		const inside = scene.within(row.track.id);
		const folded = row.kind === "track" && row.folded;
		const [above, below] = bodyOf(row.track, row.height, NOWHERE);
		const each = ((below - above) * ratio) / Math.max(1, inside.length);
		const start = frame.from_seconds + from / frame.pixels_per_second;
		const stop = frame.from_seconds + to / frame.pixels_per_second;
		inside.forEach((track, index) => {
			const y0 = Math.max(0, top + Math.round(above * ratio + index * each));
			const y1 = Math.min(frame.height, top + Math.round(above * ratio + (index + 1) * each) - 1);
			if (y1 <= y0) return;
			const clips = scene.clipsOf(track);
			const [first, last] = scene.between(track, start, stop);
			const heard = scene.audible.has(track);
			for (let i = first; i < last; i++) {
				const clip = clips[i] as PlacedClip;
				const x = xOf(frame, clip.start_seconds);
				const a = Math.max(from, Math.floor(x));
				const end = x + clip.duration_seconds * frame.pixels_per_second;
				const b = Math.min(to, Math.max(Math.floor(x) + 1, Math.ceil(end) - 1));
				if (a >= b) continue;
				const tones = palette.tones[categoryOf(clip, scene.look(clip.sample).category)];
				const tone = heard && !clip.mute ? tones.plain : tones.silent;
				fill(this.sheet, folded ? tone.solid : tone.fill, a, b, y0, y1);
			}
		});
	}

	private row(
		scene: Scene,
		row: Row,
		frame: Frame,
		palette: Palette,
		ratio: number,
		top: number,
		from: number,
		to: number,
	): void {
		const { track } = row;
		const clips = scene.clipsOf(track.id);
		const start = frame.from_seconds + from / frame.pixels_per_second;
		const [first, last] = scene.between(track.id, start, frame.from_seconds + to / frame.pixels_per_second);
		const heard = scene.audible.has(track.id);
		const spread = scene.spreadOf(track.id);
		// On a free track, and where they stand below each other, clips do not share their ground.
		const shares = track.role === "audio" && !spread;
		const same = shares ? bodyOf(track, row.height, NOWHERE) : null;
		const crossfades = shares ? scene.crossfadesOf(track.id) : null;
		// What reaches into a clip from before it: the ground there is shared.
		let reach = Number.NEGATIVE_INFINITY;
		for (let i = first; i < last; i++) {
			const own = clips[i] as PlacedClip;
			const clip = crossfades?.get(own.id) ?? own;
			const end = clip.start_seconds + clip.duration_seconds;
			if (end > start) {
				const look = scene.look(clip.sample);
				const category = categoryOf(clip, look.category);
				const tones = palette.tones[category];
				const tone = scene.left.has(clip.id) ? tones.left : heard && !clip.mute ? tones.plain : tones.silent;
				const [above, below] = same ?? bodyOf(track, row.height, clip, spread);
				const y0 = top + Math.round(above * ratio);
				const y1 = top + Math.round(below * ratio);
				this.clip(clip, look, category, tone, palette, frame, ratio, y0, y1, from, to, xOf(frame, reach));
			}
			if (shares) reach = Math.max(reach, end);
		}
	}

	private clip(
		clip: PlacedClip,
		look: Look,
		category: Category,
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
			fill(this.sheet, tone.solid, a, b, top, bottom);
			return;
		}
		this.ground(tone.fill, a, b, top, bottom, frame.width, Math.min(b, Math.floor(reach)));
		const named = long > NAMED_WIDTH * ratio && y1 - y0 > NAMED_HEIGHT * ratio;
		const words = named ? Math.round(NAME_HEIGHT * ratio) : Math.round(3 * ratio);
		if (long > TEXTURED * ratio) {
			const under = Math.max(top, y0 + (named ? words : 0));
			drawTexture(this.sheet, category, tone.texture, x, y0, a, b, under, bottom, ratio);
		}
		this.wave(clip, look, tone.wave, frame, x, a, b, y0 + words, y1 - 1);
		this.fade(clip, tone.line, frame, x, a, b, y0 + Math.round(3 * ratio), y1);
		drawEdge(this.sheet, category, tone.solid, x, x + long, a, b, y0, ratio);
		// A line of paper before each clip, so that neighbours and overlaps can be told apart.
		const before = Math.floor(x);
		if (before >= from && before < to) fill(this.sheet, palette.paper, before, before + 1, top, bottom);
	}

	/** Fill a body; where another clip lies under it (up to `shared`) the two are mixed half and half. */
	private ground(
		colour: Pixel,
		a: number,
		b: number,
		top: number,
		bottom: number,
		width: number,
		shared: number,
	): void {
		const own = Math.max(a, shared);
		fill(this.sheet, colour, own, b, top, bottom);
		const half = (colour & 0xfefefefe) >>> 1;
		for (let y = top; y < bottom; y++)
			for (let at = y * width + a, end = y * width + own; at < end; at++)
				this.pixels[at] = (half + (((this.pixels[at] as number) & 0xfefefefe) >>> 1)) | 0xff000000;
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
		const level = peaks.level(framesPerPixel * clip.speed);
		const { least, greatest } = level;
		// A reversed clip reads its part from the end; another speed reads more of it, or less, for each pixel.
		const step = (framesPerPixel / level.framesPerPair) * clip.speed * (clip.reverse ? -1 : 1);
		const middle = (top + bottom) >> 1;
		const most = (bottom - top) / 2;
		const scale = (most / 127) * amplitude(clip.gain_db);
		const [fadeIn, fadeOut] = fades(clip);
		const rising = fadeIn * frame.pixels_per_second;
		const falling = fadeOut * frame.pixels_per_second;
		const end = x + clip.duration_seconds * frame.pixels_per_second;
		const part = clip.offset_seconds + (clip.reverse ? clip.duration_seconds * clip.speed : 0);
		let pair = (part * look.sample_rate_hz) / level.framesPerPair + (a - x) * step;
		const count = least.length;
		for (let column = a; column < b; column++, pair += step) {
			let from = step < 0 ? pair + step : pair;
			if (clip.loop && count > 0) from -= Math.floor(from / count) * count;
			const first = Math.max(0, from | 0);
			const until = Math.min(count, Math.max((from + Math.abs(step)) | 0, first + 1));
			let low = 127;
			let high = -127;
			for (let at = first; at < until; at++) {
				if ((least[at] as number) < low) low = least[at] as number;
				if ((greatest[at] as number) > high) high = greatest[at] as number;
			}
			if (low > high) continue;
			let loud = scale;
			if (column - x < rising) loud *= shaped(Math.max(0, (column - x) / rising), clip.fade_in_shape);
			if (end - column < falling) loud *= shaped(Math.max(0, (end - column) / falling), clip.fade_out_shape);
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
		const y = (share: number, shape: PlacedClip["fade_in_shape"]) =>
			bottom - 1 - high * shaped(Math.min(1, Math.max(0, share)), shape);
		if (fadeIn > 2)
			for (let column = a; column < Math.min(b, x + fadeIn); column++) {
				const [share, shape] = [(column - x) / fadeIn, clip.fade_in_shape];
				this.column(colour, column, y(share + 1 / fadeIn, shape), y(share, shape), frame);
			}
		if (fadeOut > 2)
			for (let column = Math.max(a, Math.ceil(end - fadeOut)); column < b; column++) {
				const [share, shape] = [(end - column) / fadeOut, clip.fade_out_shape];
				this.column(colour, column, y(share, shape), y(share - 1 / fadeOut, shape), frame);
			}
	}
}
