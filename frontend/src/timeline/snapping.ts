/** Where a time may snap to: edges of clips, markers, the grid, the playhead, and the nearest zero crossing of a sound. */
import type { Workbench } from "../commands/workbench.svelte";
import type { PlacedClip } from "../document/records";
import { steps } from "./geometry";
import { snap, used } from "./moves";

const SNAP_PIXELS = 7;

/** The distance between two lines of the grid, in seconds or in parts of a bar. */
export function gridSeconds(bench: Workbench): number {
	const beat = bench.settings.beat_seconds;
	const { pixels_per_second } = bench.view;
	return beat
		? beatGrid(beat, bench.settings.beats_in_bar, pixels_per_second)
		: steps(pixels_per_second).small_seconds;
}

const LINE_PIXELS = 9;
const PARTS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];

/** The finest part of a beat, or number of bars, whose lines do not touch. */
export function beatGrid(beat_seconds: number, beats_in_bar: number, pixels_per_second: number): number {
	const part = PARTS.find((share) => share * beat_seconds * pixels_per_second >= LINE_PIXELS);
	if (part) return part * beat_seconds;
	let bars = beats_in_bar * beat_seconds;
	while (bars * pixels_per_second < LINE_PIXELS) bars *= 2;
	return bars;
}

/** The places that a time may snap to: the playhead, the edges of other clips in sight, markers, the grid around the time. */
export function places(bench: Workbench, except: ReadonlySet<string>, near_seconds: number): number[] {
	const { view, arrangement, settings } = bench;
	const found = [0, bench.now_seconds];
	if (bench.loop) found.push(...bench.loop);
	if (settings.snap_to.includes("clips"))
		for (const row of bench.clipRows) {
			const clips = arrangement.clipsOf(row.id);
			const [first, last] = arrangement.between(row.id, view.from_seconds, view.to_seconds);
			for (let i = first; i < last; i++) {
				const clip = clips[i] as PlacedClip;
				if (except.has(clip.id)) continue;
				found.push(clip.start_seconds, clip.start_seconds + clip.duration_seconds);
			}
		}
	if (settings.snap_to.includes("markers")) {
		for (const marker of arrangement.markers.values()) found.push(marker.seconds);
		for (const region of arrangement.regions.values()) found.push(region.start_seconds, region.end_seconds);
	}
	if (settings.snap_to.includes("grid")) {
		const grid = gridSeconds(bench);
		found.push(Math.round(near_seconds / grid) * grid);
	}
	return found;
}

/** Snap one time; the distance is in pixels, so it is finer the further one zooms in. */
export function snapped(bench: Workbench, seconds: number, except: ReadonlySet<string>, on: boolean) {
	if (!on || !bench.settings.snapping) return { seconds, place: null };
	const within = SNAP_PIXELS / bench.view.pixels_per_second;
	return snap(seconds, places(bench, except, seconds), within);
}

/** A cut within a clip, moved to where its sound crosses zero, when that is wanted and known. */
export function atZero(bench: Workbench, clip: PlacedClip, seconds: number, on: boolean): number {
	if (!on || !bench.settings.snapping || !bench.settings.snap_to.includes("zero")) return seconds;
	const sample = bench.samples.get(clip.sample);
	const sound = sample && bench.sounds.get(sample);
	if (!sound) return seconds;
	const into = (seconds - clip.start_seconds) * clip.speed;
	const at = clip.offset_seconds + (clip.reverse ? used(clip) - into : into);
	const crossing = zeroNear(sound.samples, sound.rate_hz, at);
	if (crossing === null) return seconds;
	const moved = (crossing - at) / clip.speed;
	return seconds + (clip.reverse ? -moved : moved);
}

/** How far a zero crossing may lie from the wanted time. */
const ZERO_REACH_SECONDS = 0.02;

/** The time of the zero crossing that is nearest to a time; null where there is none near. */
export function zeroNear(samples: Float32Array, rate_hz: number, at_seconds: number): number | null {
	const middle = Math.round(at_seconds * rate_hz);
	const reach = Math.round(ZERO_REACH_SECONDS * rate_hz);
	for (let off = 0; off <= reach; off++)
		for (const at of off ? [middle - off, middle + off] : [middle]) {
			const [before, here] = [samples[at - 1], samples[at]];
			if (before === undefined || here === undefined) continue;
			if (here === 0 || before < 0 !== here < 0) return at / rate_hz;
		}
	return null;
}
