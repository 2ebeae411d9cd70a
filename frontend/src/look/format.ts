// Figures as people read them: units after a thin gap, a real minus, and "unknown" for what is not known.

const GAP = "\u202f";
const MINUS = "\u2212";
export const UNKNOWN = "unknown";

type Maybe = number | null | undefined;

const known = (value: Maybe): value is number =>
	value !== null && value !== undefined && Number.isFinite(value);

/** A position or length: 0:38.2, 3:18.75, 1:02:03.0. */
export function duration(seconds: Maybe, decimals = 1): string {
	if (!known(seconds)) return UNKNOWN;
	const scale = 10 ** decimals;
	const ticks = Math.round(Math.max(0, seconds) * scale);
	const whole = Math.floor(ticks / scale);
	const fraction = decimals ? `.${String(ticks % scale).padStart(decimals, "0")}` : "";
	const rest = String(whole % 60).padStart(2, "0");
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return `${minutes}:${rest}${fraction}`;
	return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}${fraction}`;
}

/** A length in words: 8 s, 4 min 12 s, 3 h 27 min, 5 days. */
export function span(seconds: Maybe): string {
	if (!known(seconds)) return UNKNOWN;
	if (seconds < 10) return `${trimmed(seconds, 1)}${GAP}s`;
	const whole = Math.round(seconds);
	if (whole < 60) return `${whole}${GAP}s`;
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return joined(minutes, "min", whole % 60, "s");
	const hours = Math.floor(Math.round(whole / 60) / 60);
	if (hours < 48) return joined(hours, "h", Math.round(whole / 60) % 60, "min");
	return `${Math.round(whole / 86_400)} days`;
}

/** A frequency that was measured: 8.0 kHz, 320 Hz. */
export function hertz(hz: Maybe): string {
	if (!known(hz)) return UNKNOWN;
	return hz < 1000 ? `${Math.round(hz)}${GAP}Hz` : `${(hz / 1000).toFixed(1)}${GAP}kHz`;
}

/** A sample rate, exact: 44.1 kHz, 16 kHz, 11.025 kHz. */
export function sampleRate(hz: Maybe): string {
	return known(hz) ? `${trimmed(hz / 1000, 3)}${GAP}kHz` : UNKNOWN;
}

/** A level with its sign: −14.2 dB, +2.6 dBFS. */
export function decibels(db: Maybe, unit = "dB", decimals = 1): string {
	if (db === Number.NEGATIVE_INFINITY) return `silence`;
	if (!known(db)) return UNKNOWN;
	return `${signed(db, decimals)}${GAP}${unit}`;
}

/** A number with a real minus and, above zero, a plus. */
export function signed(value: number, decimals = 1): string {
	const figure = Math.abs(value).toFixed(decimals);
	if (Number(figure) === 0) return figure;
	return `${value < 0 ? MINUS : "+"}${figure}`;
}

/** Milliseconds: 319.8 ms. */
export function milliseconds(ms: Maybe): string {
	return known(ms) ? `${trimmed(ms, 1)}${GAP}ms` : UNKNOWN;
}

/** A size of a file or a memory: 12 MB, 1.4 GB (powers of 1000). */
export function bytes(size: Maybe): string {
	if (!known(size)) return UNKNOWN;
	const units = ["B", "kB", "MB", "GB", "TB"];
	let value = size;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit += 1;
	}
	return `${value < 10 && unit > 1 ? trimmed(value, 1) : Math.round(value)}${GAP}${units[unit]}`;
}

/** A count in few figures: 999, 5K, 15.5K, 1.2M. */
export function count(value: Maybe): string {
	if (!known(value)) return UNKNOWN;
	if (value < 1000) return String(Math.round(value));
	if (value < 999_950) return `${trimmed(value / 1000, value < 100_000 ? 1 : 0)}K`;
	return `${trimmed(value / 1e6, 1)}M`;
}

/** Made once: making one takes longer than all it is used for in an edit. */
const COUNTS = new Intl.NumberFormat("en-GB");

/** A count in full: 15,000. */
export function whole(value: Maybe): string {
	return known(value) ? COUNTS.format(Math.round(value)) : UNKNOWN;
}

/** 1 sample, 3 samples. */
export function plural(value: number, one: string, many = `${one}s`): string {
	return `${whole(value)} ${value === 1 ? one : many}`;
}

/** A share of one as a percentage: 62%. */
export function percent(fraction: number): string {
	return `${Math.floor(Math.min(1, Math.max(0, fraction)) * 100)}%`;
}

/** How long ago: just now, 5 minutes ago, yesterday, 3 March, 3 March 2024. */
export function ago(iso: string, now = new Date()): string {
	const then = new Date(iso);
	const seconds = (now.getTime() - then.getTime()) / 1000;
	if (seconds < 60) return "just now";
	if (seconds < 3600) return `${plural(Math.floor(seconds / 60), "minute")} ago`;
	const days = Math.round((midnight(now) - midnight(then)) / 86_400_000);
	if (days === 0) return `${plural(Math.floor(seconds / 3600), "hour")} ago`;
	if (days === 1) return "yesterday";
	if (days < 7) return `${days} days ago`;
	const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
	return then.toLocaleDateString("en-GB", { day: "numeric", month: "long", year });
}

/** The day of a moment: 3 March 2024. */
export function day(iso: string): string {
	return new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}

function midnight(date: Date): number {
	return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
	return `${large}${GAP}${largeUnit}${small ? ` ${small}${GAP}${smallUnit}` : ""}`;
}

function trimmed(value: number, decimals: number): string {
	return String(Number(value.toFixed(decimals)));
}
