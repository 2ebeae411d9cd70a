/**
 * When a clip sounds and how loud it is at each moment: the same rules as the server's renderer.
 *
 * Fades are linear in amplitude; fades longer than the clip are scaled to fit. Times are seconds on the timeline.
 */

export interface Sounding {
	start_seconds: number;
	duration_seconds: number;
	offset_seconds: number;
	gain_db: number;
	fade_in_seconds: number;
	fade_out_seconds: number;
}

export interface Play {
	/** When it begins to sound, on the timeline. */
	at_seconds: number;
	/** Where in the sample. */
	offset_seconds: number;
	duration_seconds: number;
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

/** The amplitude of a clip at a time on the timeline; 0 outside it. */
export function gainAt(clip: Sounding, seconds: number): number {
	const into = seconds - clip.start_seconds;
	if (into < 0 || into > clip.duration_seconds) return 0;
	const [fadeIn, fadeOut] = fades(clip);
	const rising = fadeIn > 0 ? Math.min(1, into / fadeIn) : 1;
	const falling = fadeOut > 0 ? Math.min(1, (clip.duration_seconds - into) / fadeOut) : 1;
	return amplitude(clip.gain_db) * Math.min(rising, falling);
}

/** What to play of a clip when the playhead stands at a time; null when nothing of it is left. */
export function playFrom(clip: Sounding, sample_seconds: number, from_seconds: number): Play | null {
	const at = Math.max(clip.start_seconds, from_seconds);
	const offset = clip.offset_seconds + at - clip.start_seconds;
	const end = clip.start_seconds + clip.duration_seconds;
	const duration = Math.min(end - at, sample_seconds - offset);
	return duration > 0 ? { at_seconds: at, offset_seconds: offset, duration_seconds: duration } : null;
}

/** The corners of a clip's gain from a time on: [seconds on the timeline, amplitude], to be joined by straight lines. */
export function gainLine(clip: Sounding, from_seconds: number): [number, number][] {
	const end = clip.start_seconds + clip.duration_seconds;
	const from = Math.max(clip.start_seconds, from_seconds);
	const [fadeIn, fadeOut] = fades(clip);
	const corners = [clip.start_seconds + fadeIn, end - fadeOut].filter((at) => at > from && at < end);
	const times = [from, ...corners, end];
	return times.map((at) => [at, gainAt(clip, at)]);
}

/** Which tracks are heard: solo wins over all that is not soloed, mute over solo. */
export function audible(tracks: Iterable<{ id: string; mute: boolean; solo: boolean }>): Set<string> {
	const all = [...tracks];
	const alone = all.some((track) => track.solo);
	return new Set(all.filter((track) => !track.mute && (!alone || track.solo)).map((track) => track.id));
}
