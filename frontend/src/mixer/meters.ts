/** Meters: what is read from the sound, falling slowly as an eye can follow, with the greatest peak held for a while. */

import { faderShare } from "./levels";

export const FLOOR_DB = -60;
const FALL_DB_A_SECOND = 30;
const HOLD_MS = 1600;

export class Needle {
	db = -120;
	held_db = -120;
	/** The greatest since it was last cleared. */
	most_db = -120;
	private held_at_ms = 0;
	private last_ms = 0;

	take(db: number, now_ms: number): void {
		const fallen = this.db - ((now_ms - this.last_ms) / 1000) * FALL_DB_A_SECOND;
		this.last_ms = now_ms;
		this.db = Math.max(db, fallen, -120);
		this.most_db = Math.max(this.most_db, db);
		if (db >= this.held_db || now_ms - this.held_at_ms > HOLD_MS) {
			this.held_db = db;
			this.held_at_ms = now_ms;
		}
	}

	clear(): void {
		this.most_db = -120;
	}
}

/** How much of a meter is filled, 0 to 1. */
export function filled(db: number): number {
	return Math.max(0, Math.min(1, (db - FLOOR_DB) / -FLOOR_DB));
}

/** Room above the fader's highest mark and below its foot, in px: a meter beside it stands by the same marks. */
export const FADER_INSET = 9;

/** How high a level stands in a meter beside a fader, in px from the bottom. */
export function besideFader(db: number, height: number): number {
	const share = faderShare(db);
	return share > 0 ? FADER_INSET + share * (height - 2 * FADER_INSET) : 0;
}

/** A correlation as a place between the sides of its scale: 0 where they cancel, 1 where they are alike. */
export function correlated(correlation: number): number {
	return Math.max(0, Math.min(1, (correlation + 1) / 2));
}
