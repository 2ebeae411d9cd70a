/** Between seconds and pixels: the window onto the timeline, its zoom, and the ruler's steps. */

export interface Frame {
	/** The time at the left edge. */
	from_seconds: number;
	pixels_per_second: number;
	width: number;
	height: number;
	/** How far the rows are scrolled up, in pixels. */
	top: number;
}

export const LEAST_ZOOM = 0.05;
export const GREATEST_ZOOM = 4000;

export function xOf(frame: Frame, seconds: number): number {
	return (seconds - frame.from_seconds) * frame.pixels_per_second;
}

export function secondsAt(frame: Frame, x: number): number {
	return frame.from_seconds + x / frame.pixels_per_second;
}

/** Zoom by a factor, so that the time under `x` stays there. */
export function zoom(
	frame: Frame,
	factor: number,
	x: number,
): Pick<Frame, "from_seconds" | "pixels_per_second"> {
	const pixels_per_second = Math.min(GREATEST_ZOOM, Math.max(LEAST_ZOOM, frame.pixels_per_second * factor));
	const from_seconds = Math.max(0, secondsAt(frame, x) - x / pixels_per_second);
	return { from_seconds, pixels_per_second };
}

/** Show a span of time with a little air on both sides. */
export function spanning(
	width: number,
	start_seconds: number,
	end_seconds: number,
): Pick<Frame, "from_seconds" | "pixels_per_second"> {
	const length = Math.max(0.01, end_seconds - start_seconds);
	const air = length * 0.03;
	const pixels_per_second = Math.min(GREATEST_ZOOM, Math.max(LEAST_ZOOM, width / (length + 2 * air)));
	return { from_seconds: Math.max(0, start_seconds - air), pixels_per_second };
}

const STEPS = [
	0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600,
];
const LABEL_PIXELS = 78;
const LINE_PIXELS = 9;

export interface Steps {
	/** Between two lines of the grid. */
	small_seconds: number;
	/** Between two figures of the ruler. */
	large_seconds: number;
	/** Decimals of a figure. */
	decimals: number;
}

/** The steps of ruler and grid at a zoom: round numbers, figures that do not touch. */
export function steps(pixels_per_second: number): Steps {
	const large = STEPS.find((step) => step * pixels_per_second >= LABEL_PIXELS) ?? 7200;
	const divides = (step: number) => Math.abs(large / step - Math.round(large / step)) < 1e-6;
	const small = STEPS.find((step) => step * pixels_per_second >= LINE_PIXELS && divides(step)) ?? large;
	const decimals = large >= 1 ? 0 : Math.max(1, Math.ceil(-Math.log10(large) - 1e-9));
	return { small_seconds: small, large_seconds: large, decimals };
}
