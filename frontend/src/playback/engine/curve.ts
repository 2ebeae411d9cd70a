/** The values of an envelope, on the control grid in project time. Before its first point and after its last it stands still. */
import type { Point } from "../../generated/project";
import { CELL, dbToGain, RATE_HZ } from "./sound";

/** What is smaller counts as nothing. */
const ZERO = 1e-12;

export class Curve {
	private readonly seconds: number[];
	private readonly values: number[];
	private readonly bends: Point["curve"][];

	/** Values are held within low and high; `amplitude` turns decibels into factors, and bends those. */
	constructor(points: readonly Point[], low: number, high: number, amplitude = false) {
		const placed = [...points].sort((a, b) => a.seconds - b.seconds);
		this.seconds = placed.map((point) => point.seconds);
		this.bends = placed.map((point) => point.curve);
		this.values = placed.map((point) => {
			const held = Math.min(high, Math.max(low, point.value));
			return amplitude ? dbToGain(held) : held;
		});
	}

	/** The value at a place of the grid, given by its number. */
	at(cell: number): number {
		return this.valueAt((cell * CELL) / RATE_HZ);
	}

	valueAt(seconds: number): number {
		const { seconds: places, values } = this;
		let low = 0;
		let high = places.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((places[middle] as number) <= seconds) low = middle + 1;
			else high = middle;
		}
		const left = Math.max(low - 1, 0);
		const right = Math.min(low, places.length - 1);
		const span = (places[right] as number) - (places[left] as number);
		if (low === 0 || span <= 0) return values[low === 0 ? 0 : left] as number;
		const share = Math.min(1, (seconds - (places[left] as number)) / span);
		return between(values[left] as number, values[right] as number, share, this.bends[left] ?? "linear");
	}
}

function between(left: number, right: number, share: number, bend: Point["curve"]): number {
	if (bend === "hold") return left;
	if (bend === "smooth") return left + (right - left) * share * share * (3 - 2 * share);
	// A logarithm has no zero in it: an exponential way from there, to there or across is straight.
	const geometric =
		bend === "exponential" &&
		Math.sign(left) === Math.sign(right) &&
		Math.min(Math.abs(left), Math.abs(right)) > ZERO;
	return geometric ? left * (right / left) ** share : left + (right - left) * share;
}
