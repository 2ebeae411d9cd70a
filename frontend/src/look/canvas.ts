// A canvas at the screen's own resolution, and the theme's colours for it.
import { onThemeChange } from "./theme";

export interface Surface {
	context: CanvasRenderingContext2D;
	width: number; // in CSS pixels
	height: number;
}

/** Size the canvas to its box at the device's pixel ratio; drawing then happens in CSS pixels. */
export function surface(canvas: HTMLCanvasElement): Surface {
	const { width, height } = canvas.getBoundingClientRect();
	const ratio = Math.max(1, window.devicePixelRatio || 1);
	const wide = Math.round(width * ratio);
	const high = Math.round(height * ratio);
	if (canvas.width !== wide) canvas.width = wide;
	if (canvas.height !== high) canvas.height = high;
	const context = canvas.getContext("2d");
	if (!context) throw new Error("This browser gives no 2D canvas.");
	context.setTransform(ratio, 0, 0, ratio, 0, 0);
	context.clearRect(0, 0, width, height);
	return { context, width, height };
}

/** Asking the page for a token makes it work out its styles: each is asked for once in a theme. */
const known = new Map<string, string>();
onThemeChange(() => known.clear());

/** The present value of a token: color("--mine-deep"). */
export function color(token: string): string {
	const before = known.get(token);
	if (before) return before;
	const now = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
	known.set(token, now);
	return now;
}
