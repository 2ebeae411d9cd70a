/** What the pixels of the timeline are made from. */
import type { Category } from "../api/types";
import type { PlacedClip } from "../document/records";
import type { Peaks } from "../look/peaks";
import type { Rows } from "./hit";
import type { Row } from "./layout";

export interface Look {
	category: Category;
	name: string;
	peaks: Peaks | null;
	sample_rate_hz: number;
}

export interface Scene extends Rows {
	/** The clips of an ordinary track that fade into each other, with the fades that are heard. */
	crossfadesOf(track: string): ReadonlyMap<string, PlacedClip>;
	/** The tracks in a group, at any depth, that hold clips. */
	within(group: string): readonly string[];
	/** Seconds between two lines of the grid, and how many of them make a large one. */
	grid?: { small_seconds: number; every: number };
	look(sample: string): Look;
	/** Clips that are being dragged away. */
	left: ReadonlySet<string>;
	/** Tracks that are heard. */
	audible: ReadonlySet<string>;
	/** Grows when what all rows are drawn from has changed. */
	revision: number;
	/** Another word when what a row is drawn from has changed. */
	version(row: Row): string;
}
