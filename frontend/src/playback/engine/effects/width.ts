/** Width: how far apart left and right are, by middle and side. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { CELL, type Stereo } from "../sound";

export class Width implements Processor {
	readonly latency_samples = 0;
	private readonly glide: Glide;

	constructor(parameters: Parameters) {
		this.glide = new Glide([value(parameters, "width")]);
	}

	update(parameters: Parameters): void {
		this.glide.to([value(parameters, "width")]);
	}

	process({ left, right }: Stereo): void {
		for (let k = 0; k < CELL; k++) {
			const width = this.glide.at(0, k);
			const near = 0.5 + 0.5 * width;
			const far = 0.5 - 0.5 * width;
			const one = left[k] as number;
			const other = right[k] as number;
			left[k] = near * one + far * other;
			right[k] = far * one + near * other;
		}
		this.glide.passed();
	}
}
