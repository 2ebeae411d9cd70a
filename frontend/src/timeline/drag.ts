/** Gestures of the pointer on the timeline: each shows what it would do, and does it on the drop as one step. */
import type { Preview, Workbench } from "../commands/workbench.svelte";
import { addClips, change, copyOf } from "../document/edits";
import type { Clip, PlacedClip } from "../document/records";
import { signed } from "../look/format";
import { rowAt, secondsAt, steps } from "./geometry";
import { type Hit, inside } from "./hit";
import { type ClipChanges, fade, move, snap, trimEnd, trimStart } from "./moves";

export interface At {
	x: number;
	y: number;
	/** False while Alt is held. */
	snap: boolean;
	/** Mod is held: leave a copy. */
	copy: boolean;
}

export interface Gesture {
	readonly cursor: string;
	move(at: At): void;
	drop(at: At): void;
	cancel(): void;
}

const SNAP_PIXELS = 7;
/** A press that moves less than this is a click. */
const STILL_PIXELS = 3;

/** The places that a time may snap to: the playhead, the edges of other clips in sight, the grid around the time. */
export function places(bench: Workbench, except: ReadonlySet<string>, near_seconds: number): number[] {
	const { view, arrangement } = bench;
	const found = [0, bench.now_seconds];
	for (const row of arrangement.rowsInOrder) {
		const clips = arrangement.clipsOf(row.id);
		const [first, last] = arrangement.between(row.id, view.from_seconds, view.to_seconds);
		for (let i = first; i < last; i++) {
			const clip = clips[i] as PlacedClip;
			if (except.has(clip.id)) continue;
			found.push(clip.start_seconds, clip.start_seconds + clip.duration_seconds);
		}
	}
	const { small_seconds } = steps(view.pixels_per_second);
	const line = Math.round(near_seconds / small_seconds) * small_seconds;
	return [line, ...found];
}

/** Snap one time; the distance is in pixels, so it is finer the further one zooms in. */
export function snapped(bench: Workbench, seconds: number, except: ReadonlySet<string>, on: boolean) {
	if (!on || !bench.snapping) return { seconds, place: null };
	const within = SNAP_PIXELS / bench.view.pixels_per_second;
	return snap(seconds, places(bench, except, seconds), within);
}

abstract class ClipGesture implements Gesture {
	abstract readonly cursor: string;
	protected readonly clips: PlacedClip[];
	protected readonly ids: ReadonlySet<string>;
	protected changes: ClipChanges = new Map();
	protected moved = false;
	private readonly origin_seconds: number;

	constructor(
		protected readonly bench: Workbench,
		protected readonly grabbed: PlacedClip,
		protected readonly from: At,
	) {
		this.origin_seconds = bench.view.from_seconds;
		this.clips = bench.selection.has(grabbed.id) ? bench.selected : [grabbed];
		this.ids = new Set(this.clips.map((clip) => clip.id));
	}

	move(at: At): void {
		const far = Math.hypot(at.x - this.from.x, at.y - this.from.y);
		if (!this.moved && far < STILL_PIXELS) return;
		this.moved = true;
		const { changes, label, place } = this.plan(at);
		this.changes = changes;
		const ghosts = this.clips.map((clip) => ({ ...clip, ...changes.get(clip.id) }));
		const preview: Preview = { label, ghosts, left: this.ids, snap_seconds: place, lasso: null };
		this.bench.show(preview, `${this.doing} ${this.bench.naming(this.clips)}, ${label}`);
	}

	drop(at: At): void {
		this.bench.show(null);
		if (!this.moved) {
			this.bench.select([this.grabbed.id], this.grabbed.id);
			return;
		}
		this.commit(at);
	}

	cancel(): void {
		this.bench.show(null);
		this.bench.said = "Put back.";
	}

	protected commit(_: At): void {
		const real = new Map([...this.changes].filter(([, fields]) => Object.keys(fields).length));
		if (!real.size) return;
		this.bench.edit(`${this.verb} ${this.bench.naming(this.clips)}`, () =>
			change(this.bench.arrangement, "clips", real),
		);
	}

	protected by(at: At): number {
		return (at.x - this.from.x) / this.bench.view.pixels_per_second + this.scrolled;
	}

	/** What the window has scrolled since the press. */
	private get scrolled(): number {
		return this.bench.view.from_seconds - this.origin_seconds;
	}

	protected abstract readonly verb: string;
	protected abstract readonly doing: string;
	protected abstract plan(at: At): { changes: ClipChanges; label: string; place: number | null };
}

export class MoveGesture extends ClipGesture {
	readonly cursor = "grabbing";
	protected readonly verb = "Move";
	protected readonly doing = "moves";
	private readonly row: number;

	constructor(bench: Workbench, grabbed: PlacedClip, from: At) {
		super(bench, grabbed, from);
		this.row = rowAt(bench.view, from.y);
	}

	protected plan(at: At) {
		const { grabbed, bench } = this;
		const wanted = grabbed.start_seconds + this.by(at);
		const start = snapped(bench, wanted, this.ids, at.snap);
		const end = snapped(bench, wanted + grabbed.duration_seconds, this.ids, at.snap);
		const byEnd = end.place !== null && start.place === null;
		const by = byEnd
			? end.seconds - grabbed.duration_seconds - grabbed.start_seconds
			: start.seconds - grabbed.start_seconds;
		const down = rowAt(bench.view, at.y) - this.row;
		const changes = move(this.clips, bench.arrangement.rowsInOrder, by, down);
		const first = changes.get(grabbed.id);
		const real = (first?.start_seconds ?? grabbed.start_seconds) - grabbed.start_seconds;
		const track = first?.track ? bench.arrangement.tracks.get(first.track)?.name : undefined;
		const label = `${signed(real, 2)} s${track ? `, to ${track}` : ""}`;
		return { changes, label: at.copy ? `copy, ${label}` : label, place: byEnd ? end.place : start.place };
	}

	protected override commit(at: At): void {
		if (!at.copy) {
			super.commit(at);
			this.bench.select(this.bench.selection);
			return;
		}
		const copies = this.clips.map((clip) => copyOf({ ...clip, ...this.changes.get(clip.id) }));
		const ids = this.bench.edit(`Copy ${this.bench.naming(this.clips)}`, () =>
			addClips(this.bench.arrangement, copies),
		);
		if (ids) this.bench.select(ids, ids[0] ?? null);
	}
}

export class TrimGesture extends ClipGesture {
	readonly cursor = "ew-resize";
	protected readonly verb = "Trim";
	protected readonly doing = "trims";

	constructor(
		bench: Workbench,
		grabbed: PlacedClip,
		from: At,
		private readonly edge: "start" | "end",
	) {
		super(bench, grabbed, from);
	}

	protected plan(at: At) {
		const { grabbed, bench, edge } = this;
		const edgeOf = (clip: PlacedClip) =>
			edge === "start" ? clip.start_seconds : clip.start_seconds + clip.duration_seconds;
		const wanted = snapped(bench, edgeOf(grabbed) + this.by(at), this.ids, at.snap);
		const by = wanted.seconds - edgeOf(grabbed);
		const changes: ClipChanges = new Map();
		for (const clip of this.clips) {
			const length = bench.samples.get(clip.sample)?.duration_seconds ?? null;
			const to = edgeOf(clip) + by;
			changes.set(clip.id, edge === "start" ? trimStart(clip, to) : trimEnd(clip, to, length));
		}
		const after = changes.get(grabbed.id)?.duration_seconds ?? grabbed.duration_seconds;
		const label = `${signed(after - grabbed.duration_seconds, 2)} s, ${after.toFixed(2)} s long`;
		return { changes, label, place: wanted.place };
	}
}

export class FadeGesture extends ClipGesture {
	readonly cursor = "ew-resize";
	protected readonly verb = "Fade";
	protected readonly doing = "fades";

	constructor(
		bench: Workbench,
		grabbed: PlacedClip,
		from: At,
		private readonly which: "in" | "out",
	) {
		super(bench, grabbed, from);
	}

	protected plan(at: At) {
		const field = this.which === "in" ? "fade_in_seconds" : "fade_out_seconds";
		const by = this.by(at);
		const changes: ClipChanges = new Map();
		for (const clip of this.clips) {
			const end = clip.start_seconds + clip.duration_seconds;
			const corner = this.which === "in" ? clip.start_seconds + clip[field] : end - clip[field];
			changes.set(clip.id, fade(clip, this.which, corner + by));
		}
		const length = (changes.get(this.grabbed.id) as Partial<Clip>)[field] ?? 0;
		return { changes, label: `fade ${this.which} ${length.toFixed(2)} s`, place: null };
	}
}

/** Dragging on paper takes everything that the rectangle touches. */
export class LassoGesture implements Gesture {
	readonly cursor = "crosshair";
	private moved = false;
	private readonly kept: ReadonlySet<string>;

	constructor(
		private readonly bench: Workbench,
		private readonly from: At,
		private readonly hit: Hit,
		extend: boolean,
	) {
		this.kept = extend ? bench.selection : new Set();
	}

	move(at: At): void {
		if (!this.moved && Math.hypot(at.x - this.from.x, at.y - this.from.y) < STILL_PIXELS) return;
		this.moved = true;
		const { view, arrangement } = this.bench;
		const to = secondsAt(view, at.x);
		const [from_seconds, to_seconds] = [Math.min(this.hit.seconds, to), Math.max(this.hit.seconds, to)];
		const [top, bottom] = [Math.min(this.from.y, at.y), Math.max(this.from.y, at.y)];
		const rows = {
			rows: arrangement.rowsInOrder,
			clipsOf: clipsOf(this.bench),
			between: between(this.bench),
		};
		const taken = inside(rows, from_seconds, to_seconds, rowAt(view, top), rowAt(view, bottom));
		this.bench.select([...this.kept, ...taken]);
		const label = this.bench.selection.size ? this.bench.naming(this.bench.selected) : "";
		const lasso = { from_seconds, to_seconds, top, bottom };
		this.bench.preview = { label, ghosts: [], left: new Set(), snap_seconds: null, lasso };
	}

	drop(): void {
		this.bench.preview = null;
		if (this.moved) {
			this.bench.said = `${this.bench.naming(this.bench.selected)} selected.`;
			return;
		}
		if (this.hit.track) this.bench.track = this.hit.track;
		this.bench.select(this.kept);
		this.bench.seek(snapped(this.bench, this.hit.seconds, new Set(), this.from.snap).seconds);
	}

	cancel(): void {
		this.bench.preview = null;
		this.bench.select(this.kept);
	}
}

/** The middle button, or a finger, moves the paper itself. */
export class PanGesture implements Gesture {
	readonly cursor = "grabbing";
	constructor(
		private readonly bench: Workbench,
		private last: { x: number; y: number },
	) {}

	move(at: At): void {
		const { bench } = this;
		const rows = bench.arrangement.rowsInOrder.length;
		bench.view.scrollBy(this.last.x - at.x, this.last.y - at.y, bench.arrangement.duration_seconds, rows);
		this.last = at;
	}

	drop(): void {}
	cancel(): void {}
}

/** The gesture that a press begins. */
export function gestureFor(bench: Workbench, hit: Hit, at: At, extend: boolean): Gesture {
	const { clip } = hit;
	if (!clip) return new LassoGesture(bench, at, hit, extend);
	if (extend) {
		const others = [...bench.selection].filter((id) => id !== clip.id);
		bench.select(bench.selection.has(clip.id) ? others : [...others, clip.id], clip.id);
	} else if (!bench.selection.has(clip.id)) bench.select([clip.id], clip.id);
	else bench.focus = clip.id;
	bench.track = clip.track;
	if (!bench.canEdit) return new PanGesture(bench, at);
	if (hit.part === "start" || hit.part === "end") return new TrimGesture(bench, clip, at, hit.part);
	if (hit.part === "fade-in") return new FadeGesture(bench, clip, at, "in");
	if (hit.part === "fade-out") return new FadeGesture(bench, clip, at, "out");
	return new MoveGesture(bench, clip, at);
}

export function clipsOf(bench: Workbench) {
	return (track: string) => bench.arrangement.clipsOf(track);
}

export function between(bench: Workbench) {
	return (track: string, from: number, to: number) => bench.arrangement.between(track, from, to);
}
