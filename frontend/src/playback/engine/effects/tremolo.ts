/** Tremolo and auto-pan: the level swings; where the two sides swing apart, the sound wanders. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { CELL, RATE_HZ, type Stereo } from "../sound";

export class Tremolo implements Processor {
	readonly latency_samples = 0;
	private readonly glide: Glide;
	private turn = 0;

	constructor(parameters: Parameters) {
		this.glide = new Glide(motion(parameters));
	}

	update(parameters: Parameters): void {
		this.glide.to(motion(parameters));
	}

	process({ left, right }: Stereo): void {
		const { glide } = this;
		for (let k = 0; k < CELL; k++) {
			const depth = glide.at(1, k);
			left[k] = (left[k] as number) * (1 - depth * this.low(this.turn, k));
			right[k] = (right[k] as number) * (1 - depth * this.low(this.turn + glide.at(2, k), k));
			this.turn += glide.at(0, k);
			this.turn -= Math.floor(this.turn);
		}
		glide.passed();
	}

	/** 0 where the sound is loudest, 1 where it is softest. */
	private low(turns: number, k: number): number {
		const own = turns - Math.floor(turns);
		const sine = this.glide.at(3, k);
		const triangle = this.glide.at(4, k);
		const square = this.glide.at(5, k);
		let low = 0;
		if (sine) low += sine * (0.5 - 0.5 * Math.cos(2 * Math.PI * own));
		if (triangle) low += triangle * (1 - Math.abs(2 * own - 1));
		// The edges take a fiftieth of a turn: a square that steps would click.
		if (square) low += square * Math.min(Math.max(0.5 - 12.5 * (Math.abs(own - 0.5) - 0.25) * 2, 0), 1);
		return low;
	}
}

/** Turns a sample, depth, turns between the sides, and how much there is of each shape. */
function motion(parameters: Parameters): number[] {
	const shape = Math.round(value(parameters, "shape"));
	return [
		value(parameters, "rate_hz") / RATE_HZ,
		value(parameters, "depth"),
		value(parameters, "apart") / 360,
		...[0, 1, 2].map((kind) => Number(shape === kind)),
	];
}
