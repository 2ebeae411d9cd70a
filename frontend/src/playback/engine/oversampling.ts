/** Twice or four times the rate, and back: half-band filters in polyphase form, with a latency of whole samples. */
import { CELL } from "./sound";

/** m, and the shape of the Kaiser window: the first stage is steep, the second has all the room. */
const STEEP = [27, 8] as const;
const GENTLE = [5, 8] as const;

/** One side of a sound, up to `factor` (2 or 4) times the rate and down again. */
export class Oversampler {
	readonly latency_samples: number;
	private readonly stages: Stage[];
	private readonly high: Float32Array[];

	constructor(readonly factor: 2 | 4) {
		this.stages = [new Stage(...STEEP, CELL, 0)];
		this.high = [new Float32Array(2 * CELL)];
		this.latency_samples = 2 * STEEP[0] + 1;
		if (factor === 4) {
			// This stage's way there and back is an odd number of samples at twice the rate: one more makes it even.
			this.stages.push(new Stage(...GENTLE, 2 * CELL, 1));
			this.high.push(new Float32Array(4 * CELL));
			this.latency_samples += GENTLE[0] + 1;
		}
	}

	/** The cell at the high rate; to be changed in place before `down`. */
	up(samples: Float32Array): Float32Array {
		let low = samples;
		this.stages.forEach((stage, k) => {
			const high = this.high[k] as Float32Array;
			stage.up(low, high);
			low = high;
		});
		return low;
	}

	down(into: Float32Array): void {
		for (let k = this.stages.length - 1; k >= 0; k--)
			(this.stages[k] as Stage).down(
				this.high[k] as Float32Array,
				k ? (this.high[k - 1] as Float32Array) : into,
			);
	}
}

class Stage {
	private readonly taps: Float64Array;
	private readonly past: number;
	private readonly before_up: Float32Array;
	private readonly before_down: Float32Array;
	private late: number[];

	constructor(m: number, beta: number, samples: number, later: number) {
		this.taps = evenTaps(m, beta);
		this.past = 2 * m + 1;
		this.before_up = new Float32Array(this.past + samples);
		this.before_down = new Float32Array(2 * (this.past + 1) + 2 * samples);
		this.late = new Array(later).fill(0);
	}

	up(low: Float32Array, high: Float32Array): void {
		const { past, taps, before_up: row } = this;
		row.copyWithin(0, low.length);
		row.set(low, past);
		const middle = (past >> 1) + 1;
		for (let k = 0; k < low.length; k++) {
			let total = 0;
			for (let t = 0; t < taps.length; t++) total += (taps[t] as number) * (row[k + t] as number);
			high[2 * k] = 2 * total;
			high[2 * k + 1] = row[k + middle] as number;
		}
	}

	down(high: Float32Array, low: Float32Array): void {
		const { taps, before_down: row } = this;
		const past = taps.length;
		const samples = high.length / 2;
		row.copyWithin(0, high.length);
		row.set(high, 2 * past);
		const middle = 2 * (past >> 1) + 1;
		for (let k = 0; k < samples; k++) {
			let total = 0;
			const first = 2 * (k + 1);
			for (let t = 0; t < past; t++) total += (taps[t] as number) * (row[first + 2 * t] as number);
			low[k] = total + 0.5 * (row[middle + 2 * k] as number);
		}
		for (let n = 0; n < this.late.length; n++) {
			let held = this.late[n] as number;
			for (let k = 0; k < samples; k++) {
				const now = low[k] as number;
				low[k] = held;
				held = now;
			}
			this.late[n] = held;
		}
	}
}

/** The taps of a Kaiser-windowed half-band filter that are not zero, the middle one left out; they sum to one half. */
function evenTaps(m: number, beta: number): Float64Array {
	const length = 4 * m + 3;
	const centre = (length - 1) / 2;
	const taps = Array.from({ length: 2 * m + 2 }, (_, t) => {
		const x = 2 * t - centre;
		const angle = (Math.PI * x) / 2;
		return (Math.sin(angle) / angle) * (bessel(beta * Math.sqrt(1 - (x / centre) ** 2)) / bessel(beta));
	});
	const total = taps.reduce((all, one) => all + one, 0);
	return Float64Array.from(taps, (one) => Math.fround((one * 0.5) / total));
}

/** The modified Bessel function of the first kind, of order zero. */
export function bessel(x: number): number {
	let total = 1;
	let term = 1;
	for (let k = 1; term > total * 1e-17; k++) {
		term *= (x / (2 * k)) ** 2;
		total += term;
	}
	return total;
}
