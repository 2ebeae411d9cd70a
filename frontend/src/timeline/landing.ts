/** Where a sample that is dragged from the library would land. */
import type { Sample } from "../api/types";
import type { Workbench } from "../commands/workbench.svelte";
import { defaults, newId, type PlacedClip } from "../document/records";
import { type At, snapped } from "./drag";
import { rowAt, secondsAt } from "./geometry";

/** The track and the time under the pointer; no track below the last one. */
export function landingAt(
	bench: Workbench,
	at: At,
	grip_pixels: number,
): { track: string | null; seconds: number } {
	const seconds = Math.max(0, secondsAt(bench.view, at.x) - grip_pixels / bench.view.pixels_per_second);
	const track = bench.rows[rowAt(bench.view, at.y)]?.id ?? null;
	return { track, seconds: snapped(bench, seconds, new Set(), at.snap).seconds };
}

/** The clip that the drop would make. */
export function landingClip(sample: Sample, track: string, start_seconds: number): PlacedClip {
	return {
		...(defaults("clips") as unknown as PlacedClip),
		id: newId(),
		track,
		sample: sample.id,
		start_seconds,
		duration_seconds: sample.duration_seconds ?? 1,
		fade_in_seconds: 0,
		fade_out_seconds: 0,
	};
}
