/**
 * Second-order filters: the Audio EQ Cookbook's designs, and a cascade of them.
 *
 * Sections are rows (b0, b1, b2, a1, a2), normalised by a0. New coefficients are reached in a straight line.
 */
import { CELL, RATE_HZ, type Stereo } from "./sound";

export type Section = readonly [number, number, number, number, number];

export const PLAIN: Section = [1, 0, 0, 0, 0];
const INAUDIBLE = 1e-30;

export function lowShelf(hz: number, gain_db: number, q: number): Section {
	const [a, cosine, alpha] = intermediates(hz, gain_db, q);
	const slope = 2 * Math.sqrt(a) * alpha;
	return section(
		a * (a + 1 - (a - 1) * cosine + slope),
		2 * a * (a - 1 - (a + 1) * cosine),
		a * (a + 1 - (a - 1) * cosine - slope),
		a + 1 + (a - 1) * cosine + slope,
		-2 * (a - 1 + (a + 1) * cosine),
		a + 1 + (a - 1) * cosine - slope,
	);
}

export function highShelf(hz: number, gain_db: number, q: number): Section {
	const [a, cosine, alpha] = intermediates(hz, gain_db, q);
	const slope = 2 * Math.sqrt(a) * alpha;
	return section(
		a * (a + 1 + (a - 1) * cosine + slope),
		-2 * a * (a - 1 + (a + 1) * cosine),
		a * (a + 1 + (a - 1) * cosine - slope),
		a + 1 - (a - 1) * cosine + slope,
		2 * (a - 1 - (a + 1) * cosine),
		a + 1 - (a - 1) * cosine - slope,
	);
}

export function bell(hz: number, gain_db: number, q: number): Section {
	const [a, cosine, alpha] = intermediates(hz, gain_db, q);
	return section(1 + alpha * a, -2 * cosine, 1 - alpha * a, 1 + alpha / a, -2 * cosine, 1 - alpha / a);
}

export function lowPass(hz: number, q: number): Section {
	const [, cosine, alpha] = intermediates(hz, 0, q);
	const half = (1 - cosine) / 2;
	return section(half, 2 * half, half, 1 + alpha, -2 * cosine, 1 - alpha);
}

export function highPass(hz: number, q: number): Section {
	const [, cosine, alpha] = intermediates(hz, 0, q);
	const half = (1 + cosine) / 2;
	return section(half, -2 * half, half, 1 + alpha, -2 * cosine, 1 - alpha);
}

/** The Q of each section of a Butterworth filter. */
export function butterworthQs(sections: number): number[] {
	return Array.from(
		{ length: sections },
		(_, k) => 1 / (2 * Math.cos((Math.PI * (2 * k + 1)) / (4 * sections))),
	);
}

function intermediates(hz: number, gain_db: number, q: number): [number, number, number] {
	const omega = (2 * Math.PI * Math.min(hz, 0.49 * RATE_HZ)) / RATE_HZ;
	return [10 ** (gain_db / 40), Math.cos(omega), Math.sin(omega) / (2 * q)];
}

function section(b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Section {
	return [b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0];
}

/**
 * Sections one after the other, computed in double precision.
 *
 * The direct form I hands the same last inputs and outputs to coefficients old and new. Their number stays;
 * sections that change nothing are passed over.
 */
export class Cascade {
	private target: readonly Section[];
	private start: readonly Section[];
	private moving = false;
	/** For each side, four numbers for each section: its last two inputs and outputs. */
	private readonly pasts: [Float64Array, Float64Array];
	private readonly wave = new Float64Array(CELL);

	constructor(sections: readonly Section[]) {
		this.target = sections;
		this.start = sections;
		this.pasts = [new Float64Array(4 * sections.length), new Float64Array(4 * sections.length)];
	}

	/** Move to as many other sections. */
	update(sections: readonly Section[]): void {
		if (sections.every((one, s) => same(one, this.target[s] as Section))) return;
		this.start = this.target;
		this.target = sections;
		this.moving = true;
	}

	process(block: Stereo): void {
		this.side(block.left, this.pasts[0]);
		this.side(block.right, this.pasts[1]);
		this.moving = false;
	}

	private side(samples: Float32Array, past: Float64Array): void {
		const { wave } = this;
		wave.set(samples);
		for (let s = 0; s < this.target.length; s++) {
			const to = this.target[s] as Section;
			const from = this.moving ? (this.start[s] as Section) : to;
			if (same(to, PLAIN) && same(from, PLAIN)) pass(wave, past, 4 * s);
			else if (same(from, to)) filter(wave, past, 4 * s, to);
			else filterMoving(wave, past, 4 * s, from, to);
		}
		samples.set(wave);
	}
}

function same(one: Section, other: Section): boolean {
	return (
		one === other ||
		(one[0] === other[0] &&
			one[1] === other[1] &&
			one[2] === other[2] &&
			one[3] === other[3] &&
			one[4] === other[4])
	);
}

/** What changes nothing puts out what came in. */
function pass(wave: Float64Array, past: Float64Array, at: number): void {
	past[at] = wave[CELL - 1] as number;
	past[at + 1] = wave[CELL - 2] as number;
	past[at + 2] = past[at] as number;
	past[at + 3] = past[at + 1] as number;
}

function filter(wave: Float64Array, past: Float64Array, at: number, section: Section): void {
	const [b0, b1, b2, a1, a2] = section;
	let x1 = past[at] as number;
	let x2 = past[at + 1] as number;
	let y1 = past[at + 2] as number;
	let y2 = past[at + 3] as number;
	for (let k = 0; k < CELL; k++) {
		const x = wave[k] as number;
		const y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
		x2 = x1;
		x1 = x;
		y2 = y1;
		y1 = y;
		wave[k] = y;
	}
	keep(past, at, x1, x2, y1, y2);
}

function filterMoving(wave: Float64Array, past: Float64Array, at: number, from: Section, to: Section): void {
	let x1 = past[at] as number;
	let x2 = past[at + 1] as number;
	let y1 = past[at + 2] as number;
	let y2 = past[at + 3] as number;
	for (let k = 0; k < CELL; k++) {
		const share = (k + 1) / CELL;
		const b0 = from[0] + (to[0] - from[0]) * share;
		const b1 = from[1] + (to[1] - from[1]) * share;
		const b2 = from[2] + (to[2] - from[2]) * share;
		const a1 = from[3] + (to[3] - from[3]) * share;
		const a2 = from[4] + (to[4] - from[4]) * share;
		const x = wave[k] as number;
		const y = b0 * x + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
		x2 = x1;
		x1 = x;
		y2 = y1;
		y1 = y;
		wave[k] = y;
	}
	keep(past, at, x1, x2, y1, y2);
}

/** Numbers so small that they would slow the next ones are as good as silence. */
function keep(past: Float64Array, at: number, x1: number, x2: number, y1: number, y2: number): void {
	past[at] = Math.abs(x1) > INAUDIBLE ? x1 : 0;
	past[at + 1] = Math.abs(x2) > INAUDIBLE ? x2 : 0;
	past[at + 2] = Math.abs(y1) > INAUDIBLE ? y1 : 0;
	past[at + 3] = Math.abs(y2) > INAUDIBLE ? y2 : 0;
}
