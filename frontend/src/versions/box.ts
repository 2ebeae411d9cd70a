/** Where a clip stands on the paper, or stood when its track was where it is now. */
import type { Workbench } from "../commands/workbench.svelte";
import type { PlacedClip } from "../document/records";
import { xOf } from "../timeline/geometry";
import { bodyOf, rowOf } from "../timeline/layout";

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Null where its track is gone, or where it is out of sight. */
export function clipBox(
	bench: Workbench,
	clip: Pick<PlacedClip, "id" | "track" | "start_seconds" | "duration_seconds" | "height">,
): Box | null {
	const { view } = bench;
	const row = rowOf(bench.layout, clip.track);
	if (!row) return null;
	const x = xOf(view, clip.start_seconds);
	const width = Math.max(3, clip.duration_seconds * view.pixels_per_second);
	const [above, below] = bodyOf(row.track, row.height, clip);
	const y = row.top - view.top + above;
	if (x > view.width || x + width < 0 || y > view.height || y + below - above < 0) return null;
	return { x, y, width, height: below - above };
}
