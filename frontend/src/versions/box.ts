/** Where a clip stands on the paper, or stood when its track was where it is now. */
import type { Workbench } from "../commands/workbench.svelte";
import type { PlacedClip } from "../document/records";
import { xOf } from "../timeline/geometry";

/** Between a row and what is drawn in it. */
const EDGE_PIXELS = 3;

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
	const row = bench.layout.find((one) => one.kind === "track" && one.track.id === clip.track);
	if (!row) return null;
	const x = xOf(view, clip.start_seconds);
	const width = Math.max(3, clip.duration_seconds * view.pixels_per_second);
	const y = row.top - view.top;
	if (x > view.width || x + width < 0 || y > view.height || y + row.height < 0) return null;
	return { x, y: y + EDGE_PIXELS, width, height: row.height - 2 * EDGE_PIXELS };
}
