/** The last moment of a signal, for those who look at it. */
import { CELL, type Stereo } from "./sound";

export const RECENT_SAMPLES = 4096;

export class Recent {
	private readonly held = new Float32Array(RECENT_SAMPLES);
	private at = 0;

	take(block: Stereo): void {
		for (let k = 0; k < CELL; k++)
			this.held[this.at + k] = 0.5 * ((block.left[k] as number) + (block.right[k] as number));
		this.at = (this.at + CELL) % RECENT_SAMPLES;
	}

	/** The middle of both sides, oldest first. */
	read(): Float32Array {
		const out = new Float32Array(RECENT_SAMPLES);
		out.set(this.held.subarray(this.at));
		out.set(this.held.subarray(0, this.at), RECENT_SAMPLES - this.at);
		return out;
	}
}
