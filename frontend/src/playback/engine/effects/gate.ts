/** Gate and expander: silences what lies under a threshold. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { CELL, RATE_HZ, rounded, type Stereo } from "../sound";

const FLOOR = 1e-10;
const DETECTOR_MS = 5;
const NEPERS = Math.LN10 / 20;

export class Gate implements Processor {
	readonly latency_samples = 0;
	reduction_db = 0;
	private readonly curve: Glide;
	private readonly fall = perSample(DETECTOR_MS);
	private attack = 0;
	private release = 0;
	private hold = 0;
	private peak = 0;
	private reduction = 0;
	private held = 0;
	private open = false;

	constructor(parameters: Parameters) {
		this.curve = new Glide(curve(parameters));
		this.set(parameters);
	}

	update(parameters: Parameters): void {
		this.curve.to(curve(parameters));
		this.set(parameters);
	}

	private set(parameters: Parameters): void {
		this.attack = perSample(value(parameters, "attack_ms"));
		this.release = perSample(value(parameters, "release_ms"));
		this.hold = rounded((value(parameters, "hold_ms") * RATE_HZ) / 1000);
	}

	process({ left, right }: Stereo): void {
		let greatest = 0;
		for (let k = 0; k < CELL; k++) {
			const loudest = Math.max(Math.abs(left[k] as number), Math.abs(right[k] as number));
			this.peak = Math.max(loudest, this.peak * this.fall);
			const wanted = this.wanted(k);
			const pace = wanted < this.reduction ? this.attack : this.release;
			this.reduction = pace * this.reduction + (1 - pace) * wanted;
			greatest = Math.max(greatest, this.reduction);
			const gain = Math.exp(-NEPERS * this.reduction);
			left[k] = (left[k] as number) * gain;
			right[k] = (right[k] as number) * gain;
		}
		this.curve.passed();
		if (this.peak <= FLOOR) this.peak = 0;
		if (this.reduction <= FLOOR) this.reduction = 0;
		this.reduction_db = greatest;
	}

	private wanted(k: number): number {
		const threshold = this.curve.at(0, k);
		const opens = 10 ** (threshold / 20);
		const closes = 10 ** ((threshold - this.curve.at(3, k)) / 20);
		if (this.peak >= opens || (this.open && this.peak >= closes)) {
			this.open = true;
			this.held = this.hold;
		} else if (this.held > 0) this.held--;
		else this.open = false;
		if (this.open) return 0;
		const under = threshold - 20 * Math.log10(this.peak + FLOOR);
		return Math.min(this.curve.at(2, k), this.curve.at(1, k) * under);
	}
}

/** Threshold, slope, range and hysteresis, in dB. */
function curve(parameters: Parameters): number[] {
	return [
		value(parameters, "threshold_db"),
		value(parameters, "expansion") - 1,
		value(parameters, "range_db"),
		value(parameters, "hysteresis_db"),
	];
}

function perSample(time_ms: number): number {
	return Math.exp(-1000 / (time_ms * RATE_HZ));
}
