// Times for an axis.

/** Whole, evenly spaced times for the axis, about one every `leastPixels`. */
export function timeTicks(seconds: number, width: number, leastPixels = 72): number[] {
	const step =
		[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find(
			(candidate) => (candidate / seconds) * width >= leastPixels,
		) ?? 7200;
	return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step);
}
