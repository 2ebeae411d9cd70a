// All that a network said, from first to last, as one piece: where each audition begins, and how they cross.

export interface Chapter {
	key: string;
	begins: number; // seconds from the start of the whole
	seconds: number;
}

export const CROSSFADE_SECONDS = 0.35;

/** Each audition begins while the one before it still fades; a short one overlaps by no more than its half. */
export function chapters(
	auditions: readonly { id: string; duration_seconds: number }[],
	crossfade = CROSSFADE_SECONDS,
): Chapter[] {
	let at = 0;
	let before = 0;
	return auditions.map(({ id, duration_seconds }) => {
		const overlap = Math.min(crossfade, before / 2, duration_seconds / 2);
		const begins = Math.max(0, at - overlap);
		at = begins + duration_seconds;
		before = duration_seconds;
		return { key: id, begins, seconds: duration_seconds };
	});
}

/** Which chapter sounds at a moment: the one that began last. */
export function chapterAt(all: readonly Chapter[], seconds: number): number {
	let found = 0;
	for (const [i, chapter] of all.entries()) if (chapter.begins <= seconds) found = i;
	return found;
}

/** How loud a chapter is while the next (or the one before) crosses it: equal power, so that nothing dips. */
export function fadeCurve(rising: boolean, points = 32): Float32Array<ArrayBuffer> {
	const curve = new Float32Array(points);
	for (let i = 0; i < points; i++) {
		const share = (i / (points - 1)) * (Math.PI / 2);
		curve[i] = rising ? Math.sin(share) : Math.cos(share);
	}
	return curve;
}
