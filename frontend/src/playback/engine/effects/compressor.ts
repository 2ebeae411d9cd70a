/** Compressor: soft knee, peak or mean level, both sides reduced alike (Giannoulis, Massberg, Reiss 2012). */
import { highPass, PLAIN, type Section } from "../biquads";
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { CELL, dbToGain, RATE_HZ, type Stereo } from "../sound";

const FLOOR_POWER = 1e-20;
const SIDE_CHAIN_OFF_HZ = 20;
const NEPERS = Math.LN10 / 20;

export class Compressor implements Processor {
	readonly latency_samples = 0;
	reduction_db = 0;
	private readonly curve: Glide;
	private attack = 0;
	private release = 0;
	private average = 0;
	private section: Section = PLAIN;
	private readonly heard = [new Float64Array(2), new Float64Array(2)] as const;
	private power = 0;
	private reduction = 0;

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
		this.average = perSample(value(parameters, "rms_ms"));
		const hz = value(parameters, "side_chain_hz");
		this.section = hz > SIDE_CHAIN_OFF_HZ ? highPass(hz, Math.SQRT1_2) : PLAIN;
	}

	process({ left, right }: Stereo): void {
		const { curve, average, section } = this;
		const filtered = section !== PLAIN;
		let { power, reduction } = this;
		let greatest = 0;
		for (let k = 0; k < CELL; k++) {
			const threshold = curve.at(0, k);
			const knee = curve.at(2, k);
			let one = left[k] as number;
			let other = right[k] as number;
			if (filtered) {
				one = filter(one, section, this.heard[0]);
				other = filter(other, section, this.heard[1]);
			}
			power = average * power + (1 - average) * Math.max(one * one, other * other);
			const over = 10 * Math.log10(power + FLOOR_POWER) - threshold;
			const wanted = 2 * over > -knee ? reductionAt(over, curve.at(1, k), knee) : 0;
			const pace = wanted > reduction ? this.attack : this.release;
			reduction = pace * reduction + (1 - pace) * wanted;
			if (reduction > greatest) greatest = reduction;
			const gain = curve.at(3, k) * Math.exp(-NEPERS * reduction);
			left[k] = (left[k] as number) * gain;
			right[k] = (right[k] as number) * gain;
		}
		curve.passed();
		this.power = power > FLOOR_POWER ? power : 0;
		this.reduction = reduction > FLOOR_POWER ? reduction : 0;
		this.reduction_db = greatest;
	}
}

/** Threshold, slope, knee, make-up. */
function curve(parameters: Parameters): number[] {
	return [
		value(parameters, "threshold_db"),
		1 - 1 / value(parameters, "ratio"),
		value(parameters, "knee_db"),
		dbToGain(value(parameters, "make_up_db")),
	];
}

function reductionAt(over: number, slope: number, knee: number): number {
	return 2 * over >= knee ? slope * over : (slope * (over + 0.5 * knee) ** 2) / (2 * knee);
}

function perSample(time_ms: number): number {
	return time_ms > 0 ? Math.exp(-1000 / (time_ms * RATE_HZ)) : 0;
}

function filter(x: number, section: Section, memory: Float64Array): number {
	const y = section[0] * x + (memory[0] as number);
	memory[0] = section[1] * x - section[3] * y + (memory[1] as number);
	memory[1] = section[2] * x - section[4] * y;
	return y;
}
