/** What the bench shows beside the arrangement: a gesture under way, a notice, a panel. */
import type { PlacedClip, PlacedPoint } from "../document/records";

/** A gesture under way: what it would do, drawn but not done. */
export interface Preview {
	/** "+1.40 s", "up 1 track". */
	label: string;
	ghosts: PlacedClip[];
	/** The clips that the ghosts stand for. */
	left: ReadonlySet<string>;
	snap_seconds: number | null;
	lasso: { from_seconds: number; to_seconds: number; top: number; bottom: number } | null;
	/** The points of an envelope as they would be. */
	line?: { envelope: string; points: readonly PlacedPoint[] };
}

export interface Notice {
	title: string;
	text: string;
	/** Something that can be done about it. */
	action?: { title: string; run: () => void };
}

export type Panel =
	| "keys"
	| "render"
	| "share"
	| "comments"
	| "versions"
	| "palette"
	| "cloud"
	| "bounce"
	| "record";
