/** Meters of the preview: peaks, mean level, correlation, and loudness by ITU-R BS.1770-5 and EBU Tech 3341. */
import { CELL, RATE_HZ, type Stereo } from "./sound";

/** What a strip's meter has seen since it was last read; linear. */
export class Levels {
	private readonly peaks: [number, number] = [0, 0];
	private readonly squares: [number, number] = [0, 0];
	private product = 0;
	private samples = 0;

	feed({ left, right }: Stereo): void {
		let [a, b] = this.peaks;
		let [aa, bb] = this.squares;
		for (let k = 0; k < CELL; k++) {
			const x = left[k] as number;
			const y = right[k] as number;
			a = Math.max(a, x, -x);
			b = Math.max(b, y, -y);
			aa += x * x;
			bb += y * y;
			this.product += x * y;
		}
		this.peaks[0] = a;
		this.peaks[1] = b;
		this.squares[0] = aa;
		this.squares[1] = bb;
		this.samples += CELL;
	}

	/** Peak left and right, mean level left and right, correlation; begins anew. */
	read(): [number, number, number, number, number] {
		const [aa, bb] = this.squares;
		const count = Math.max(this.samples, 1);
		const both = Math.sqrt(aa * bb);
		const correlation = both > 1e-12 ? this.product / both : 0;
		const read: [number, number, number, number, number] = [
			this.peaks[0],
			this.peaks[1],
			Math.sqrt(aa / count),
			Math.sqrt(bb / count),
			correlation,
		];
		this.peaks.fill(0);
		this.squares.fill(0);
		this.product = 0;
		this.samples = 0;
		return read;
	}
}

/** Hops of 100 ms: four are the momentary loudness, thirty the short-term one. */
const HOP_SAMPLES = RATE_HZ / 10;
const MOMENTARY_HOPS = 4;
const SHORT_TERM_HOPS = 30;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/** The loudness of the master while it plays. */
export class Loudness {
	private readonly sides = [new Weighting(), new Weighting()] as const;
	private energy = 0;
	private samples = 0;
	private readonly hops: number[] = [];
	/** The momentary powers of the whole, for the gates; one each 100 ms. */
	private powers: number[] = [];

	feed({ left, right }: Stereo): void {
		for (let k = 0; k < CELL; k++) {
			const x = this.sides[0].process(left[k] as number);
			const y = this.sides[1].process(right[k] as number);
			this.energy += x * x + y * y;
			if (++this.samples === HOP_SAMPLES) this.hop();
		}
	}

	/** Momentary, short-term and integrated, in LUFS; minus infinity in silence. */
	read(): { momentary: number; short_term: number; integrated: number } {
		return {
			momentary: lufs(this.mean(MOMENTARY_HOPS)),
			short_term: lufs(this.mean(SHORT_TERM_HOPS)),
			integrated: this.integrated(),
		};
	}

	clear(): void {
		this.hops.length = 0;
		this.powers = [];
		this.energy = 0;
		this.samples = 0;
	}

	private hop(): void {
		this.hops.push(this.energy / HOP_SAMPLES);
		this.energy = 0;
		this.samples = 0;
		if (this.hops.length > SHORT_TERM_HOPS) this.hops.shift();
		if (this.hops.length >= MOMENTARY_HOPS) this.powers.push(this.mean(MOMENTARY_HOPS));
	}

	private mean(hops: number): number {
		if (this.hops.length < hops) return 0;
		return this.hops.slice(-hops).reduce((all, one) => all + one, 0) / hops;
	}

	private integrated(): number {
		const loud = this.powers.filter((power) => lufs(power) >= ABSOLUTE_GATE_LUFS);
		if (!loud.length) return Number.NEGATIVE_INFINITY;
		const gate = lufs(average(loud)) + RELATIVE_GATE_LU;
		return lufs(average(loud.filter((power) => lufs(power) >= gate)));
	}
}

function average(powers: readonly number[]): number {
	return powers.reduce((all, one) => all + one, 0) / powers.length;
}

function lufs(power: number): number {
	return power > 1e-12 ? -0.691 + 10 * Math.log10(power) : Number.NEGATIVE_INFINITY;
}

/** The K-weighting, designed at the engine's rate from its analogue prototype. */
class Weighting {
	private readonly sections = SECTIONS.map((section) => ({ section, z1: 0, z2: 0 }));

	process(sample: number): number {
		let x = sample;
		for (const one of this.sections) {
			const [b0, b1, b2, a1, a2] = one.section;
			const y = b0 * x + one.z1;
			one.z1 = b1 * x - a1 * y + one.z2;
			one.z2 = b2 * x - a2 * y;
			x = y;
		}
		return x;
	}
}

const SECTIONS = [
	shelf(1681.974450955533, 3.999843853973347, 0.7071752369554196),
	cut(38.13547087602444, 0.5003270373238773),
];

function shelf(hz: number, gain_db: number, q: number): [number, number, number, number, number] {
	const k = Math.tan((Math.PI * hz) / RATE_HZ);
	const high = 10 ** (gain_db / 20);
	const band = high ** 0.4996667741545416;
	const a0 = 1 + k / q + k * k;
	return [
		(high + (band * k) / q + k * k) / a0,
		(2 * (k * k - high)) / a0,
		(high - (band * k) / q + k * k) / a0,
		(2 * (k * k - 1)) / a0,
		(1 - k / q + k * k) / a0,
	];
}

function cut(hz: number, q: number): [number, number, number, number, number] {
	const k = Math.tan((Math.PI * hz) / RATE_HZ);
	const a0 = 1 + k / q + k * k;
	return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
}
