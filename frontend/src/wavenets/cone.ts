// The receptive field's true shape: how far into the past each layer of the network reaches.

const TALLEST_STACK = 16;
const MOST_LAYERS = 120;
const USUAL_LAYERS = 30;

/**
 * The dilations of a stacked WaveNet from the input up (1, 2, 4 … repeated, the last stack perhaps cut
 * short), found again from its receptive field of Σ dilations + 2 samples. Where several shapes have the
 * same field, the one with the most usual number of layers is taken.
 */
export function dilationsOf(receptiveFieldSamples: number): number[] {
	const sum = Math.max(1, Math.round(receptiveFieldSamples) - 2);
	let best: { cost: number; stacks: number; height: number; rest: number } | null = null;
	for (let height = 1; height <= TALLEST_STACK; height++)
		for (let rest = 0; rest < height; rest++) {
			const stacks = (sum - (2 ** rest - 1)) / (2 ** height - 1);
			const layers = stacks * height + rest;
			if (stacks < 1 || !Number.isInteger(stacks) || layers > MOST_LAYERS) continue;
			const cost = Math.abs(Math.log(layers / USUAL_LAYERS));
			if (!best || cost < best.cost) best = { cost, stacks, height, rest };
		}
	if (!best) return piled(sum);
	const { stacks, height, rest } = best;
	return Array.from({ length: stacks * height + rest }, (_, i) => 2 ** (i % height));
}

/** Any other sum: whole stacks of ten, and doublings up to what is left. */
function piled(sum: number): number[] {
	const whole = Math.floor(sum / 1023);
	const dilations = Array.from({ length: whole * 10 }, (_, i) => 2 ** (i % 10));
	for (let left = sum - whole * 1023, dilation = 1; left > 0; dilation *= 2) {
		dilations.push(Math.min(dilation, left));
		left -= Math.min(dilation, left);
	}
	return dilations;
}

/** Where the stacks begin anew, as counts of layers from the output: one label each. */
export function stackEnds(dilations: readonly number[]): number[] {
	const ends: number[] = [];
	for (let i = dilations.length - 1; i >= 0; i--)
		if (i === 0 || (dilations[i] as number) <= (dilations[i - 1] as number)) ends.push(dilations.length - i);
	return ends;
}

/** The outline from the next sample downwards: [share of the layers passed, samples into the past]. */
export function outline(dilations: readonly number[]): [number, number][] {
	const points: [number, number][] = [[0, 0]];
	let past = 0;
	for (let i = dilations.length - 1; i >= 0; i--) {
		past += dilations[i] as number;
		points.push([(dilations.length - i) / dilations.length, past]);
	}
	return points;
}

/** An edge between two nodes: [samples into the past and layer above, the same below]. */
export interface Layer {
	/** Layers from the output to the upper end of its edges. */
	depth: number;
	dilation: number;
	/** Nodes above, as samples into the past; each has an edge straight down and one `dilation` back. */
	nodes: number[];
}

/**
 * The tree inside the outline, thinned so that nodes stay `leastGap` samples apart; layers whose own edges
 * would be narrower than that are left out (they would only be a grey band).
 */
export function tree(dilations: readonly number[], leastGap: number): Layer[] {
	const layers: Layer[] = [];
	let reach = 0;
	let spacing = Number.POSITIVE_INFINITY;
	for (let i = dilations.length - 1; i >= 0; i--) {
		const dilation = dilations[i] as number;
		const above = Number.isFinite(spacing) ? spacing : 1;
		let gap = above;
		// Below the first stack every sample has its node: what is drawn there only stands for them.
		while (gap < (above === 1 && reach > 0 ? 2 * leastGap : leastGap)) gap *= 2;
		if (dilation >= leastGap) {
			const nodes: number[] = [];
			for (let past = 0; past <= reach; past += gap) nodes.push(past);
			layers.push({ depth: dilations.length - 1 - i, dilation, nodes });
		}
		spacing = Math.min(spacing, dilation);
		reach += dilation;
	}
	return layers;
}

/** Where in a recording the field sits best: the end (exclusive) of its loudest stretch of `length` samples. */
export function loudestEnd(samples: Float32Array, length: number, ahead: number): number {
	const last = samples.length - ahead;
	if (last <= length) return Math.max(1, Math.min(samples.length, Math.max(last, length)));
	let energy = 0;
	let best = -1;
	let end = length;
	for (let i = 0; i < last; i++) {
		energy += (samples[i] as number) ** 2;
		if (i >= length) energy -= (samples[i - length] as number) ** 2;
		if (i >= length - 1 && energy > best) {
			best = energy;
			end = i + 1;
		}
	}
	return end;
}

/**
 * Least and greatest sample of each of `columns` equal parts of [from, to), each with the first sample of the
 * next so that the drawn line does not break; outside the recording it is silent.
 */
export function extremes(
	samples: Float32Array,
	from: number,
	to: number,
	columns: number,
): [number, number][] {
	const part = (to - from) / columns;
	return Array.from({ length: columns }, (_, column) => {
		const first = Math.max(0, Math.floor(from + column * part));
		const end = Math.min(samples.length, Math.floor(from + (column + 1) * part) + 1);
		if (from + (column + 1) * part <= 0 || first >= end) return [0, 0];
		let least = Number.POSITIVE_INFINITY;
		let most = Number.NEGATIVE_INFINITY;
		for (let i = first; i < end; i++) {
			const value = samples[i] as number;
			if (value < least) least = value;
			if (value > most) most = value;
		}
		return [least, most];
	});
}

/** What fits into the field, for somebody who thinks in speech rather than in milliseconds. */
export function reachWords(milliseconds: number): string {
	if (milliseconds < 40) return "a few swings of a voice";
	if (milliseconds < 150) return "about one speech sound";
	if (milliseconds < 450) return "about one syllable";
	if (milliseconds < 1000) return "about one word";
	return "several words";
}
