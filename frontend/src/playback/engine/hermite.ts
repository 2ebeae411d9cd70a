/** A sound some time ago, between samples: a third-order polynomial (Hermite) through a ring. */
export function hermite(ring: Float32Array, time: number, delay: number, mask: number): number {
	const whole = Math.floor(delay);
	const f = delay - whole;
	const x0 = ring[(time - whole + 1) & mask] as number;
	const x1 = ring[(time - whole) & mask] as number;
	const x2 = ring[(time - whole - 1) & mask] as number;
	const x3 = ring[(time - whole - 2) & mask] as number;
	const slope = 0.5 * (x2 - x0);
	const bend = x0 - 2.5 * x1 + 2 * x2 - 0.5 * x3;
	return x1 + f * (slope + f * (bend + f * (0.5 * (x3 - x0) + 1.5 * (x1 - x2))));
}
