/** Envelopes on the timeline: where each is drawn, what of it lies under the pointer, and the drawing itself. */
import type { Workbench } from "../commands/workbench.svelte";
import type { PlacedEnvelope, PlacedPoint } from "../document/records";
import { valueAt } from "../document/shapes";
import { duration } from "../look/format";
import { type Frame, secondsAt, xOf } from "./geometry";
import { ownerOf } from "./layout";
import { type Range, rangeOf } from "./parameters";

export interface Line {
	envelope: PlacedEnvelope;
	range: Range;
	points: readonly PlacedPoint[];
	/** Pixels below the first row's top. */
	top: number;
	height: number;
	/** It lies over clips, so that only the line itself can be taken hold of. */
	over: boolean;
	chosen: boolean;
	held: ReadonlySet<string>;
	/** The point beside which its value is written. */
	near: string | null;
}

const AIR = 6;
const HIT_PIXELS = 9;
const NEAR_LINE_PIXELS = 5;

/** All envelopes that are drawn now. */
export function linesOf(bench: Workbench, near: string | null = null): Line[] {
	const { arrangement, preview, settings } = bench;
	const found: Line[] = [];
	const add = (envelope: PlacedEnvelope, top: number, height: number, over: boolean) => {
		const range = rangeOf(arrangement, envelope.target, envelope.parameter);
		if (!range) return;
		const moved = preview?.line?.envelope === envelope.id ? preview.line.points : null;
		found.push({
			envelope,
			range,
			points: moved ?? arrangement.pointsOf(envelope.id),
			top,
			height,
			over,
			chosen: bench.envelope === envelope.id,
			held: bench.points,
			near,
		});
	};
	for (const row of bench.layout) {
		if (row.kind === "envelope") add(row.envelope, row.top, row.height, false);
		else if (settings.automation === "over")
			for (const envelope of arrangement.envelopes.values())
				if (ownerOf(arrangement, envelope) === row.track.id) add(envelope, row.top, row.height, true);
	}
	return found;
}

/** Pixels below the first row's top. */
export function yOf(line: Line, value: number): number {
	return line.top + AIR + (1 - line.range.up(value)) * (line.height - 2 * AIR);
}

export function valueUnder(line: Line, y: number): number {
	const up = 1 - (y - line.top - AIR) / (line.height - 2 * AIR);
	return line.range.at(Math.min(1, Math.max(0, up)));
}

/** What the envelope's value is at a time: where it has no points, the parameter's own. */
export function valueOn(line: Line, seconds: number): number {
	return valueAt(line.points, seconds, line.range.decibels) ?? line.range.now;
}

export interface LineHit {
	line: Line;
	point: PlacedPoint | null;
	/** On the line, though on none of its points. */
	on_line: boolean;
}

/** The envelope under the pointer; `y` counts from the top of the window. */
export function lineAt(frame: Frame, lines: readonly Line[], x: number, y: number): LineHit | null {
	const below = y + frame.top;
	const inside = lines.filter((line) => below >= line.top && below < line.top + line.height);
	// The chosen one lies above the others.
	for (const line of inside.sort((a, b) => Number(b.chosen) - Number(a.chosen))) {
		const seconds = secondsAt(frame, x);
		let point: PlacedPoint | null = null;
		let best = HIT_PIXELS;
		for (const each of line.points) {
			const far = Math.hypot(xOf(frame, each.seconds) - x, yOf(line, each.value) - below);
			if (far <= best) [point, best] = [each, far];
		}
		const on_line = Math.abs(yOf(line, valueOn(line, seconds)) - below) <= NEAR_LINE_PIXELS;
		if (point || on_line || !line.over) return { line, point, on_line };
	}
	return null;
}

/** So many pixels lie between two places at which a bent line is worked out. */
const STEP_PIXELS = 3;

export function drawLine(
	g: CanvasRenderingContext2D,
	frame: Frame,
	line: Line,
	ink: (token: string) => string,
): void {
	const y = (value: number) => Math.round(yOf(line, value) - frame.top) + 0.5;
	if (line.top + line.height < frame.top || line.top > frame.top + frame.height) return;
	const moving = line.envelope.enabled && line.points.length > 0;
	g.save();
	g.globalAlpha = moving ? 1 : 0.45;
	g.lineJoin = "round";
	const path = trace(frame, line, y);
	if (line.over) {
		g.strokeStyle = ink("--paper");
		g.lineWidth = 4;
		g.stroke(path);
	}
	g.strokeStyle = line.chosen ? ink("--accent") : ink("--ink");
	g.lineWidth = 1.5;
	if (!line.envelope.enabled) g.setLineDash([3, 3]);
	g.stroke(path);
	g.setLineDash([]);
	for (const point of line.points) {
		const x = xOf(frame, point.seconds);
		if (x < -10 || x > frame.width + 10) continue;
		const held = line.held.has(point.id);
		g.beginPath();
		g.arc(x, y(point.value), 3.5, 0, 7);
		g.fillStyle = held ? ink("--accent") : ink("--lift");
		g.fill();
		g.lineWidth = 1.25;
		g.strokeStyle = held ? ink("--accent") : ink("--ink");
		g.stroke();
		if (point.id === line.near) {
			const words = `${duration(point.seconds, 2)}  ${line.range.words(point.value)}`;
			g.font = `11px ${ink("--mono")}`;
			const wide = g.measureText(words).width;
			const left = x + 10 + wide > frame.width ? x - 10 - wide : x + 10;
			const base = Math.min(
				line.top + line.height - frame.top - 4,
				Math.max(line.top - frame.top + 12, y(point.value) + 4),
			);
			g.fillStyle = ink("--paper");
			g.fillRect(left - 3, base - 11, wide + 6, 15);
			g.fillStyle = ink("--ink-2");
			g.textBaseline = "alphabetic";
			g.fillText(words, left, base);
		}
	}
	g.restore();
}

function trace(frame: Frame, line: Line, y: (value: number) => number): Path2D {
	const path = new Path2D();
	const { points, range } = line;
	const first = points[0];
	path.moveTo(-1, y(valueOn(line, frame.from_seconds)));
	if (!first) {
		path.lineTo(frame.width + 1, y(range.now));
		return path;
	}
	const until = secondsAt(frame, frame.width + 1);
	for (let i = 0; i < points.length; i++) {
		const point = points[i] as PlacedPoint;
		const next = points[i + 1];
		if (next && next.seconds < frame.from_seconds) continue;
		if (point.seconds > until) break;
		const x = xOf(frame, point.seconds);
		if (point.seconds >= frame.from_seconds) path.lineTo(x, y(point.value));
		if (!next) break;
		const end = Math.min(frame.width + 1, xOf(frame, next.seconds));
		if (point.curve === "hold") path.lineTo(end, y(point.value));
		else if (point.curve !== "linear" || range.decibels)
			for (let at = Math.max(0, x) + STEP_PIXELS; at < end; at += STEP_PIXELS)
				path.lineTo(at, y(valueOn(line, secondsAt(frame, at))));
		if (next.seconds > until) path.lineTo(end, y(valueOn(line, secondsAt(frame, end))));
	}
	path.lineTo(frame.width + 1, y(valueOn(line, until)));
	return path;
}
