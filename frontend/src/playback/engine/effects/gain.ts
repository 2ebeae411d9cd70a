/** Gain: the plainest effect. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { CELL, dbToGain, type Stereo } from "../sound";

export class Gain implements Processor {
	readonly latency_samples = 0;
	private readonly glide: Glide;

	constructor(parameters: Parameters) {
		this.glide = new Glide([factor(parameters)]);
	}

	update(parameters: Parameters): void {
		this.glide.to([factor(parameters)]);
	}

	process({ left, right }: Stereo): void {
		for (let k = 0; k < CELL; k++) {
			const gain = this.glide.at(0, k);
			left[k] = (left[k] as number) * gain;
			right[k] = (right[k] as number) * gain;
		}
		this.glide.passed();
	}
}

function factor(parameters: Parameters): number {
	return dbToGain(value(parameters, "gain_db")) * (Math.round(value(parameters, "phase")) ? -1 : 1);
}
