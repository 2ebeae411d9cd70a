/**
 * The gain of a look-ahead true-peak limiter (see mixing/limiter.py): held over a window by a sliding minimum,
 * recovering exponentially, and smoothed by two box averages that together are as long as the window.
 */
import { bessel } from "./oversampling";
import { CELL, Late, RATE_HZ, rounded, type Stereo } from "./sound";

const PHASES = 16;
const TAPS = 96;
const LEAD = TAPS / 2 - 1;
/** The peak of a band-limited wave is at most 1/cos(π/8) times its quarter points. */
const QUARTERS_BOUND = 1.15;

export class LookAhead {
	readonly latency_samples: number;
	reduction = 1;
	private readonly half: number;
	private readonly needed: Float64Array;
	private readonly when: Float64Array;
	private readonly boxes: [Float64Array, Float64Array];
	private readonly sums: [number, number];
	private readonly delay: Late;
	private readonly history = [new Float32Array(TAPS + CELL), new Float32Array(TAPS + CELL)] as const;
	private readonly loud = [false, false];
	private recovery = 0;
	private time = 0;
	private head = 0;
	private tail = 0;
	private held = 1;

	constructor(
		private ceiling: number,
		release_ms: number,
		look_ahead_ms: number,
	) {
		this.half = Math.max(1, rounded((look_ahead_ms * RATE_HZ) / 2000));
		const window = 2 * this.half - 2;
		this.latency_samples = TAPS / 2 + window;
		this.needed = new Float64Array(window + 2).fill(1);
		this.when = new Float64Array(window + 2).fill(1);
		this.boxes = [new Float64Array(this.half).fill(1), new Float64Array(this.half).fill(1)];
		this.sums = [this.half, this.half];
		this.delay = new Late(this.latency_samples);
		this.retune(ceiling, release_ms);
	}

	retune(ceiling: number, release_ms: number): void {
		this.ceiling = ceiling;
		this.recovery = Math.exp(-1000 / (release_ms * RATE_HZ));
	}

	process(block: Stereo): void {
		this.gather(this.history[0], block.left);
		this.gather(this.history[1], block.right);
		// What is far from the ceiling everywhere has no peak over it between samples either.
		const quiet = this.ceiling / interpolator().bound;
		for (const side of [0, 1] as const) this.loud[side] = loudest(this.history[side]) >= quiet;
		this.delay.process(block);
		this.reduction = 1;
		for (let k = 0; k < CELL; k++) {
			const gain = this.gain(this.peak(k));
			if (gain < this.reduction) this.reduction = gain;
			block.left[k] = (block.left[k] as number) * gain;
			block.right[k] = (block.right[k] as number) * gain;
		}
	}

	private gather(row: Float32Array, samples: Float32Array): void {
		row.copyWithin(0, CELL);
		row.set(samples, TAPS);
	}

	/** The greatest magnitude from a sample to the next; exact where it is over the ceiling. */
	private peak(k: number): number {
		let peak = 0;
		for (let side = 0; side < 2; side++) {
			const row = this.history[side as 0 | 1];
			const first = k + 1;
			peak = Math.max(peak, Math.abs(row[first + LEAD] as number), Math.abs(row[first + LEAD + 1] as number));
			if (this.loud[side]) peak = Math.max(peak, this.between(row, first));
		}
		return peak;
	}

	private between(row: Float32Array, first: number): number {
		const { rows } = interpolator();
		let peak = 0;
		for (let phase = 0; phase < PHASES; phase += PHASES / 4)
			peak = Math.max(peak, Math.abs(dot(rows[phase] as Float32Array, row, first)));
		if (peak * QUARTERS_BOUND > this.ceiling)
			for (const weights of rows) peak = Math.max(peak, Math.abs(dot(weights, row, first)));
		return peak;
	}

	private gain(peak: number): number {
		const { needed, when, boxes, sums, half } = this;
		const size = needed.length;
		const wanted = peak <= this.ceiling ? 1 : this.ceiling / peak;
		while (this.tail > this.head && (needed[(this.tail - 1) % size] as number) >= wanted) this.tail--;
		needed[this.tail % size] = wanted;
		when[this.tail % size] = this.time;
		this.tail++;
		if ((when[this.head % size] as number) <= this.time - size) this.head++;
		const lowest = needed[this.head % size] as number;
		this.held = lowest < this.held ? lowest : lowest + (this.held - lowest) * this.recovery;
		const slot = this.time % half;
		sums[0] += this.held - (boxes[0][slot] as number);
		boxes[0][slot] = this.held;
		const smooth = sums[0] / half;
		sums[1] += smooth - (boxes[1][slot] as number);
		boxes[1][slot] = smooth;
		this.time++;
		return Math.min(1, sums[1] / half);
	}
}

function dot(weights: Float32Array, row: Float32Array, first: number): number {
	let total = 0;
	for (let k = 0; k < TAPS; k++) total += (weights[k] as number) * (row[first + k] as number);
	return total;
}

function loudest(samples: Float32Array): number {
	let most = 0;
	for (let k = 0; k < samples.length; k++) most = Math.max(most, Math.abs(samples[k] as number));
	return most;
}

let made: { rows: Float32Array[]; bound: number } | null = null;

/** A Kaiser-windowed sinc: row p gives the value p/16 of a sample after the middle one. */
function interpolator(): { rows: Float32Array[]; bound: number } {
	if (made) return made;
	let total = 0;
	const rows = Array.from({ length: PHASES }, (_, phase) =>
		Array.from({ length: TAPS }, (_, tap) => {
			const distance = tap - LEAD - phase / PHASES;
			const angle = Math.PI * distance;
			const place = Math.min(1, Math.max(-1, (2 * distance) / TAPS));
			const window = bessel(8 * Math.sqrt(1 - place * place)) / bessel(8);
			const weight = (angle ? Math.sin(angle) / angle : 1) * window;
			total += weight;
			return weight;
		}),
	);
	const scaled = rows.map((row) => Float32Array.from(row, (weight) => (weight * PHASES) / total));
	const bound = Math.max(...scaled.map((row) => row.reduce((all, weight) => all + Math.abs(weight), 0)));
	made = { rows: scaled, bound };
	return made;
}
