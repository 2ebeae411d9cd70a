// Where things stand in the drawings of a report.

export const LOW_HZ = 20;
export const HIGH_HZ = 20_000;
const STEP_DB = 12;
const DEEPEST_DB = 96;

/** The place of a frequency, 0 to 1: each octave has the same room. */
export function octaves(hz: number): number {
	return Math.log(hz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ);
}

/** Bounds in dB around several spectra, in whole steps of the grid; what lies deep under the loudest is left out. */
export function spectrumBounds(spectra: readonly (readonly number[])[]): { least: number; most: number } {
	const all = spectra.flat();
	if (!all.length) return { least: -DEEPEST_DB, most: 0 };
	const most = Math.ceil((Math.max(...all) + 1) / STEP_DB) * STEP_DB;
	const least = Math.floor((Math.min(...all) - 1) / STEP_DB) * STEP_DB;
	return { least: Math.max(least, most - DEEPEST_DB), most };
}

/** Even values between two bounds, without the bounds themselves. */
export function gridBetween({ least, most }: { least: number; most: number }, step = STEP_DB): number[] {
	const first = Math.ceil((least + 1e-9) / step) * step;
	const count = Math.max(0, Math.ceil((most - first) / step));
	return Array.from({ length: count }, (_, i) => first + i * step).filter((value) => value > least);
}

/** A line through values at even steps of time, which breaks where there is none. */
export function brokenPath(
	values: readonly (number | null)[],
	x: (index: number) => number,
	y: (value: number) => number,
): string {
	let open = false;
	return values
		.map((value, i) => {
			if (value === null) {
				open = false;
				return "";
			}
			const step = `${open ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
			open = true;
			return step;
		})
		.join("");
}

/** At most `columns` values: of each stretch the one that `choose` likes best; gaps stay gaps. */
export function thinned(
	values: readonly (number | null)[],
	columns: number,
	choose: (...some: number[]) => number,
): (number | null)[] {
	const size = Math.max(1, Math.ceil(values.length / Math.max(1, columns)));
	return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => {
		const some = values.slice(i * size, (i + 1) * size).filter((value) => value !== null);
		return some.length ? choose(...some) : null;
	});
}
