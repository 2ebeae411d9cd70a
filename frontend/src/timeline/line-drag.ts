/** Gestures on envelopes: points are put, dragged and taken away, lines are drawn by hand. */
import type { Workbench } from "../commands/workbench.svelte";
import {
	addPoints,
	changePoints,
	dispensable,
	type NewPoint,
	redraw,
	removePoints,
} from "../document/automation";
import type { PlacedPoint } from "../document/records";
import { BENDS } from "../document/shapes";
import { duration } from "../look/format";
import { type At, type Gesture, STILL_PIXELS } from "./drag";
import { secondsAt } from "./geometry";
import { type Line, type LineHit, valueOn, valueUnder } from "./lines";
import { snapped } from "./snapping";

const NONE: ReadonlySet<string> = new Set();

abstract class LineGesture implements Gesture {
	readonly cursor: string = "pointer";

	constructor(
		protected readonly bench: Workbench,
		protected readonly line: Line,
		protected readonly from: At,
	) {
		bench.envelope = line.envelope.id;
	}

	abstract move(at: At): void;
	abstract drop(at: At): void;

	cancel(): void {
		this.bench.show(null);
		this.bench.said = "Put back.";
	}

	protected seconds(at: At): number {
		const wanted = Math.max(0, secondsAt(this.bench.view, at.x));
		return snapped(this.bench, wanted, NONE, at.snap).seconds;
	}

	protected value(at: At): number {
		return valueUnder(this.line, at.y + this.bench.view.top);
	}

	protected preview(points: readonly PlacedPoint[], label: string): void {
		const line = {
			envelope: this.line.envelope.id,
			points: [...points].sort((a, b) => a.seconds - b.seconds),
		};
		this.bench.show({ label, ghosts: [], left: NONE, snap_seconds: null, lasso: null, line }, "");
	}

	protected words(seconds: number, value: number): string {
		return `${duration(seconds, 2)}, ${this.line.range.words(value)}`;
	}
}

/** Points that are held move together; one that was not there before is put first. */
export class PointGesture extends LineGesture {
	private readonly points: readonly PlacedPoint[];
	private moved = false;
	private changes = new Map<string, { seconds: number; value: number }>();

	constructor(
		bench: Workbench,
		line: Line,
		from: At,
		private readonly grabbed: PlacedPoint,
		private readonly fresh: boolean,
		extend: boolean,
	) {
		super(bench, line, from);
		const held = bench.points;
		if (extend)
			bench.points = new Set(
				held.has(grabbed.id) ? [...held].filter((id) => id !== grabbed.id) : [...held, grabbed.id],
			);
		else if (!held.has(grabbed.id)) bench.points = new Set([grabbed.id]);
		bench.select([]);
		const known = line.points.filter((point) => bench.points.has(point.id));
		this.points = fresh ? [grabbed] : known;
		if (fresh) this.moved = true;
	}

	move(at: At): void {
		if (!this.moved && Math.hypot(at.x - this.from.x, at.y - this.from.y) < STILL_PIXELS) return;
		this.moved = true;
		const { range } = this.line;
		const by = this.seconds(at) - this.grabbed.seconds;
		const earliest = Math.min(...this.points.map((point) => point.seconds));
		const shift = Math.max(by, -earliest);
		const up = range.up(this.value(at)) - range.up(this.grabbed.value);
		this.changes = new Map(
			this.points.map((point) => [
				point.id,
				{
					seconds: point.seconds + shift,
					value: range.at(Math.min(1, Math.max(0, range.up(point.value) + up))),
				},
			]),
		);
		const here = this.changes.get(this.grabbed.id);
		const others = this.line.points.filter((point) => !this.changes.has(point.id));
		const moved = this.points.map((point) => ({ ...point, ...this.changes.get(point.id) }));
		this.preview([...others, ...moved], here ? this.words(here.seconds, here.value) : "");
		if (here) this.bench.said = this.words(here.seconds, here.value);
	}

	drop(): void {
		const { bench, line } = this;
		bench.show(null);
		if (!this.moved) return;
		const place = this.changes.get(this.grabbed.id) ?? this.grabbed;
		if (this.fresh) {
			const { seconds, value } = place;
			const ids = bench.edit(`Put a point on ${line.range.title}`, () =>
				addPoints(bench.arrangement, line.envelope.id, [{ seconds, value, curve: this.grabbed.curve }]),
			);
			bench.points = new Set(ids ?? []);
			return;
		}
		if (!this.changes.size) return;
		const what = this.points.length === 1 ? "a point" : `${this.points.length} points`;
		bench.edit(`Move ${what} of ${line.range.title}`, () => changePoints(bench.arrangement, this.changes));
	}
}

/** With Mod held, or while drawing is on, the pointer draws the line itself. */
export class DrawGesture extends LineGesture {
	override readonly cursor = "crosshair";
	private readonly drawn: NewPoint[] = [];

	move(at: At): void {
		const seconds = Math.max(0, secondsAt(this.bench.view, at.x));
		const value = this.value(at);
		// Going back takes away what was drawn there.
		while ((this.drawn.at(-1)?.seconds ?? -1) >= seconds) this.drawn.pop();
		this.drawn.push({ seconds, value });
		const from = this.drawn[0]?.seconds ?? 0;
		const others = this.line.points.filter((point) => point.seconds < from || point.seconds > seconds);
		const envelope = this.line.envelope.id;
		const points = this.drawn.map((point, i) => ({
			curve: "linear" as const,
			...point,
			envelope,
			id: `drawn-${i}`,
		}));
		this.preview([...others, ...points], this.words(seconds, value));
	}

	drop(): void {
		const { bench, line } = this;
		bench.show(null);
		if (this.drawn.length < 2) return;
		// As it is seen: a hundredth of the lane's height may be lost.
		const seen = this.drawn.map((point, i) => ({
			seconds: point.seconds,
			value: line.range.up(point.value),
			at: i,
		}));
		const gone = new Set(dispensable(seen, TOLERANCE).map((point) => point.at));
		const kept = this.drawn.filter((_, i) => !gone.has(i));
		const ids = bench.edit(`Draw ${line.range.title}`, () =>
			redraw(bench.arrangement, line.envelope.id, kept),
		);
		bench.points = new Set();
		if (ids) bench.said = `${ids.length} points drawn.`;
	}
}

const TOLERANCE = 0.01;

/** Dragging beside the line holds the points that the stretch covers. */
export class HoldGesture extends LineGesture {
	private moved = false;

	move(at: At): void {
		if (!this.moved && Math.abs(at.x - this.from.x) < STILL_PIXELS) return;
		this.moved = true;
		const { view } = this.bench;
		const [a, b] = [secondsAt(view, this.from.x), secondsAt(view, at.x)];
		const [from_seconds, to_seconds] = [Math.min(a, b), Math.max(a, b)];
		const inside = this.line.points.filter(
			(point) => point.seconds >= from_seconds && point.seconds <= to_seconds,
		);
		this.bench.points = new Set(inside.map((point) => point.id));
		const top = this.line.top - view.top;
		const lasso = { from_seconds, to_seconds, top, bottom: top + this.line.height };
		this.bench.preview = { label: "", ghosts: [], left: NONE, snap_seconds: null, lasso };
	}

	drop(): void {
		this.bench.preview = null;
		if (this.moved) {
			this.bench.said = `${this.bench.points.size} points held.`;
			return;
		}
		this.bench.points = new Set();
		this.bench.seek(this.seconds(this.from));
	}
}

/** The next way of bending for the stretch that begins at a point. */
function bendNext(bench: Workbench, point: PlacedPoint): void {
	const curve = BENDS[(BENDS.indexOf(point.curve) + 1) % BENDS.length] ?? "linear";
	bench.edit("Bend an envelope", () => changePoints(bench.arrangement, new Map([[point.id, { curve }]])));
}

/** The point from which the line at a time comes. */
function before(line: Line, seconds: number): PlacedPoint | undefined {
	return line.points.findLast((point) => point.seconds <= seconds);
}

/** The gesture that a press on an envelope begins; null where Alt has done something already. */
export function lineGesture(bench: Workbench, hit: LineHit, at: At, extend: boolean): Gesture | null {
	const { line, point, on_line } = hit;
	bench.envelope = line.envelope.id;
	if (!bench.canEdit) return null;
	const seconds = secondsAt(bench.view, at.x);
	if (!at.snap && point) {
		bench.edit("Delete a point", () => removePoints(bench.arrangement, [point.id]));
		return null;
	}
	if (!at.snap && on_line) {
		const from = before(line, seconds);
		if (from) bendNext(bench, from);
		return null;
	}
	if (point) return new PointGesture(bench, line, at, point, false, extend);
	if (at.copy || bench.drawing) return new DrawGesture(bench, line, at);
	if (on_line) {
		const fresh: PlacedPoint = {
			id: "fresh",
			envelope: line.envelope.id,
			seconds: Math.max(0, seconds),
			value: valueOn(line, seconds),
			curve: before(line, seconds)?.curve ?? "linear",
		};
		return new PointGesture(bench, line, at, fresh, true, false);
	}
	return new HoldGesture(bench, line, at);
}

/** A double click puts a point where it was. */
export function putPoint(bench: Workbench, hit: LineHit, at: At): void {
	if (!bench.canEdit || hit.point) return;
	const { envelope, range } = hit.line;
	const seconds = snapped(bench, Math.max(0, secondsAt(bench.view, at.x)), NONE, at.snap).seconds;
	const value = valueUnder(hit.line, at.y + bench.view.top);
	const ids = bench.edit(`Put a point on ${range.title}`, () =>
		addPoints(bench.arrangement, envelope.id, [{ seconds, value }]),
	);
	if (ids) bench.points = new Set(ids);
}
