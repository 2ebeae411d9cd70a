/**
 * What the preview's engine computes with: stereo blocks of one cell of the control grid, at the renderer's rate.
 *
 * The engine does in the browser what `mixing/` does on the server, cell by cell and in the same order; vectors
 * made by the server hold the two together.
 */

export const RATE_HZ = 44_100;
/** Samples of a block: envelopes are read once a cell, at places that do not depend on where playing began. */
export const CELL = 64;

export interface Stereo {
	left: Float32Array;
	right: Float32Array;
}

export function stereo(samples = CELL): Stereo {
	return { left: new Float32Array(samples), right: new Float32Array(samples) };
}

export function silence(block: Stereo): void {
	block.left.fill(0);
	block.right.fill(0);
}

export function copy(from: Stereo, to: Stereo): void {
	to.left.set(from.left);
	to.right.set(from.right);
}

export function sum(from: Stereo, into: Stereo): void {
	for (let k = 0; k < CELL; k++) {
		into.left[k] = (into.left[k] as number) + (from.left[k] as number);
		into.right[k] = (into.right[k] as number) + (from.right[k] as number);
	}
}

export function dbToGain(db: number): number {
	return 10 ** (db / 20);
}

/** Numbers so small that they would slow whatever computes with them are as good as silence. */
export function audible(x: number): number {
	return x > 1e-15 || x < -1e-15 ? x : 0;
}

/** The same sound, a whole number of samples later. */
export class Late {
	private readonly rings: [Float32Array, Float32Array];
	private at = 0;

	constructor(readonly samples: number) {
		this.rings = [new Float32Array(Math.max(samples, 1)), new Float32Array(Math.max(samples, 1))];
	}

	process(block: Stereo): void {
		if (!this.samples) return;
		let at = this.at;
		const [first, second] = this.rings;
		for (let k = 0; k < CELL; k++) {
			const left = first[at] as number;
			const right = second[at] as number;
			first[at] = block.left[k] as number;
			second[at] = block.right[k] as number;
			block.left[k] = left;
			block.right[k] = right;
			if (++at === this.samples) at = 0;
		}
		this.at = at;
	}
}

/** To the nearest whole number, halves to the even one: as the renderer rounds. */
export function rounded(x: number): number {
	const down = Math.floor(x);
	const over = x - down;
	if (over !== 0.5) return Math.round(x);
	return down % 2 ? down + 1 : down;
}
