/** Fades: how a clip comes and goes. */
import type { Clip } from "../../generated/project";

export type Shape = NonNullable<Clip["fade_in_shape"]>;

/** From where an exponential fade rises, in a straight line of decibels. */
const LOWEST = 10 ** (-60 / 20);

/** The two fades as they sound: where together they are longer than the clip, both shrink until they meet. */
export function fitted(fade_in: number, fade_out: number, duration: number): [number, number] {
	const both = fade_in + fade_out;
	const scale = both > 0 ? Math.min(1, duration / both) : 1;
	return [fade_in * scale, fade_out * scale];
}

/** The gain when a share of a fade-in is over, from 0 to 1. */
export function shaped(share: number, shape: Shape): number {
	if (shape === "equal_power") return Math.sin((share * Math.PI) / 2);
	if (shape === "exponential") return (LOWEST ** (1 - share) - LOWEST) / (1 - LOWEST);
	if (shape === "smooth") return share * share * (3 - 2 * share);
	return share;
}
