/** Gestures of the pointer on clips: each shows what it would do, and does it on the drop as one step. */

import { copied } from "../commands/clipboard-store";
import { editClips } from "../commands/edit-clips";
import { addCopies } from "../commands/placing";
import type { Preview } from "../commands/shown";
import type { Workbench } from "../commands/workbench.svelte";
import { mirrored } from "../document/links";
import { type Clip, limits, type PlacedClip } from "../document/records";
import { rippled } from "../document/ripple";
import { decibels, signed } from "../look/format";
import { secondsAt } from "./geometry";
import { type Hit, inside, type Rows } from "./hit";
import { freeTravel, rowAt } from "./layout";
import { type ClipChanges, fade, move, slip, stretch, trimEnd, trimStart } from "./moves";
import { snapped } from "./snapping";

export interface At {
	x: number;
	y: number;
	/** False while Alt is held. */
	snap: boolean;
	/** Mod is held: leave a copy, or stretch. */
	copy: boolean;
}

export interface Gesture {
	readonly cursor: string;
	move(at: At): void;
	drop(at: At): void;
	cancel(): void;
}

/** A press that moves less than this is a click. */
export const STILL_PIXELS = 3;

/** What lies where, for finding what is under the pointer and for drawing. */
export function sceneOf(bench: Workbench): Rows {
	const { arrangement } = bench;
	return {
		rows: bench.layout,
		clipsOf: (track) => arrangement.clipsOf(track),
		between: (track, from, to) => arrangement.between(track, from, to),
		spreadOf: (track) =>
			bench.settings.spread && arrangement.tracks.get(track)?.role === "audio"
				? arrangement.spreadOf(track)
				: null,
	};
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
		const { arrangement, settings } = this.bench;
		const behind = this.moves && settings.ripple ? rippled(arrangement, changes) : changes;
		const all = mirrored(arrangement, behind);
		const ghosts = [...all].flatMap(([id, fields]) => {
			const clip = arrangement.clips.get(id);
			return clip ? [{ ...clip, ...fields }] : [];
		});
		const preview: Preview = {
			label,
			ghosts,
			left: new Set(all.keys()),
			snap_seconds: place,
			lasso: null,
		};
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
		editClips(this.bench, `${this.verb} ${this.bench.naming(this.clips)}`, this.changes, this.moves);
	}

	protected by(at: At): number {
		return (at.x - this.from.x) / this.bench.view.pixels_per_second + this.scrolled;
	}

	/** What the window has scrolled since the press. */
	private get scrolled(): number {
		return this.bench.view.from_seconds - this.origin_seconds;
	}

	/** What lies behind goes along when that is wanted. */
	protected readonly moves: boolean = false;
	protected abstract readonly verb: string;
	protected abstract readonly doing: string;
	protected abstract plan(at: At): { changes: ClipChanges; label: string; place: number | null };
}

export class MoveGesture extends ClipGesture {
	readonly cursor = "grabbing";
	protected override readonly moves = true;
	protected readonly verb = "Move";
	protected readonly doing = "moves";

	protected plan(at: At) {
		const { grabbed, bench } = this;
		const wanted = grabbed.start_seconds + this.by(at);
		const start = snapped(bench, wanted, this.ids, at.snap);
		const end = snapped(bench, wanted + grabbed.duration_seconds, this.ids, at.snap);
		const byEnd = end.place !== null && start.place === null;
		const by = byEnd
			? end.seconds - grabbed.duration_seconds - grabbed.start_seconds
			: start.seconds - grabbed.start_seconds;
		const { down, height } = this.rows(at);
		const changes = move(this.clips, bench.clipRows, by, down, height);
		const first = changes.get(grabbed.id);
		const real = (first?.start_seconds ?? grabbed.start_seconds) - grabbed.start_seconds;
		const track = first?.track ? bench.arrangement.tracks.get(first.track)?.name : undefined;
		const label = `${signed(real, 2)} s${track ? `, to ${track}` : ""}`;
		return { changes, label: at.copy ? `copy, ${label}` : label, place: byEnd ? end.place : start.place };
	}

	/** How many rows down the pointer has gone; within a free track's row, how much lower instead. */
	private rows(at: At): { down: number; height: number } {
		const { bench, grabbed, from } = this;
		const here = rowAt(bench.layout, at.y + bench.view.top)?.track;
		const rows = bench.clipRows;
		const before = rows.findIndex((row) => row.id === grabbed.track);
		const after = rows.findIndex((row) => row.id === here?.id);
		if (after >= 0 && after !== before) return { down: after - before, height: 0 };
		const own = bench.layout.find((row) => row.kind === "track" && row.track.id === grabbed.track);
		if (own?.track.role !== "free" || !here) return { down: 0, height: 0 };
		return { down: 0, height: (at.y - from.y) / freeTravel(own.height) };
	}

	protected override commit(at: At): void {
		const { bench } = this;
		if (!at.copy) {
			super.commit(at);
			bench.select(bench.selection);
			return;
		}
		const copies = this.clips.map((clip) => ({
			...copied(clip, bench.arrangement.devicesOfClip(clip.id)),
			...this.changes.get(clip.id),
		}));
		const ids = bench.edit(`Copy ${bench.naming(this.clips)}`, () => addCopies(bench, copies));
		if (ids) bench.select(ids, ids[0] ?? null);
	}
}

/** The edges: trimmed, or with Mod stretched. */
export class EdgeGesture extends ClipGesture {
	readonly cursor = "ew-resize";
	protected override readonly moves = true;
	protected verb = "Trim";
	protected doing = "trims";

	constructor(
		bench: Workbench,
		grabbed: PlacedClip,
		from: At,
		private readonly edge: "start" | "end",
	) {
		super(bench, grabbed, from);
		if (from.copy) {
			this.verb = "Stretch";
			this.doing = "stretches";
		}
	}

	protected plan(at: At) {
		const { grabbed, bench, edge, from } = this;
		const edgeOf = (clip: PlacedClip) =>
			edge === "start" ? clip.start_seconds : clip.start_seconds + clip.duration_seconds;
		const wanted = snapped(bench, edgeOf(grabbed) + this.by(at), this.ids, at.snap);
		const by = wanted.seconds - edgeOf(grabbed);
		const changes: ClipChanges = new Map();
		for (const clip of this.clips) {
			const to = edgeOf(clip) + by;
			const trimmed = edge === "start" ? trimStart : trimEnd;
			changes.set(clip.id, from.copy ? stretch(clip, edge, to) : trimmed(clip, to, bench.lengthOf(clip)));
		}
		const { duration_seconds: after = 0, speed } = { ...grabbed, ...changes.get(grabbed.id) };
		const label = from.copy
			? `${after.toFixed(2)} s long, at ${speed.toFixed(2)} ×`
			: `${signed(after - grabbed.duration_seconds, 2)} s, ${after.toFixed(2)} s long`;
		return { changes, label, place: wanted.place };
	}
}

/** With Shift and Alt, what is heard moves within the clip. */
export class SlipGesture extends ClipGesture {
	readonly cursor = "ew-resize";
	protected readonly verb = "Slip";
	protected readonly doing = "slips";

	protected plan(at: At) {
		const by = this.by(at);
		const changes: ClipChanges = new Map(
			this.clips.map((clip) => [clip.id, slip(clip, by, this.bench.lengthOf(clip))]),
		);
		const real = this.grabbed.offset_seconds - (changes.get(this.grabbed.id)?.offset_seconds ?? 0);
		return { changes, label: `sound ${signed(real, 2)} s`, place: null };
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

const DB_A_PIXEL = 0.2;

/** Up is louder. */
export class GainGesture extends ClipGesture {
	readonly cursor = "ns-resize";
	protected readonly verb = "Gain of";
	protected readonly doing = "changes the gain of";

	protected plan(at: At) {
		const [low, high] = limits("clips", "gain_db");
		const by = Math.round((this.from.y - at.y) * DB_A_PIXEL * 10) / 10;
		const changes: ClipChanges = new Map(
			this.clips.map((clip) => [clip.id, { gain_db: Math.min(high, Math.max(low, clip.gain_db + by)) }]),
		);
		const after = changes.get(this.grabbed.id)?.gain_db ?? 0;
		return { changes, label: decibels(after), place: null };
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
		const { view } = this.bench;
		const to = secondsAt(view, at.x);
		const [from_seconds, to_seconds] = [Math.min(this.hit.seconds, to), Math.max(this.hit.seconds, to)];
		const [top, bottom] = [Math.min(this.from.y, at.y), Math.max(this.from.y, at.y)];
		const scene = sceneOf(this.bench);
		const taken = inside(scene, from_seconds, to_seconds, top + view.top, bottom + view.top);
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
		this.bench.points = new Set();
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
		const { duration_seconds } = bench.arrangement;
		bench.view.scrollBy(this.last.x - at.x, this.last.y - at.y, duration_seconds, bench.layout_height);
		this.last = at;
	}

	drop(): void {}
	cancel(): void {}
}

/** The gesture that a press on a clip or on paper begins. */
export function gestureFor(bench: Workbench, hit: Hit, at: At, extend: boolean): Gesture {
	const { clip } = hit;
	if (!clip) return new LassoGesture(bench, at, hit, extend);
	const slipping = extend && !at.snap;
	if (extend && !slipping) {
		const others = [...bench.selection].filter((id) => id !== clip.id);
		bench.select(bench.selection.has(clip.id) ? others : [...others, clip.id], clip.id);
	} else if (!bench.selection.has(clip.id)) bench.select([clip.id], clip.id);
	else bench.focus = clip.id;
	bench.track = clip.track;
	bench.points = new Set();
	if (!bench.canEdit) return new PanGesture(bench, at);
	if (slipping) return new SlipGesture(bench, clip, at);
	if (hit.part === "start" || hit.part === "end") return new EdgeGesture(bench, clip, at, hit.part);
	if (hit.part === "fade-in") return new FadeGesture(bench, clip, at, "in");
	if (hit.part === "fade-out") return new FadeGesture(bench, clip, at, "out");
	if (hit.part === "gain") return new GainGesture(bench, clip, at);
	return new MoveGesture(bench, clip, at);
}
