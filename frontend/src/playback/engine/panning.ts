/** Where a sound stands between left and right: the law of the Web Audio StereoPannerNode, and what a strip makes of it. */

/** Gains from a source to the two sides: left to left, right to left, left to right, right to right. */
export type Matrix = Float64Array;

export function matrix(): Matrix {
	return Float64Array.of(1, 0, 0, 1);
}

/** A mono source pans at equal power; its one channel is in the first and third place. */
export function panMono(pan: number, gain: number, into: Matrix): void {
	const angle = ((pan + 1) / 2) * (Math.PI / 2);
	into[0] = Math.cos(angle) * gain;
	into[1] = 0;
	into[2] = Math.sin(angle) * gain;
	into[3] = 0;
}

/** A stereo source keeps its middle and folds the side that it leaves into the other; width is middle and sides. */
export function panStereo(pan: number, width: number, gain: number, into: Matrix): void {
	const angle = ((pan <= 0 ? pan + 1 : pan) * Math.PI) / 2;
	const near = Math.cos(angle);
	const far = Math.sin(angle);
	const [ll, rl, lr, rr] = pan <= 0 ? [1, near, 0, far] : [near, 0, far, 1];
	const own = 0.5 + 0.5 * width;
	const other = 0.5 - 0.5 * width;
	into[0] = (ll * own + rl * other) * gain;
	into[1] = (ll * other + rl * own) * gain;
	into[2] = (lr * own + rr * other) * gain;
	into[3] = (lr * other + rr * own) * gain;
}
