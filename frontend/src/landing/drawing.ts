// The form of a piece on a canvas: its clips with their waveforms, in the colours of their provenance.
import { color } from "../look/canvas";
import { duration } from "../look/format";
import type { Peaks } from "../look/peaks";
import { drawEdge, drawTexture } from "../look/provenance";
import type { Arrangement, Box } from "./arrangement";

const TOP = 10;
const BOTTOM = 26; // the figures of the time
const GAP = 8;
const TALLEST = 44;

export interface Frame {
	width: number;
	height: number;
	gutter: number;
}

export const xAt = (seconds: number, total: number, { width, gutter }: Frame) =>
	gutter + (seconds / total) * (width - 2 * gutter);

/** The ground: a line every ten seconds (or so), a figure every third. */
export function drawGround(context: CanvasRenderingContext2D, total: number, frame: Frame): void {
	const step = [1, 2, 5, 10, 20, 30, 60].find((each) => total / each <= 22) ?? 120;
	context.font = `11px ${color("--mono")}`;
	for (let at = 0, index = 0; at <= total; at += step, index++) {
		const x = Math.round(xAt(at, total, frame));
		context.fillStyle = color("--rule");
		context.fillRect(x, 0, 1, frame.height);
		if (index % 3) continue;
		context.fillStyle = color("--ink-3");
		if (x + 34 < frame.width) context.fillText(duration(at, 0), x + 4, frame.height - 7);
	}
}

export function drawClips(
	context: CanvasRenderingContext2D,
	arrangement: Arrangement,
	peaks: ReadonlyMap<string, Peaks>,
	frame: Frame,
): void {
	const { boxes, lanes, gaps, seconds } = arrangement;
	const room = frame.height - TOP - BOTTOM - gaps * GAP;
	const lane = Math.min(TALLEST, room / Math.max(1, lanes));
	const start = TOP + (room - lane * lanes) / 2;
	for (const box of boxes) {
		const x = xAt(box.clip.start_seconds, seconds, frame);
		const width = xAt(box.clip.start_seconds + box.clip.duration_seconds, seconds, frame) - x;
		const y = start + box.lane * lane + box.gaps * GAP;
		drawClip(context, box, peaks.get(box.clip.sample), x, y, Math.max(1.5, width), lane - 2);
	}
}

function drawClip(
	context: CanvasRenderingContext2D,
	{ clip, sample, category }: Box,
	peaks: Peaks | undefined,
	x: number,
	y: number,
	width: number,
	height: number,
): void {
	context.fillStyle = color(width < 5 ? `--${category}` : `--${category}-fill`);
	context.fillRect(x, y, width, height);
	if (width < 5) return;
	const deep = color(`--${category}-deep`);
	drawTexture(context, category, x, y, width, height, deep);
	if (peaks && sample?.sample_rate_hz) {
		const from = clip.offset_seconds * sample.sample_rate_hz;
		const to = from + clip.duration_seconds * sample.sample_rate_hz;
		context.fillStyle = deep;
		context.globalAlpha = 0.86;
		drawWave(
			context,
			peaks.columns(from, to, Math.max(1, Math.round(width))),
			clip,
			x,
			y + 3,
			width,
			height - 4,
		);
		context.globalAlpha = 1;
	}
	context.save();
	context.beginPath();
	context.rect(x, y, width, height);
	context.clip();
	drawEdge(context, category, x, y, width, color(`--${category}`));
	context.restore();
}

function drawWave(
	context: CanvasRenderingContext2D,
	columns: Int8Array,
	clip: Box["clip"],
	x: number,
	y: number,
	width: number,
	height: number,
): void {
	const count = columns.length / 2;
	const gain = 10 ** (clip.gain_db / 20);
	const middle = y + height / 2;
	for (let column = 0; column < count; column++) {
		const seconds = ((column + 0.5) / count) * clip.duration_seconds;
		const fade = Math.min(
			1,
			clip.fade_in_seconds ? seconds / clip.fade_in_seconds : 1,
			clip.fade_out_seconds ? (clip.duration_seconds - seconds) / clip.fade_out_seconds : 1,
		);
		const scale = (gain * fade * height) / 254;
		const top = Math.min(height / 2, (columns[2 * column + 1] as number) * scale);
		const bottom = Math.max(-height / 2, (columns[2 * column] as number) * scale);
		context.fillRect(x + (column / count) * width, middle - top, width / count, Math.max(1, top - bottom));
	}
}

/** The needle: an ink line with a paper halo and its head at the top. */
export function drawNeedle(context: CanvasRenderingContext2D, x: number, height: number): void {
	context.fillStyle = color("--sheet");
	context.fillRect(x - 2, 0, 5, height);
	context.fillStyle = color("--ink");
	context.fillRect(x, 0, 1.75, height);
	context.beginPath();
	context.moveTo(x - 7, 0);
	context.lineTo(x + 9, 0);
	context.lineTo(x + 1, 10);
	context.fill();
}
