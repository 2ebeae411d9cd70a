/** Exciter: new high frequencies out of those that are there (antialiasing: Parker, Zavalishin, Le Bivic, DAFx-16). */
import { butterworthQs, Cascade, highPass, type Section } from "../biquads";
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { Oversampler } from "../oversampling";
import { CELL, copy, dbToGain, Late, type Stereo, stereo, sum } from "../sound";

export class Exciter implements Processor {
	readonly latency_samples: number;
	private readonly before: Cascade;
	private readonly after: Cascade;
	private readonly sides = [new Oversampler(2), new Oversampler(2)] as const;
	private readonly glide: Glide;
	private readonly last = new Float64Array(2);
	private readonly dry: Late;
	private readonly high = stereo();

	constructor(parameters: Parameters) {
		this.before = new Cascade(above(parameters));
		this.after = new Cascade(above(parameters));
		this.glide = new Glide(bending(parameters));
		this.latency_samples = this.sides[0].latency_samples;
		this.dry = new Late(this.latency_samples);
	}

	update(parameters: Parameters): void {
		this.before.update(above(parameters));
		this.after.update(above(parameters));
		this.glide.to(bending(parameters));
	}

	process(block: Stereo): void {
		const { high } = this;
		copy(block, high);
		this.before.process(high);
		this.excite(high.left, 0);
		this.excite(high.right, 1);
		this.glide.passed();
		this.after.process(high);
		this.dry.process(block);
		sum(high, block);
	}

	private excite(samples: Float32Array, side: 0 | 1): void {
		const { glide } = this;
		const fast = this.sides[side].up(samples);
		let before = this.last[side] as number;
		for (let k = 0; k < 2 * CELL; k++) {
			const drive = glide.at(0, k >> 1);
			const even = glide.at(1, k >> 1);
			const odd = glide.at(2, k >> 1);
			const u = drive * (fast[k] as number);
			fast[k] = bent(u, before, even, odd);
			before = u;
		}
		this.last[side] = before;
		this.sides[side].down(samples);
	}
}

function above(parameters: Parameters): Section[] {
	return butterworthQs(2).map((q) => highPass(value(parameters, "frequency_hz"), q));
}

/** The drive, and the weights of the even and of the odd polynomial. */
function bending(parameters: Parameters): number[] {
	const amount = dbToGain(value(parameters, "amount_db"));
	const even = value(parameters, "even");
	return [dbToGain(value(parameters, "drive_db")), amount * even, amount * (1 - even)];
}

function bent(u: number, before: number, even: number, odd: number): number {
	if (Math.abs(u) <= 1 && Math.abs(before) <= 1) return between(u, before, even, odd);
	if (Math.abs(u - before) > 1e-6) return (area(u, even, odd) - area(before, even, odd)) / (u - before);
	return curve(Math.min(Math.max(u, -1), 1), even, odd);
}

/** u² (2 - u²) and u³ (5 - 3u²) / 2 within ±1, where both arrive level, and stay. */
function curve(u: number, even: number, odd: number): number {
	const square = u * u;
	return square * (even * (2 - square) + 0.5 * odd * u * (5 - 3 * square));
}

function area(u: number, even: number, odd: number): number {
	const inside = Math.min(Math.max(u, -1), 1);
	const square = inside * inside;
	const found = even * inside * square * (2 / 3 - square / 5) + odd * square * square * (5 / 8 - square / 4);
	return found + (u - inside) * curve(inside, even, odd);
}

/** (area(a) - area(b)) / (a - b) for both within ±1, divided out. */
function between(a: number, b: number, even: number, odd: number): number {
	const p = a * a + b * b;
	const q = a * b;
	const cubes = p + q;
	const fifths = p * p + p * q - q * q;
	return even * ((2 / 3) * cubes - fifths / 5) + odd * (a + b) * ((5 / 8) * p - 0.25 * (p - q) * cubes);
}
