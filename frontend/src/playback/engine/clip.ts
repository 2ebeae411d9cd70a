/** A clip at its place: part of a decoded sound, faded and panned into a block. */
import { fitted, type Shape, shaped } from "./fades";
import { matrix, panMono, panStereo } from "./panning";
import type { ScoreClip } from "./score";
import { CELL, dbToGain, RATE_HZ, rounded, type Stereo } from "./sound";

/** One or two channels at the engine's rate. */
export type Material = readonly Float32Array[];

/** Cells over which a clip that is entered in its middle, or that is taken away, comes and goes. */
const CELLS = 4;

export class PlacedClip {
	readonly start_samples: number;
	readonly length_samples: number;
	private readonly fade_in: number;
	private readonly fade_out: number;
	private readonly gains = matrix();
	private channels = 0;

	constructor(
		readonly key: string,
		readonly clip: ScoreClip,
	) {
		this.start_samples = rounded(clip.start_seconds * RATE_HZ);
		const end = rounded((clip.start_seconds + clip.duration_seconds) * RATE_HZ);
		this.length_samples = end - this.start_samples;
		const fades = fitted(clip.fade_in_seconds, clip.fade_out_seconds, clip.duration_seconds);
		this.fade_in = fades[0] * RATE_HZ;
		this.fade_out = fades[1] * RATE_HZ;
	}

	get end_samples(): number {
		return this.start_samples + this.length_samples;
	}

	/** Sum a cell of it into a block, at a level that moves over the cell. */
	addTo(bus: Stereo, cell: number, material: Material, from: number, to: number): void {
		this.panFor(material.length);
		const [ll, rl, lr, rr] = this.gains as unknown as [number, number, number, number];
		const one = material[0] as Float32Array;
		const other = material[1] ?? one;
		const first = cell * CELL - this.start_samples;
		const { left, right } = bus;
		const length = one.length;
		const { reverse, loop, offset_samples, fade_in_shape, fade_out_shape } = this.clip;
		const step = (to - from) / CELL;
		for (let k = Math.max(0, -first); k < CELL; k++) {
			const position = first + k;
			if (position >= this.length_samples) break;
			let at = offset_samples + (reverse ? this.length_samples - 1 - position : position);
			if (loop) at %= length;
			if (at >= length) continue;
			const gain = this.fadeAt(position, fade_in_shape, fade_out_shape) * (from + step * k);
			const x = (one[at] as number) * gain;
			const y = (other[at] as number) * gain;
			left[k] = (left[k] as number) + ll * x + rl * y;
			right[k] = (right[k] as number) + lr * x + rr * y;
		}
	}

	private fadeAt(position: number, rising: Shape, falling: Shape): number {
		let gain = 1;
		if (position < this.fade_in) gain = shaped(position / this.fade_in, rising);
		const left = this.length_samples - position;
		if (left < this.fade_out) gain *= shaped(left / this.fade_out, falling);
		return gain;
	}

	private panFor(channels: number): void {
		if (this.channels === channels) return;
		this.channels = channels;
		const gain = dbToGain(this.clip.gain_db);
		if (channels === 1) panMono(this.clip.pan, gain, this.gains);
		else panStereo(this.clip.pan, 1, gain, this.gains);
	}
}

/** How loud a clip is that may begin in its middle, or be taken away while it sounds. */
export class Level {
	private cells = CELLS;

	constructor(
		private from: 0 | 1 | number,
		private target: 0 | 1 = 1,
	) {}

	to(target: 0 | 1): void {
		if (target === this.target) return;
		this.target = target;
		this.cells = CELLS;
	}

	get gone(): boolean {
		return this.target === 0 && this.from === 0;
	}

	/** The level at the beginning and at the end of the next cell. */
	next(): [number, number] {
		const { from } = this;
		if (from !== this.target)
			this.from = this.cells > 1 ? from + (this.target - from) / this.cells-- : this.target;
		return [from, this.from];
	}
}
