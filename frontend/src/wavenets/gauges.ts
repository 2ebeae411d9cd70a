// What is measured beside the loss at each step, in few points, and in words.

/** [step, gradient norm, learning rate, steps a second] */
export type Gauge = [step: number, gradient_norm: number, learning_rate: number, steps_per_second: number];

const MOST_POINTS = 1000;

/** The gauges with one more; one at or before the end replaces what it overtakes (a rolled back run). */
export function gauged(gauges: readonly Gauge[], next: Gauge): Gauge[] {
	let keep = gauges.length;
	while (keep > 0 && (gauges[keep - 1] as Gauge)[0] >= next[0]) keep--;
	const all = [...gauges.slice(0, keep), next];
	return all.length > MOST_POINTS ? all.filter((_, i) => i % 2 === 0 || i === all.length - 1) : all;
}

/** A small or large number in three figures: 0.0042, 1.2, 6.0e−5. */
export function figure(value: number | null | undefined): string {
	if (value === null || value === undefined || !Number.isFinite(value)) return "unknown";
	if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1).replace("e-", "e\u2212");
	return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
