/**
 * The reverb's feedback delay network of sixteen lines (see mixing/dsp/network.py for its sources).
 *
 * The lines are longer than a cell, so that the work goes line by line.
 */
import { Glide } from "./glide";
import motion from "./network.constants.json";
import { audible, CELL, RATE_HZ, rounded, type Stereo } from "./sound";

const LINES = 16;
const HIGH_HZ = 4_000;
const LENGTHS = [
	1523, 1747, 1951, 2203, 2437, 2659, 2861, 3083, 3307, 3547, 3779, 4001, 4219, 4441, 4663, 4889,
];
const SCATTER = [
	[210, 158, 561, 410],
	[223, 173, 587, 433],
] as const;
const SCATTER_GAINS = [0.75, 0.75, 0.625, 0.625] as const;
/** Samples between steps while settings move. */
const STAIR = 8;
/** A stronger pole would darken 500 Hz as well. */
const DARKEST = 0.75;
const LEVEL = 5;
const LEAST_ENERGY = 0.2;
const DIFFUSION = 2 * LINES;
const DEPTH = DIFFUSION + 1;
const OWN = DIFFUSION + 2;
const OTHER = DIFFUSION + 3;

export interface Room {
	decay_seconds: number;
	high_share: number;
	diffusion: number;
	depth_samples: number;
	width: number;
	gain: number;
}

/** Stereo in, the reverberation alone out. `size` scales the lines. */
export class Network {
	private readonly lengths: number[];
	private readonly lines: Float32Array[];
	private readonly scatter: Allpass[][];
	private readonly damped = new Float64Array(LINES);
	private readonly glide: Glide;
	private readonly room = Array.from({ length: LINES }, () => new Float32Array(CELL));
	private readonly heard = [new Float32Array(CELL), new Float32Array(CELL)] as const;
	private time = 0;

	constructor(room: Room, size: number) {
		this.lengths = LENGTHS.map((length) => rounded(length * size));
		const longest = Math.max(...this.lengths) + 2 * CELL;
		const ring = 1 << (32 - Math.clz32(longest));
		this.lines = this.lengths.map(() => new Float32Array(ring));
		this.scatter = SCATTER.map((side) => side.map((length) => new Allpass(length)));
		this.glide = new Glide(this.values(room));
	}

	update(room: Room): void {
		this.glide.to(this.values(room));
	}

	process(block: Stereo): void {
		const sides = [block.left, block.right] as const;
		this.scattered(sides);
		for (let i = 0; i < LINES; i++) {
			this.read(i);
			this.absorb(i);
		}
		this.hear();
		hadamard(this.room);
		this.write(sides);
		block.left.set(this.heard[0]);
		block.right.set(this.heard[1]);
		this.time += CELL;
		this.glide.passed();
	}

	/** A number at a sample; while settings move it goes in short steps. */
	private at(index: number, sample: number): number {
		return this.glide.at(index, sample - (sample % STAIR));
	}

	private scattered(sides: readonly [Float32Array, Float32Array]): void {
		for (const side of [0, 1] as const)
			this.scatter[side]?.forEach((allpass, stage) => {
				const share = SCATTER_GAINS[stage] as number;
				allpass.process(sides[side], (k) => this.at(DIFFUSION, k) * share);
			});
	}

	/** Between samples, by a third-order Lagrange polynomial, from a place that wanders. */
	private read(i: number): void {
		const row = this.room[i] as Float32Array;
		const line = this.lines[i] as Float32Array;
		const mask = line.length - 1;
		const pace = motion.turns_a_sample[i] as number;
		const from = motion.turns[i] as number;
		const turned = (at: number) => 1 + Math.sin(2 * Math.PI * (pace * at + from));
		const before = turned(this.time);
		const after = turned(this.time + CELL);
		const length = this.lengths[i] as number;
		for (let start = 0; start < CELL; start += this.glide.moving ? STAIR : CELL) {
			const stop = this.glide.moving ? start + STAIR : CELL;
			const depth = this.at(DEPTH, start);
			const early = depth * before;
			const slope = (depth * after - early) / CELL;
			const whole = Math.floor(early);
			const begin = this.time - length - whole;
			for (let k = start; k < stop; k++) {
				const f = early - whole + slope * k;
				const x0 = line[(begin + k + 1) & mask] as number;
				const x1 = line[(begin + k) & mask] as number;
				const x2 = line[(begin + k - 1) & mask] as number;
				const x3 = line[(begin + k - 2) & mask] as number;
				const up = f + 1;
				const down = f - 1;
				const far = f - 2;
				const inner = 0.5 * up * far;
				row[k] = (-f * down * far * x0) / 6 + inner * down * x1 - inner * f * x2 + (up * f * down * x3) / 6;
			}
		}
	}

	private absorb(i: number): void {
		const row = this.room[i] as Float32Array;
		let y = this.damped[i] as number;
		for (let k = 0; k < CELL; k++) {
			y = this.at(i, k) * (row[k] as number) + this.at(LINES + i, k) * y;
			row[k] = y;
		}
		this.damped[i] = audible(y);
	}

	private hear(): void {
		const [left, right] = this.heard;
		left.fill(0);
		right.fill(0);
		for (let i = 0; i < LINES; i++) {
			const row = this.room[i] as Float32Array;
			const one = motion.left[i] as number;
			const other = motion.right[i] as number;
			for (let k = 0; k < CELL; k++) {
				const own = this.at(OWN, k);
				const across = this.at(OTHER, k);
				left[k] = (left[k] as number) + (own * one + across * other) * (row[k] as number);
				right[k] = (right[k] as number) + (own * other + across * one) * (row[k] as number);
			}
		}
	}

	private write(sides: readonly [Float32Array, Float32Array]): void {
		for (let i = 0; i < LINES; i++) {
			const row = this.room[i] as Float32Array;
			const line = this.lines[i] as Float32Array;
			const entering = i % 2 ? sides[1] : sides[0];
			const sign = motion.into[i] as number;
			const mask = line.length - 1;
			for (let k = 0; k < CELL; k++)
				line[(this.time + k) & mask] = audible(0.25 * (row[k] as number) + sign * (entering[k] as number));
		}
	}

	/** Each line's gain and pole, then diffusion, depth, what each side takes of itself and of the other. */
	private values(room: Room): number[] {
		const omega = (2 * Math.PI * HIGH_HZ) / RATE_HZ;
		const lines = this.lengths.map((length) => {
			const low = 10 ** ((-3 * length) / RATE_HZ / room.decay_seconds);
			const ratio = low ** (1 / room.high_share - 1);
			return { low, ratio, pole: Math.min(pole(ratio, omega), DARKEST) };
		});
		const energy = [1, 0].map((whole) => {
			const all = lines.map(({ low, ratio }) => (whole ? low : low * ratio) ** 2);
			return all.reduce((total, square) => total + square / (1 - square), 0) / LINES;
		});
		// A longer decay holds more energy: taken back, so that the level hardly depends on it.
		const even = 1 / Math.sqrt(Math.max(((energy[0] as number) + (energy[1] as number)) / 2, LEAST_ENERGY));
		const own = (1 + room.width) / 2;
		const other = (1 - room.width) / 2;
		const power = (room.gain * even * LEVEL) / Math.hypot(own, other);
		return [
			...lines.map((line) => line.low * (1 - line.pole)),
			...lines.map((line) => line.pole),
			room.diffusion,
			room.depth_samples,
			own * power,
			other * power,
		];
	}
}

/** Scatters a sound in time and leaves its spectrum as it is (Schroeder). */
class Allpass {
	private readonly ring = new Float32Array(2048);
	private time = 0;

	constructor(private readonly length: number) {}

	process(sound: Float32Array, gainAt: (sample: number) => number): void {
		const { ring, length } = this;
		for (let k = 0; k < CELL; k++) {
			const gain = gainAt(k);
			const x = sound[k] as number;
			const y = (ring[(this.time - length) & 2047] as number) - gain * x;
			ring[this.time & 2047] = audible(x + gain * y);
			sound[k] = y;
			this.time++;
		}
	}
}

/** The pole of (1 - p) / (1 - p z⁻¹) whose gain at `omega` is `ratio`. */
function pole(ratio: number, omega: number): number {
	const square = Math.min(ratio ** 2, 1 - 1e-12);
	const half = 1 - square * Math.cos(omega);
	return (half - Math.sqrt(half ** 2 - (1 - square) ** 2)) / (1 - square);
}

/** The Hadamard matrix of sixteen, without its factor of a quarter. */
function hadamard(room: Float32Array[]): void {
	for (let reach = 8; reach; reach >>= 1)
		for (let i = 0; i < LINES; i++) {
			if (i & reach) continue;
			const one = room[i] as Float32Array;
			const other = room[i + reach] as Float32Array;
			for (let k = 0; k < CELL; k++) {
				const a = one[k] as number;
				const b = other[k] as number;
				one[k] = a + b;
				other[k] = a - b;
			}
		}
}
