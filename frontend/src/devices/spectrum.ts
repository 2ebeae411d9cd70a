/** The spectrum of a moment of sound: Hann window, and a fast Fourier transform (Cooley and Tukey, radix 2). */

/** Levels in dB re full scale (a sine at full scale reads 0) of size / 2 bins; the size is a power of two. */
export function spectrumDb(wave: Float32Array): Float32Array {
	const size = wave.length;
	const real = new Float32Array(size);
	const imaginary = new Float32Array(size);
	const bits = Math.log2(size);
	for (let k = 0; k < size; k++) {
		const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / size);
		real[reversed(k, bits)] = (wave[k] as number) * window;
	}
	transform(real, imaginary);
	const out = new Float32Array(size / 2);
	for (let k = 0; k < out.length; k++) {
		// The window halves a sine, and half of it lies at negative frequencies.
		const amplitude = (4 * Math.hypot(real[k] as number, imaginary[k] as number)) / size;
		out[k] = 20 * Math.log10(Math.max(amplitude, 1e-8));
	}
	return out;
}

/** In place, from bit-reversed order. */
function transform(real: Float32Array, imaginary: Float32Array): void {
	const size = real.length;
	for (let half = 1; half < size; half *= 2) {
		for (let k = 0; k < half; k++) {
			const angle = (-Math.PI * k) / half;
			const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
			for (let low = k; low < size; low += 2 * half) {
				const high = low + half;
				const [a, b] = [real[high] as number, imaginary[high] as number];
				const [re, im] = [a * cos - b * sin, a * sin + b * cos];
				const [c, d] = [real[low] as number, imaginary[low] as number];
				[real[high], imaginary[high]] = [c - re, d - im];
				[real[low], imaginary[low]] = [c + re, d + im];
			}
		}
	}
}

function reversed(value: number, bits: number): number {
	let out = 0;
	for (let k = 0; k < bits; k++) out |= ((value >> k) & 1) << (bits - 1 - k);
	return out;
}

/** The loudest bin between two frequencies, or what lies between the nearest two where none does. */
export function levelBetween(levels: Float32Array, from_hz: number, to_hz: number, rate_hz: number): number {
	const per_bin = rate_hz / (2 * levels.length);
	const [first, last] = [Math.ceil(from_hz / per_bin), Math.floor(to_hz / per_bin)];
	if (last < first) {
		const at = from_hz / per_bin;
		const low = levels[Math.floor(at)] ?? -160;
		return low + ((levels[Math.floor(at) + 1] ?? low) - low) * (at % 1);
	}
	let most = -160;
	// Only what there is, though the frequencies may be any: a bed without width asks for all up to infinity.
	for (let k = Math.max(0, first); k <= Math.min(last, levels.length - 1); k++)
		most = Math.max(most, levels[k] ?? -160);
	return most;
}
