/** Crusher: fewer bits and a lower rate, in even steps or in those of the network. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { CELL, RATE_HZ, type Stereo } from "../sound";

export class Crusher implements Processor {
	readonly latency_samples = 0;
	private readonly glide: Glide;
	private readonly held = new Float64Array(2);
	private clock = 1;

	constructor(parameters: Parameters) {
		this.glide = new Glide(steps(parameters));
	}

	update(parameters: Parameters): void {
		this.glide.to(steps(parameters));
	}

	process({ left, right }: Stereo): void {
		const { glide, held } = this;
		for (let k = 0; k < CELL; k++) {
			if (this.clock >= 1) {
				this.clock -= 1;
				const half = glide.at(0, k);
				const law = glide.at(1, k);
				held[0] = step(left[k] as number, half, law);
				held[1] = step(right[k] as number, half, law);
			}
			left[k] = held[0] as number;
			right[k] = held[1] as number;
			this.clock += glide.at(2, k);
		}
		glide.passed();
	}
}

function step(sample: number, half: number, law: number): number {
	const x = Math.min(Math.max(sample, -1), 1);
	const plain = Math.floor(x * half + 0.5) / half;
	if (law <= 0) return plain;
	const mu = 2 * half + 1;
	const squeeze = Math.log1p(mu);
	const code = Math.floor((Math.log1p(mu * Math.abs(x)) / squeeze) * half + 0.5) / half;
	const bent = ((x < 0 ? -1 : 1) * Math.expm1(squeeze * code)) / mu;
	return plain + law * (bent - plain);
}

/** Steps on either side of silence, how much of the µ-law, new samples per sample. */
function steps(parameters: Parameters): number[] {
	return [
		Math.max(1, 2 ** value(parameters, "bits") / 2 - 1),
		Math.round(value(parameters, "law")),
		Math.min(1, value(parameters, "rate_hz") / RATE_HZ),
	];
}
