/** The sample that is being dragged from the library: while a drag is over a page, its data cannot be read. */
import type { Sample } from "../api/types";

/** What a drag from another window of the studio says of itself. */
export const SAMPLE_TYPE = "application/x-overhear-sample";

class Carried {
	sample = $state.raw<Sample | null>(null);
	/** How far right of the clip's start the pointer holds it. */
	grip_pixels = 8;
}

export const carried = new Carried();
