/** Curves that bend a wave, run at four times the rate so that what they add does not fold back. */
import { Glide } from "./glide";
import { Oversampler } from "./oversampling";
import { CELL, type Stereo } from "./sound";

export type Curve = (x: number) => number;

/** Lambert's continued fraction of the hyperbolic tangent, cut where it reaches 1. */
export function soft(x: number): number {
	const held = Math.min(Math.max(x, -4.97), 4.97);
	const s = held * held;
	return (held * (135135 + s * (17325 + s * (378 + s)))) / (135135 + s * (62370 + s * (3150 + s * 28)));
}

export function hard(x: number): number {
	return Math.min(Math.max(x, -1), 1);
}

/** A triangle wave of its input: turns back at ±1. */
export function folded(x: number): number {
	const turn = x * 0.25 + 0.25;
	return 1 - 4 * Math.abs(turn - Math.floor(turn) - 0.5);
}

/** level * (curve(drive * x + bias) - curve(bias)), for a curve and three numbers that may move. */
export class Shaper {
	readonly latency_samples: number;
	private readonly glide: Glide;
	private readonly sides = [new Oversampler(4), new Oversampler(4)] as const;

	constructor(
		private readonly curve: Curve,
		values: readonly [number, number, number],
	) {
		this.glide = new Glide(values);
		this.latency_samples = this.sides[0].latency_samples;
	}

	update(values: readonly [number, number, number]): void {
		this.glide.to(values);
	}

	process(block: Stereo): void {
		this.side(block.left, this.sides[0]);
		this.side(block.right, this.sides[1]);
		this.glide.passed();
	}

	private side(samples: Float32Array, oversampler: Oversampler): void {
		const high = oversampler.up(samples);
		const { glide, curve } = this;
		for (let k = 0; k < CELL; k++) {
			const drive = glide.at(0, k);
			const bias = glide.at(1, k);
			const level = glide.at(2, k);
			const offset = curve(bias);
			for (let n = 4 * k; n < 4 * k + 4; n++)
				high[n] = level * (curve(drive * (high[n] as number) + bias) - offset);
		}
		oversampler.down(samples);
	}
}

/** The level at which a sine of amplitude `reference` leaves the curve as loud as it came. */
export function evenlyLoud(curve: Curve, drive: number, bias: number, reference: number): number {
	let total = 0;
	let squares = 0;
	for (let k = 0; k < 256; k++) {
		const bent = curve(drive * reference * Math.sin((2 * Math.PI * k) / 256) + bias) - curve(bias);
		total += bent;
		squares += bent * bent;
	}
	const mean = total / 256;
	return reference / Math.SQRT2 / Math.sqrt(squares / 256 - mean * mean);
}
