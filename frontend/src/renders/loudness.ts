// The loudness of a render over its time, ready to be drawn.

/** [seconds, short-term LUFS or null, momentary LUFS or null] */
export type LoudnessPoint = [number, number | null, number | null];

/** Quieter than this is drawn at the floor: silence has no loudness. */
export const FLOOR_LUFS = -60;

/** Bounds of the axis in LUFS: a multiple of nine apart, around everything that is not silence. */
export function loudnessBounds(curve: readonly LoudnessPoint[]): { least: number; most: number } {
	let least = -23;
	let most = -14;
	for (const [, shortTerm, momentary] of curve) {
		if (momentary !== null) most = Math.max(most, momentary);
		if (shortTerm !== null && shortTerm > FLOOR_LUFS) {
			least = Math.min(least, shortTerm);
			most = Math.max(most, shortTerm);
		}
	}
	const top = Math.min(0, Math.ceil(most) + 1);
	const bottom = Math.max(FLOOR_LUFS, Math.floor(least) - 2);
	return { least: bottom, most: top };
}

/** The figures beside the axis: every 9 LU from −14 both ways, as broadcast (−23) and streaming (−14) are told apart. */
export function loudnessTicks({ least, most }: { least: number; most: number }): number[] {
	const ticks: number[] = [];
	for (let value = -14 + 9; value >= least; value -= 9) if (value <= most) ticks.push(value);
	return ticks;
}

/** At most `columns` points: the loudest of each stretch, so that no peak is lost; gaps stay gaps. */
export function perColumn(
	curve: readonly LoudnessPoint[],
	which: 1 | 2,
	seconds: number,
	columns: number,
): [number, number | null][] {
	const out: [number, number | null][] = [];
	let column = -1;
	for (const point of curve) {
		const value = point[which];
		const at = Math.floor((point[0] / Math.max(seconds, 1e-9)) * columns);
		const last = out.at(-1);
		if (at !== column || !last) {
			out.push([point[0], value]);
			column = at;
		} else if (value !== null && (last[1] === null || value > last[1])) last[1] = value;
	}
	return out;
}

/** An SVG path through the points; silence pulls it down to the axis' floor. */
export function linePath(
	line: readonly [number, number | null][],
	x: (seconds: number) => number,
	y: (lufs: number) => number,
	least: number,
): string {
	return line
		.map(
			([at, value], i) =>
				`${i ? "L" : "M"}${x(at).toFixed(1)} ${y(Math.max(least, value ?? least)).toFixed(1)}`,
		)
		.join("");
}

/** A curve of even steps as points: what a report gives for the mix. */
export function evenly(values: readonly (number | null)[], hopSeconds: number): LoudnessPoint[] {
	return values.map((value, i) => [i * hopSeconds, value, null]);
}

/** The sum of several gain reductions in dB, sample by sample: what all devices together take away. */
export function summed(curves: readonly (readonly number[])[]): number[] {
	const length = Math.max(0, ...curves.map((curve) => curve.length));
	return Array.from({ length }, (_, i) => curves.reduce((sum, curve) => sum + Math.abs(curve[i] ?? 0), 0));
}
