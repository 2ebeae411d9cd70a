/** Filter: low-pass, high-pass, band-pass or notch, with resonance (A. Simper's state variable filter). */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { CELL, RATE_HZ, type Stereo } from "../sound";

const INAUDIBLE = 1e-30;
/** What each mode takes of the input, the band-pass and the low-pass. */
const MIXES = [
	[0, 0, 1],
	[1, -1, -1],
	[0, 1, 0],
	[1, -1, 0],
] as const;

export class Filter implements Processor {
	readonly latency_samples = 0;
	private readonly glide: Glide;
	private readonly memories = [new Float64Array(4), new Float64Array(4)] as const;

	constructor(parameters: Parameters) {
		this.glide = new Glide(shape(parameters));
	}

	update(parameters: Parameters): void {
		this.glide.to(shape(parameters));
	}

	process(block: Stereo): void {
		this.side(block.left, this.memories[0]);
		this.side(block.right, this.memories[1]);
		this.glide.passed();
	}

	private side(samples: Float32Array, memory: Float64Array): void {
		const { glide } = this;
		for (let k = 0; k < CELL; k++) {
			const g = glide.at(0, k);
			const second = glide.at(5, k);
			const a1 = 1 / (1 + g * (g + glide.at(1, k)));
			const dry = glide.at(2, k);
			const band = glide.at(3, k);
			const low = glide.at(4, k);
			let x = samples[k] as number;
			let once = x;
			for (let s = 0; s < 4; s += 2) {
				const first = memory[s] as number;
				const v3 = x - (memory[s + 1] as number);
				const v1 = a1 * (first + g * v3);
				const v2 = (memory[s + 1] as number) + g * v1;
				memory[s] = 2 * v1 - first;
				memory[s + 1] = 2 * v2 - (memory[s + 1] as number);
				x = dry * x + band * v1 + low * v2;
				if (s === 0) {
					once = x;
					if (second === 0) {
						memory[2] = 0;
						memory[3] = 0;
						break;
					}
				}
			}
			samples[k] = second === 0 ? once : once + second * (x - once);
		}
		for (let k = 0; k < 4; k++) if (Math.abs(memory[k] as number) < INAUDIBLE) memory[k] = 0;
	}
}

/** The integrators' gain, the damping, the three shares, and how much of a second pass there is. */
function shape(parameters: Parameters): number[] {
	const hz = Math.min(value(parameters, "frequency_hz"), 0.49 * RATE_HZ);
	const damping = 1 / value(parameters, "q");
	const [dry, band, low] = MIXES[Math.round(value(parameters, "mode"))] ?? MIXES[0];
	const second = Math.round(value(parameters, "slope"));
	return [Math.tan((Math.PI * hz) / RATE_HZ), damping, dry, band * damping, low, second];
}
