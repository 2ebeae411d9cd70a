/** How one person likes to work: kept in their browser, and no part of the arrangement. */
import type { Automation } from "../timeline/layout";

export type SnapTo = "clips" | "markers" | "grid" | "zero";
export const SNAPS: readonly SnapTo[] = ["clips", "markers", "grid", "zero"];
export const SNAP_TITLES: Readonly<Record<SnapTo, string>> = {
	clips: "Edges of clips",
	markers: "Markers and regions",
	grid: "Grid",
	zero: "Zero crossings",
};

interface Kept {
	snapping: boolean;
	snap_to: SnapTo[];
	ripple: boolean;
	spread: boolean;
	scrubbing: boolean;
	touching: boolean;
	automation: Automation;
	bars: boolean;
	beats_per_minute: number;
	beats_in_bar: number;
	microphone: string;
	lead_in_seconds: number;
	folded: Record<string, string[]>;
}

const KEY = "overhear-bench";

const USUAL: Kept = {
	snapping: true,
	snap_to: ["clips", "markers", "grid"],
	ripple: false,
	spread: false,
	scrubbing: true,
	touching: false,
	automation: "lanes",
	bars: false,
	beats_per_minute: 120,
	beats_in_bar: 4,
	microphone: "",
	lead_in_seconds: 0,
	folded: {},
};

/** What was kept, where it can still be read. */
function read(): Kept {
	try {
		return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>) };
	} catch {
		return { ...USUAL };
	}
}

export class Settings {
	private kept = $state.raw<Kept>(read());

	constructor(private readonly project: string) {}

	get snapping(): boolean {
		return this.kept.snapping;
	}
	get snap_to(): readonly SnapTo[] {
		return this.kept.snap_to;
	}
	/** What lies behind a clip goes with it. */
	get ripple(): boolean {
		return this.kept.ripple;
	}
	/** Overlapping clips stand below each other. */
	get spread(): boolean {
		return this.kept.spread;
	}
	/** Dragging the playhead is heard. */
	get scrubbing(): boolean {
		return this.kept.scrubbing;
	}
	/** Controls that are moved while it plays write envelopes. */
	get touching(): boolean {
		return this.kept.touching;
	}
	get automation(): Automation {
		return this.kept.automation;
	}
	get bars(): boolean {
		return this.kept.bars;
	}
	get beats_per_minute(): number {
		return this.kept.beats_per_minute;
	}
	get beats_in_bar(): number {
		return this.kept.beats_in_bar;
	}
	/** The length of a beat; null while the ruler counts seconds. */
	get beat_seconds(): number | null {
		return this.kept.bars ? 60 / this.kept.beats_per_minute : null;
	}
	/** The device that tracks are recorded from; "" is the system's own. */
	get microphone(): string {
		return this.kept.microphone;
	}
	/** How much of what lies before is heard before a recording begins. */
	get lead_in_seconds(): number {
		return this.kept.lead_in_seconds;
	}
	get folded(): ReadonlySet<string> {
		return new Set(this.kept.folded[this.project] ?? []);
	}

	set(change: Partial<Omit<Kept, "folded">>): void {
		const wanted = { ...this.kept, ...change };
		wanted.beats_per_minute = Math.min(400, Math.max(20, wanted.beats_per_minute || USUAL.beats_per_minute));
		wanted.beats_in_bar = Math.min(16, Math.max(1, Math.round(wanted.beats_in_bar) || USUAL.beats_in_bar));
		this.keep(wanted);
	}

	fold(group: string, folded: boolean): void {
		const now = new Set(this.folded);
		if (folded) now.add(group);
		else now.delete(group);
		this.keep({ ...this.kept, folded: { ...this.kept.folded, [this.project]: [...now] } });
	}

	private keep(kept: Kept): void {
		this.kept = kept;
		try {
			localStorage.setItem(KEY, JSON.stringify(kept));
		} catch {
			// A browser that keeps nothing forgets it with the page.
		}
	}
}
