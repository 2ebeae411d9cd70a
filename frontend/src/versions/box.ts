/** Where a clip stands on the paper, or stood when its track was where it is now. */
import type { Workbench } from "../commands/workbench.svelte";
import type { PlacedClip } from "../document/records";
import { body, rowTop, xOf } from "../timeline/geometry";

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Null where its track is gone, or where it is out of sight. */
export function clipBox(
	bench: Workbench,
	clip: Pick<PlacedClip, "track" | "start_seconds" | "duration_seconds">,
): Box | null {
	const { view } = bench;
	const row = bench.rows.findIndex(({ id }) => id === clip.track);
	if (row < 0) return null;
	const x = xOf(view, clip.start_seconds);
	const width = Math.max(3, clip.duration_seconds * view.pixels_per_second);
	const [above, below] = body(view.row_height);
	const y = rowTop(view, row) + above;
	if (x > view.width || x + width < 0 || y > view.height || y + below < 0) return null;
	return { x, y, width, height: below - above };
}
