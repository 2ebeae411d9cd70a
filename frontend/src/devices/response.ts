/**
 * What filters do to each frequency and dynamics to each level, as the engine computes it.
 *
 * Sources: R. Bristow-Johnson, Audio EQ Cookbook; A. Simper (2013) for the state variable filter; Giannoulis,
 * Massberg and Reiss (2012) for the compressor. `response.vectors.json` holds these formulas and the engine's together.
 */

type Values = Readonly<Record<string, number>>;

export interface Band {
	kind: "low-shelf" | "bell" | "high-shelf";
	hz: number;
	gain_db: number;
	q: number;
}

export interface Cut {
	kind: "low-cut" | "high-cut";
	hz: number;
	/** Second-order sections: 12 dB an octave each; 0 is off. */
	sections: number;
}

const RATE_HZ = 44_100;

type Three = [number, number, number];

function angle(hz: number): number {
	return (2 * Math.PI * Math.min(hz, RATE_HZ * 0.49)) / RATE_HZ;
}

function bandSection({ kind, hz, gain_db, q }: Band): [Three, Three] {
	const w = angle(hz);
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

/** Butterworth: flat, and 3 dB down at its frequency, however steep. */
function cutSections({ kind, hz, sections }: Cut): [Three, Three][] {
	const w = angle(hz);
	const cos = Math.cos(w);
	const side = kind === "low-cut" ? -1 : 1;
	const half = (1 - side * cos) / 2;
	return Array.from({ length: sections }, (_, k) => {
		const alpha = Math.sin(w) * Math.cos((Math.PI * (2 * k + 1)) / (4 * sections));
		return [
			[half, side * 2 * half, half],
			[1 + alpha, -2 * cos, 1 - alpha],
		];
	});
}

function power([c0, c1, c2]: Three, w: number): number {
	const real = c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w);
	const imaginary = c1 * Math.sin(w) + c2 * Math.sin(2 * w);
	return real * real + imaginary * imaginary;
}

/** The gain of all bands and cuts together at a frequency, in dB. */
export function responseDb(parts: readonly (Band | Cut)[], hz: number): number {
	const w = (2 * Math.PI * hz) / RATE_HZ;
	return parts
		.flatMap((part) => ("sections" in part ? cutSections(part) : [bandSection(part)]))
		.reduce((sum, [above, below]) => sum + 10 * Math.log10(power(above, w) / power(below, w)), 0);
}

/** A part of an equaliser, and the parameters that move it. */
export type Handle =
	| { part: Band; hz: string; gain_db: string; q: string }
	| { part: Cut; hz: string; slope: string };

const ORDER = ["low-cut", "low-shelf", "bell", "high-shelf", "high-cut"];

/**
 * The parts that a device's parameters speak of, from low to high: `…_hz`, `…_gain_db` and `…_q` with one stem are
 * one band; `…_hz` beside its bare stem, a choice of slopes, is a cut.
 */
export function handlesOf(values: Values): Handle[] {
	const found = Object.keys(values).flatMap((name): Handle[] => {
		const stem = /^(.*)_hz$/.exec(name)?.[1];
		if (stem === undefined) return [];
		const hz = values[name] ?? 1000;
		if (stem in values && stem.endsWith("cut")) {
			const kind = stem.startsWith("low") ? "low-cut" : "high-cut";
			return [{ part: { kind, hz, sections: Math.round(values[stem] ?? 0) }, hz: name, slope: stem }];
		}
		const gain_db = `${stem}_gain_db`;
		if (!(gain_db in values)) return [];
		const kind = stem === "low" ? "low-shelf" : stem === "high" ? "high-shelf" : "bell";
		const q = `${stem}_q`;
		const part = { kind, hz, gain_db: values[gain_db] ?? 0, q: values[q] ?? Math.SQRT1_2 } as const;
		return [{ part, hz: name, gain_db, q }];
	});
	return found.sort((a, b) => ORDER.indexOf(a.part.kind) - ORDER.indexOf(b.part.kind));
}

/** Whether a part of an equaliser changes anything. */
export function idle(part: Band | Cut): boolean {
	return "sections" in part ? part.sections === 0 : part.gain_db === 0;
}

const MODES = ["low-pass", "high-pass", "band-pass", "notch"] as const;

/** The gain at a frequency of the filter with one frequency and a mode, in dB. */
export function filterDb(values: Values, hz: number): number {
	const centre = Math.min(values.frequency_hz ?? 1000, 0.49 * RATE_HZ);
	const at = Math.tan((Math.PI * Math.min(hz, 0.4999 * RATE_HZ)) / RATE_HZ);
	const s = at / Math.tan((Math.PI * centre) / RATE_HZ);
	const damped = s / (values.q ?? Math.SQRT1_2);
	const mode = MODES[Math.round(values.mode ?? 0)] ?? "low-pass";
	const through = { "low-pass": 1, "high-pass": s * s, "band-pass": damped, notch: Math.abs(1 - s * s) }[
		mode
	];
	const once = 20 * Math.log10(Math.max(through, 1e-12) / Math.hypot(1 - s * s, damped));
	return once * (1 + Math.round(values.slope ?? 0));
}

/** How a compressor answers to a level, in dB, with a soft knee. */
export function compressedDb(input_db: number, threshold_db: number, ratio: number, knee_db: number): number {
	const over = input_db - threshold_db;
	if (2 * over <= -knee_db) return input_db;
	if (2 * over >= knee_db) return threshold_db + over / ratio;
	return input_db + ((1 / ratio - 1) * (over + knee_db / 2) ** 2) / (2 * knee_db);
}

/** How a gate that is closed answers to a level, in dB. */
export function gatedDb(input_db: number, threshold_db: number, expansion: number, range_db: number): number {
	if (input_db >= threshold_db) return input_db;
	return input_db - Math.min(range_db, (expansion - 1) * (threshold_db - input_db));
}
