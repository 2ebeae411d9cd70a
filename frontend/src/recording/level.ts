// How loud a recording is: peak with hold, and whether anything went over full scale.

const HOLD_SECONDS = 1.5;
const FALL_DB_PER_SECOND = 24;
/** From here on the converter has most likely clipped. */
const CLIP = 1 - 2 ** -15;

export const FLOOR_DBFS = -60;

export class Level {
	peak_dbfs = Number.NEGATIVE_INFINITY; // falls slowly, as a needle does
	hold_dbfs = Number.NEGATIVE_INFINITY; // the highest of the last moments
	highest_dbfs = Number.NEGATIVE_INFINITY; // the highest of all
	clips = 0; // blocks with samples at full scale
	#held_seconds = 0;

	/** Take in one block; returns its least and greatest sample. */
	add(channels: readonly Float32Array[], rate_hz: number): [number, number] {
		const [least, greatest] = extremes(channels);
		const peak = Math.max(-least, greatest);
		const seconds = (channels[0]?.length ?? 0) / rate_hz;
		const dbfs = 20 * Math.log10(peak);
		if (peak >= CLIP) this.clips += 1;
		this.peak_dbfs = Math.max(dbfs, this.peak_dbfs - FALL_DB_PER_SECOND * seconds);
		this.highest_dbfs = Math.max(dbfs, this.highest_dbfs);
		this.#held_seconds += seconds;
		if (dbfs >= this.hold_dbfs || this.#held_seconds > HOLD_SECONDS) {
			this.hold_dbfs = dbfs;
			this.#held_seconds = 0;
		}
		return [least, greatest];
	}
}

function extremes(channels: readonly Float32Array[]): [number, number] {
	let least = 0;
	let greatest = 0;
	for (const channel of channels) {
		for (const value of channel) {
			if (value < least) least = value;
			if (value > greatest) greatest = value;
		}
	}
	return [least, greatest];
}

/** Where a level stands on a meter from the floor to full scale, 0…1. */
export function meterShare(dbfs: number): number {
	return Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DBFS));
}
