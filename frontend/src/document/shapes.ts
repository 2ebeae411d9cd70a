/** How fades and envelopes bend: the same curves as the server's renderer, to which shared vectors hold them. */
import type { Bend, FadeShape, PlacedPoint } from "./records";

export const FADE_SHAPES: readonly FadeShape[] = ["linear", "equal_power", "exponential", "smooth"];
export const SHAPE_TITLES: Readonly<Record<FadeShape, string>> = {
	linear: "Straight",
	equal_power: "Equal power",
	exponential: "Exponential",
	smooth: "Smooth",
};
export const BENDS: readonly Bend[] = ["linear", "hold", "exponential", "smooth"];
export const BEND_TITLES: Readonly<Record<Bend, string>> = {
	linear: "Straight",
	hold: "Hold",
	exponential: "Exponential",
	smooth: "Smooth",
};

/** From where an exponential fade rises: 60 dB below. */
const LOWEST = 10 ** (-60 / 20);
/** What is smaller counts as nothing. */
const ZERO = 1e-12;

/** The gain when a share of a fade-in is over. */
export function shaped(share: number, shape: FadeShape): number {
	if (shape === "equal_power") return Math.sin((share * Math.PI) / 2);
	if (shape === "exponential") return (LOWEST ** (1 - share) - LOWEST) / (1 - LOWEST);
	if (shape === "smooth") return share * share * (3 - 2 * share);
	return share;
}

/** The value at a share of the way from one point to the next. */
export function bent(from: number, to: number, share: number, bend: Bend): number {
	if (bend === "hold") return from;
	if (bend === "smooth") return from + (to - from) * share * share * (3 - 2 * share);
	const geometric = Math.sign(from) === Math.sign(to) && Math.min(Math.abs(from), Math.abs(to)) > ZERO;
	if (bend === "exponential" && geometric) return from * (to / from) ** share;
	return from + (to - from) * share;
}

/**
 * The value of an envelope at a time; null where it has no points. Gains move as amplitude: `decibels` says that
 * the values are decibels, of which the curve is that of their amplitudes.
 */
export function valueAt(line: readonly PlacedPoint[], seconds: number, decibels = false): number | null {
	const last = line.at(-1);
	const first = line[0];
	if (!first || !last) return null;
	if (seconds < first.seconds) return first.value;
	let low = 0;
	let high = line.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((line[middle] as PlacedPoint).seconds <= seconds) low = middle + 1;
		else high = middle;
	}
	const from = line[low - 1] as PlacedPoint;
	const to = line[low];
	if (!to) return from.value;
	const share = (seconds - from.seconds) / (to.seconds - from.seconds);
	if (!decibels) return bent(from.value, to.value, share, from.curve);
	return toDecibels(bent(toAmplitude(from.value), toAmplitude(to.value), share, from.curve));
}

function toAmplitude(decibels: number): number {
	return 10 ** (decibels / 20);
}

function toDecibels(amplitude: number): number {
	return 20 * Math.log10(Math.max(ZERO, amplitude));
}
