/** What tests of the engine hear: sounds that the server makes in the same way. */
import { CELL, RATE_HZ, type Stereo, stereo } from "./sound";

/** The same bursts as the server's: noise by whole numbers, with a tone in it. */
export function bursts(cells: number): Stereo {
	const sound = stereo(cells * CELL);
	let state = 1;
	const next = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 31 - 1;
	};
	for (let k = 0; k < cells * CELL; k++) {
		const loud = k % 6_000 < 2_500 ? 0.5 : 0.02;
		const tone = 0.3 * Math.sin((2 * Math.PI * 440 * k) / RATE_HZ);
		sound.left[k] = loud * (0.6 * next() + tone);
		sound.right[k] = loud * (0.6 * next() + tone);
	}
	return sound;
}

/** What the server wrote down. */
export function floats(base64: string): Float32Array {
	const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
	return new Float32Array(bytes.buffer);
}
