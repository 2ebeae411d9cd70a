/** The person's own window onto the arrangement: where it is, how far zoomed in, how tall the rows are. */
import { type Frame, LEAST_ZOOM, secondsAt, spanning, zoom } from "./geometry";

export const ROW_HEIGHTS = [44, 64, 96, 148] as const;
/** Empty time that can be scrolled to behind the last clip, as a share of the window. */
const BEHIND = 0.75;

export class View implements Frame {
	from_seconds = $state(0);
	pixels_per_second = $state(20);
	width = $state(900);
	height = $state(400);
	top = $state(0);
	/** Of an ordinary track; others are as much higher or lower as they are in the document. */
	row_height = $state<number>(64);
	/** Keep the playhead in sight while playing. */
	follow = $state(true);

	get to_seconds(): number {
		return secondsAt(this, this.width);
	}

	/** `bottom` is where the last row ends. */
	scrollBy(x: number, y: number, duration_seconds: number, bottom: number): void {
		this.scrollTo(this.from_seconds + x / this.pixels_per_second, duration_seconds);
		this.top = Math.max(0, Math.min(bottom - this.height + 40, this.top + y));
	}

	scrollTo(from_seconds: number, duration_seconds: number): void {
		const window = this.width / this.pixels_per_second;
		const last = Math.max(0, duration_seconds - window * (1 - BEHIND));
		this.from_seconds = Math.max(0, Math.min(last, from_seconds));
	}

	zoomBy(factor: number, x = this.width / 2): void {
		Object.assign(this, zoom(this, Math.max(factor, LEAST_ZOOM / this.pixels_per_second), x));
	}

	show(start_seconds: number, end_seconds: number): void {
		Object.assign(this, spanning(this.width, start_seconds, end_seconds));
	}

	/** Scroll just so far that a time is in sight. */
	reveal(start_seconds: number, end_seconds = start_seconds): void {
		const window = this.width / this.pixels_per_second;
		const air = window * 0.06;
		if (start_seconds < this.from_seconds + air) this.from_seconds = Math.max(0, start_seconds - air);
		else if (end_seconds > this.to_seconds - air && end_seconds - start_seconds < window)
			this.from_seconds = Math.max(0, end_seconds - window + air);
	}

	revealRow(row: { top: number; height: number } | undefined): void {
		if (!row) return;
		if (row.top < this.top) this.top = row.top;
		else if (row.top + row.height > this.top + this.height)
			this.top = Math.max(0, row.top + row.height - this.height);
	}

	/** As tall as they can be while all are in sight; `bottom` is where the last of them ends now. */
	fitRows(bottom: number): void {
		const each = bottom / this.row_height;
		const fitting = ROW_HEIGHTS.slice(1, 3).filter((height) => height * each <= this.height);
		this.row_height = fitting.at(-1) ?? ROW_HEIGHTS[1];
	}

	/** One step taller (+1) or lower (−1) rows. */
	stepRows(direction: 1 | -1): void {
		const heights: readonly number[] = ROW_HEIGHTS;
		const at = heights.indexOf(this.row_height) + direction;
		this.row_height = heights[Math.max(0, Math.min(heights.length - 1, at))] ?? 64;
	}
}
