// The loss curve: points as they come, kept few, and the lines that are drawn through them.

/** [step, loss in nats, held-out loss in nats or null] */
export type Point = [number, number, number | null];

/** What a network says that knows nothing: the logarithm of 256 equally likely values. */
export const KNOWS_NOTHING_NATS = Math.log(256);
export const BABBLE_NATS = 2.0;

const MOST_POINTS = 1000;

/** The curve with one point more. A point at or before the end replaces what it overtakes (a rolled back run). */
export function grown(curve: readonly Point[], point: Point): Point[] {
	let keep = curve.length;
	while (keep > 0 && (curve[keep - 1] as Point)[0] >= point[0]) keep--;
	const next = [...curve.slice(0, keep), point];
	return next.length > MOST_POINTS ? thinned(next, MOST_POINTS / 2) : next;
}

/** About `most` points: neighbours are averaged, held-out losses are kept. */
export function thinned(curve: readonly Point[], most: number): Point[] {
	if (curve.length <= most) return [...curve];
	const size = Math.ceil(curve.length / most);
	const out: Point[] = [];
	for (let i = 0; i < curve.length; i += size) {
		const group = curve.slice(i, i + size);
		const last = group.at(-1) as Point;
		const loss = group.reduce((sum, [, value]) => sum + value, 0) / group.length;
		const held = group.findLast(([, , value]) => value !== null)?.[2] ?? null;
		out.push([last[0], loss, held]);
	}
	return out;
}

/**
 * The trend at each point: a straight line fitted to its neighbours, so that it neither lags behind a
 * falling loss nor, at both ends, follows the last trembling of the pen.
 */
export function smoothed(curve: readonly Point[], share = 0.03): [number, number][] {
	const reach = Math.max(4, Math.round(curve.length * share));
	return curve.map(([step], i) => {
		const from = Math.max(0, i - reach);
		return [step, fitted(curve.slice(from, i + reach + 1), i - from)];
	});
}

/** The value at an index of the least-squares line through the losses. */
function fitted(points: readonly Point[], at: number): number {
	const middle = (points.length - 1) / 2;
	const mean = points.reduce((sum, [, loss]) => sum + loss, 0) / points.length;
	let rise = 0;
	let run = 0;
	for (const [i, [, loss]] of points.entries()) {
		rise += (i - middle) * (loss - mean);
		run += (i - middle) ** 2;
	}
	return mean + (run ? rise / run : 0) * (at - middle);
}

export function heldOut(curve: readonly Point[]): [number, number][] {
	return curve.flatMap(([step, , loss]) => (loss === null ? [] : [[step, loss] as [number, number]]));
}

/** The value of a drawn line at a step, between its points linearly. */
export function valueAt(line: readonly (readonly [number, number])[], step: number): number | null {
	if (line.length === 0) return null;
	const after = line.findIndex(([at]) => at >= step);
	if (after === -1) return line.at(-1)?.[1] ?? null;
	const [toStep, toValue] = line[after] as [number, number];
	if (after === 0) return toValue;
	const [fromStep, fromValue] = line[after - 1] as [number, number];
	return fromValue + ((toValue - fromValue) * (step - fromStep)) / (toStep - fromStep || 1);
}

/** Bounds of the loss axis in whole nats: always with what knows nothing and with babble in sight. */
export function lossBounds(curve: readonly Point[]): { least: number; most: number } {
	let least = 1.5;
	let most = 5.6;
	for (const [, loss, held] of curve)
		for (const value of [loss, held])
			if (value !== null && Number.isFinite(value)) {
				least = Math.min(least, value);
				most = Math.max(most, value);
			}
	return { least: Math.floor(least), most: Math.min(9, Math.ceil(most)) };
}

export function path(
	line: readonly (readonly [number, number])[],
	x: (v: number) => number,
	y: (v: number) => number,
) {
	return line.map(([at, value], i) => `${i ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
}
