/** What an equaliser does to each frequency: the magnitude of its biquads (R. Bristow-Johnson, Audio EQ Cookbook). */

export interface Band {
	kind: "low-shelf" | "bell" | "high-shelf";
	hz: number;
	gain_db: number;
	q: number;
}

const RATE_HZ = 44_100;

type Three = [number, number, number];

function coefficients({ kind, hz, gain_db, q }: Band): [Three, Three] {
	const w = (2 * Math.PI * Math.min(hz, RATE_HZ * 0.49)) / RATE_HZ;
	const a = 10 ** (gain_db / 40);
	const alpha = Math.sin(w) / (2 * q);
	const cos = Math.cos(w);
	if (kind === "bell")
		return [
			[1 + alpha * a, -2 * cos, 1 - alpha * a],
			[1 + alpha / a, -2 * cos, 1 - alpha / a],
		];
	const root = 2 * Math.sqrt(a) * alpha;
	const side = kind === "low-shelf" ? 1 : -1;
	return [
		[
			a * (a + 1 - side * (a - 1) * cos + root),
			side * 2 * a * (a - 1 - side * (a + 1) * cos),
			a * (a + 1 - side * (a - 1) * cos - root),
		],
		[
			a + 1 + side * (a - 1) * cos + root,
			-side * 2 * (a - 1 + side * (a + 1) * cos),
			a + 1 + side * (a - 1) * cos - root,
		],
	];
}

function power([c0, c1, c2]: Three, w: number): number {
	const real = c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w);
	const imaginary = c1 * Math.sin(w) + c2 * Math.sin(2 * w);
	return real * real + imaginary * imaginary;
}

/** The gain of all bands together at a frequency, in dB. */
export function responseDb(bands: readonly Band[], hz: number): number {
	const w = (2 * Math.PI * hz) / RATE_HZ;
	return bands.reduce((sum, band) => {
		const [above, below] = coefficients(band);
		return sum + 10 * Math.log10(power(above, w) / power(below, w));
	}, 0);
}

export interface Handle {
	band: Band;
	/** The parameters that the handle moves. */
	hz: string;
	gain_db: string;
}

/** The bands that a device's parameters speak of: `…_hz`, `…_gain_db` and `…_q` with one stem are one band. */
export function bandsOf(values: Readonly<Record<string, number>>): Handle[] {
	return Object.keys(values).flatMap((name) => {
		const stem = /^(.*)_hz$/.exec(name)?.[1];
		const gain = `${stem}_gain_db`;
		if (stem === undefined || !(gain in values)) return [];
		const kind = stem === "low" ? "low-shelf" : stem === "high" ? "high-shelf" : "bell";
		const band = {
			kind,
			hz: values[name] ?? 1000,
			gain_db: values[gain] ?? 0,
			q: values[`${stem}_q`] ?? Math.SQRT1_2,
		} as const;
		return [{ band, hz: name, gain_db: gain }];
	});
}

/** How a compressor answers to a level, in dB: the soft knee of Giannoulis, Massberg and Reiss (2012). */
export function compressedDb(input_db: number, threshold_db: number, ratio: number, knee_db: number): number {
	const over = input_db - threshold_db;
	if (2 * over < -knee_db) return input_db;
	if (2 * over > knee_db) return threshold_db + over / ratio;
	return input_db + ((1 / ratio - 1) * (over + knee_db / 2) ** 2) / (2 * knee_db);
}
