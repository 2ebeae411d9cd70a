/** Where a sample that is dragged from the library would land. */
import type { Sample } from "../api/types";
import type { Workbench } from "../commands/workbench.svelte";
import { defaults, newId, type PlacedClip } from "../document/records";
import { holdsClips } from "../document/tree";
import type { At } from "./drag";
import { secondsAt } from "./geometry";
import { freeHeight, freeTravel, rowAt } from "./layout";
import { snapped } from "./snapping";

export interface Landing {
	/** Null below the last row, and on rows that hold no clips. */
	track: string | null;
	seconds: number;
	/** How far down on a free track, 0 to 1. */
	height: number;
}

/** The track, the time and the height under the pointer. */
export function landingAt(bench: Workbench, at: At, grip_pixels: number): Landing {
	const { view } = bench;
	const wanted = Math.max(0, secondsAt(view, at.x) - grip_pixels / view.pixels_per_second);
	const { seconds } = snapped(bench, wanted, new Set(), at.snap);
	const row = rowAt(bench.layout, at.y + view.top);
	if (!row || !holdsClips(row.track)) return { track: null, seconds, height: 0 };
	const down = at.y + view.top - row.top - freeHeight(row.height) / 2;
	const height = row.track.role === "free" ? Math.min(1, Math.max(0, down / freeTravel(row.height))) : 0;
	return { track: row.track.id, seconds, height };
}

/** The clip that the drop would make. */
export function landingClip(sample: Sample, track: string, start_seconds: number, height = 0): PlacedClip {
	return {
		...(defaults("clips") as unknown as PlacedClip),
		id: newId(),
		track,
		sample: sample.id,
		start_seconds,
		duration_seconds: sample.duration_seconds ?? 1,
		fade_in_seconds: 0,
		fade_out_seconds: 0,
		height,
	};
}
