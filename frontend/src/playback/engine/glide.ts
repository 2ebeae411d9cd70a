/** Numbers that reach new values in a straight line over one cell, so that no change of a setting is heard as a click. */
import { CELL } from "./sound";

export class Glide {
	start: Float64Array;
	target: Float64Array;
	/** Whether this cell is the one on the way. */
	moving = false;

	constructor(values: readonly number[]) {
		this.target = Float64Array.from(values);
		this.start = this.target.slice();
	}

	to(values: readonly number[]): void {
		if (values.every((one, k) => one === this.target[k])) return;
		this.start.set(this.target);
		this.target.set(values);
		this.moving = true;
	}

	/** The number at a sample of this cell. */
	at(index: number, sample: number): number {
		const to = this.target[index] as number;
		if (!this.moving) return to;
		const from = this.start[index] as number;
		return from + ((to - from) * (sample + 1)) / CELL;
	}

	/** The cell is over, and with it the way. */
	passed(): void {
		this.moving = false;
	}
}
