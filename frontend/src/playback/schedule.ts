/** How loud clips are drawn and which tracks are heard: the same rules as the mixer's. */

export interface Sounding {
	duration_seconds: number;
	fade_in_seconds: number;
	fade_out_seconds: number;
}

export function amplitude(db: number): number {
	return 10 ** (db / 20);
}

/** Shorter fades cannot be told from none, not even by the clock. */
const LEAST_FADE_SECONDS = 1e-6;

/** The two fades as they sound. */
export function fades(clip: Sounding): [number, number] {
	const both = clip.fade_in_seconds + clip.fade_out_seconds;
	const scale = both > clip.duration_seconds ? clip.duration_seconds / both : 1;
	const heard = (seconds: number) => (seconds * scale < LEAST_FADE_SECONDS ? 0 : seconds * scale);
	return [heard(clip.fade_in_seconds), heard(clip.fade_out_seconds)];
}

/** Which tracks are heard: solo wins over all that is not soloed, mute over solo. */
export function audible(tracks: Iterable<{ id: string; mute: boolean; solo: boolean }>): Set<string> {
	const all = [...tracks];
	const alone = all.some((track) => track.solo);
	return new Set(all.filter((track) => !track.mute && (!alone || track.solo)).map((track) => track.id));
}
