/** Delay: filtered echoes that can go from side to side. The echoes alone come out. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { hermite } from "../hermite";
import { audible, CELL, RATE_HZ, type Stereo } from "../sound";

const LONGEST_MS = 4_000;
const TAPE_SECONDS = 0.08;
const RING = 1 << (32 - Math.clz32(Math.floor((LONGEST_MS * RATE_HZ) / 1000) + 8));

export class Delay implements Processor {
	readonly latency_samples = 0;
	private readonly glide: Glide;
	private readonly pace = Math.exp(-1 / (TAPE_SECONDS * RATE_HZ));
	private readonly rings = [new Float32Array(RING), new Float32Array(RING)] as const;
	/** What the two cuts hold, for each side. */
	private readonly cuts = [new Float64Array(2), new Float64Array(2)] as const;
	private wanted: number;
	private delay: number;
	private time = 0;

	constructor(parameters: Parameters) {
		this.glide = new Glide(values(parameters));
		this.wanted = samples(parameters);
		this.delay = this.wanted;
	}

	update(parameters: Parameters): void {
		this.glide.to(values(parameters));
		this.wanted = samples(parameters);
	}

	process({ left, right }: Stereo): void {
		const { glide, rings, cuts, wanted, pace } = this;
		let { delay, time } = this;
		const mask = RING - 1;
		for (let k = 0; k < CELL; k++) {
			const feedback = glide.at(0, k);
			const bounce = glide.at(1, k);
			const low = glide.at(2, k);
			const high = glide.at(3, k);
			delay = wanted + (delay - wanted) * pace;
			if (Math.abs(delay - wanted) < 1e-6) delay = wanted;
			const one = cut(echo(rings[0], time, delay, mask), cuts[0], low, high);
			const other = cut(echo(rings[1], time, delay, mask), cuts[1], low, high);
			const from_left = left[k] as number;
			const from_right = right[k] as number;
			left[k] = one;
			right[k] = other;
			// Side to side: both enter on the left, and each echo comes back on the other side.
			const entering = from_left + bounce * (0.5 * (from_left + from_right) - from_left);
			rings[0][time & mask] = audible(entering + feedback * (one + bounce * (other - one)));
			rings[1][time & mask] = audible(
				from_right * (1 - bounce) + feedback * (other + bounce * (one - other)),
			);
			time++;
		}
		glide.passed();
		this.delay = delay;
		this.time = time;
		for (const held of cuts) for (let k = 0; k < 2; k++) held[k] = audible(held[k] as number);
	}
}

/** What was written `delay` samples ago; the newest sample is not there yet. */
function echo(ring: Float32Array, time: number, delay: number, mask: number): number {
	if (delay < 2) ring[time & mask] = 0;
	return hermite(ring, time, delay, mask);
}

function cut(heard: number, held: Float64Array, low: number, high: number): number {
	const under = heard + low * ((held[0] as number) - heard);
	const over = heard - under;
	const kept = over + high * ((held[1] as number) - over);
	held[0] = under;
	held[1] = kept;
	return kept;
}

function samples(parameters: Parameters): number {
	return (value(parameters, "time_ms") * RATE_HZ) / 1000;
}

/** Feedback, how far from side to side, and the poles of the two one-pole cuts. */
function values(parameters: Parameters): number[] {
	const pole = (name: string) =>
		Math.exp((-2 * Math.PI * Math.min(value(parameters, name), 0.45 * RATE_HZ)) / RATE_HZ);
	return [
		value(parameters, "feedback"),
		Math.round(value(parameters, "bounce")),
		pole("low_cut_hz"),
		pole("high_cut_hz"),
	];
}
