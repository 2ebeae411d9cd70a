/** The form of a piece: every clip as a line in its category's colour, so that from afar the colours tell how it is made. */
import type { Category } from "../api/types";
import type { PlacedClip } from "../document/records";

export interface Bar {
	x: number;
	y: number;
	width: number;
	height: number;
	category: Category;
}

/** Lay all clips into a box: rows share its height, within a row overlapping clips step down. */
export function formBars(
	rows: readonly (readonly PlacedClip[])[],
	length_seconds: number,
	width: number,
	height: number,
	categoryOf: (clip: PlacedClip) => Category,
): Bar[] {
	const bars: Bar[] = [];
	const each = height / Math.max(1, rows.length);
	const thick = Math.max(1.5, Math.min(6, each * 0.4));
	const lanes = Math.max(1, Math.floor((each - 1) / (thick + 0.5)));
	rows.forEach((clips, row) => {
		const ends: number[] = [];
		for (const clip of clips) {
			let lane = ends.findIndex((end) => end <= clip.start_seconds + 1e-6);
			if (lane < 0) lane = ends.length;
			ends[lane] = clip.start_seconds + clip.duration_seconds;
			bars.push({
				x: (clip.start_seconds / length_seconds) * width,
				y: row * each + (lane % lanes) * (thick + 0.5) + 0.5,
				width: Math.max(1, (clip.duration_seconds / length_seconds) * width),
				height: thick,
				category: categoryOf(clip),
			});
		}
	});
	return bars;
}
