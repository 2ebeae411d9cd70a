/** Faders, pans and meters as figures: scales, words, and what a person types. */
import { signed } from "../look/format";

/** The fader's travel: most of it for the levels that are used. [dB, share of the way up]. */
const TRAVEL: readonly [number, number][] = [
	[-90, 0],
	[-60, 0.06],
	[-48, 0.14],
	[-36, 0.25],
	[-24, 0.4],
	[-12, 0.6],
	[-6, 0.74],
	[0, 0.88],
	[6, 1],
];

export const FADER_MARKS = [6, 0, -6, -12, -24, -36, -48] as const;
export const FADER_TOP_DB = 6;

/** How far up a level stands, 0 to 1. */
export function faderShare(db: number): number {
	return along(TRAVEL, db, 0, 1);
}

/** The level at a share of the way up. */
export function faderDb(share: number): number {
	return along(TRAVEL, share, 1, 0);
}

function along(points: readonly [number, number][], value: number, from: 0 | 1, to: 0 | 1): number {
	const first = points[0] as [number, number];
	const last = points.at(-1) as [number, number];
	if (value <= first[from]) return first[to];
	for (let i = 1; i < points.length; i++) {
		const [a, b] = [points[i - 1], points[i]] as [[number, number], [number, number]];
		if (value <= b[from]) return a[to] + ((value - a[from]) / (b[from] - a[from])) * (b[to] - a[to]);
	}
	return last[to];
}

/** "−3.7", "0.0", "−∞". */
export function level(db: number): string {
	return db <= -90 ? "−∞" : signed(db).replace("+0.0", "0.0");
}

/** "L 94", "centre", "R 88". */
export function panned(pan: number): string {
	const share = Math.round(Math.abs(pan) * 100);
	return share === 0 ? "centre" : `${pan < 0 ? "L" : "R"}\u202f${share}`;
}

/** A number as people type it: "-3,5", "−3.5 dB", "L 30", "centre". Null when it is none. */
export function typed(text: string): number | null {
	const plain = text.trim().toLowerCase().replaceAll("−", "-").replace(",", ".");
	if (/^(centre|center|c)$/.test(plain)) return 0;
	if (/^-?(∞|inf)/.test(plain)) return plain.startsWith("-") ? -90 : null;
	const side = /^([lr])\s*(\d+(?:\.\d+)?)/.exec(plain);
	if (side) return ((side[1] === "l" ? -1 : 1) * Number(side[2])) / 100;
	const clock = /^(\d+):(\d{1,2}(?:\.\d+)?)/.exec(plain);
	if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
	const number = /^[+-]?(?:\d+\.?\d*|\.\d+)/.exec(plain);
	return number ? Number(number[0]) : null;
}

/** Where a value stands on a slider, 0 to 1, and back; a logarithmic one gives each octave the same room. */
export interface Scale {
	minimum: number;
	maximum: number;
	scale: "linear" | "log";
}

export function share(value: number, { minimum, maximum, scale }: Scale): number {
	const held = Math.min(maximum, Math.max(minimum, value));
	if (scale === "log" && minimum > 0) return Math.log(held / minimum) / Math.log(maximum / minimum);
	return (held - minimum) / (maximum - minimum);
}

export function valueAt(at: number, { minimum, maximum, scale }: Scale): number {
	const held = Math.min(1, Math.max(0, at));
	if (scale === "log" && minimum > 0) return minimum * (maximum / minimum) ** held;
	return minimum + held * (maximum - minimum);
}
