/** A track's phase, width, pan and gain, and those of its sends; still, moving by envelopes, or moved by hand. */
import type { Send, Track } from "../../generated/project";
import type { Curves } from "./automation";
import { type Matrix, matrix, panStereo } from "./panning";
import { CELL, dbToGain, type Stereo } from "./sound";

export const TRACK_LIMITS = { gain_db: [-90, 24], pan: [-1, 1], width: [-2, 2] } as const;
export const SEND_LIMITS = { gain_db: [-90, 24], pan: [-1, 1] } as const;

/** Cells over which a fader moved by hand, or a mute, arrives: soon, and without a click. */
const BY_HAND_CELLS = 8;

export class Fader {
	/** The matrix at the end of the last cell. */
	private readonly now: Matrix = matrix();
	private readonly next: Matrix = matrix();
	private fresh = true;
	private open = 1;
	private left_cells = 0;
	private strip: Track | Send | null = null;
	private curves: Curves = new Map();

	/** What it does from the next cell on; `open` is 0 where nothing may pass. */
	set(strip: Track | Send, curves: Curves, open: boolean): void {
		if (this.strip !== strip || this.open !== Number(open)) this.left_cells = BY_HAND_CELLS;
		this.strip = strip;
		this.curves = curves;
		this.open = Number(open);
	}

	/** Begin at a place, without moving there. */
	start(cell: number): void {
		this.gains(cell, this.now);
		this.fresh = false;
		this.left_cells = 0;
	}

	/** Whether nothing passes, now or in this cell. */
	get closed(): boolean {
		return this.open === 0 && this.left_cells === 0;
	}

	/** Sum a block, faded, into another one. */
	add(into: Stereo, block: Stereo, cell: number): void {
		if (this.fresh) this.start(cell);
		const { now, next } = this;
		this.gains(cell + 1, next);
		if (this.left_cells > 0) {
			const share = 1 / this.left_cells--;
			for (let k = 0; k < 4; k++)
				next[k] = (now[k] as number) + ((next[k] as number) - (now[k] as number)) * share;
		}
		mix(into, block, now, next);
		now.set(next);
	}

	private gains(cell: number, to: Matrix): void {
		const { strip, curves } = this;
		if (!strip) return;
		const at = (name: string, still: number) => curves.get(name)?.at(cell) ?? still;
		const gain = at("gain_db", dbToGain(strip.gain_db)) * this.open;
		const inverted = "phase_inverted" in strip && strip.phase_inverted;
		const width = "width" in strip ? at("width", strip.width) : 1;
		panStereo(at("pan", strip.pan), width, inverted ? -gain : gain, to);
	}
}

/** Sum a block into another through a matrix that moves over the cell. */
export function mix(into: Stereo, block: Stereo, from: Matrix, to: Matrix): void {
	const [ll, rl, lr, rr] = from as unknown as [number, number, number, number];
	const dll = ((to[0] as number) - ll) / CELL;
	const drl = ((to[1] as number) - rl) / CELL;
	const dlr = ((to[2] as number) - lr) / CELL;
	const drr = ((to[3] as number) - rr) / CELL;
	for (let k = 0; k < CELL; k++) {
		const left = block.left[k] as number;
		const right = block.right[k] as number;
		into.left[k] = (into.left[k] as number) + (ll + dll * k) * left + (rl + drl * k) * right;
		into.right[k] = (into.right[k] as number) + (lr + dlr * k) * left + (rr + drr * k) * right;
	}
}
