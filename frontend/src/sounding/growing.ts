// The sound of one voice while it grows: all its samples, and the peaks to draw it.

export const FRAMES_A_PAIR = 64;

export class GrowingSound {
	#samples = new Int16Array(16_384);
	#peaks = new Int8Array(1024);
	length = 0;

	add(first: number, block: Int16Array): void {
		const end = first + block.length;
		if (first > this.length || end <= this.length) return;
		if (end > this.#samples.length) this.#samples = grown(this.#samples, end);
		this.#samples.set(block, first);
		const from = Math.floor(this.length / FRAMES_A_PAIR);
		this.length = end;
		this.#measure(from);
	}

	/** A copy, so that it may be handed away. */
	slice(from: number, to = this.length): Int16Array {
		return this.#samples.slice(Math.max(0, from), Math.min(to, this.length));
	}

	/** `count` columns over the frames start…end, as pairs of least and greatest in −127…127. */
	columns(start: number, end: number, count: number): Int8Array {
		const out = new Int8Array(2 * count);
		const pairs = Math.ceil(this.length / FRAMES_A_PAIR);
		const step = (end - start) / count;
		for (let column = 0; column < count; column++) {
			const from = Math.floor((start + column * step) / FRAMES_A_PAIR);
			const to = Math.max(from + 1, Math.ceil((start + (column + 1) * step) / FRAMES_A_PAIR));
			let low = 127;
			let high = -127;
			for (let at = Math.max(0, from); at < to && at < pairs; at++) {
				low = Math.min(low, this.#peaks[2 * at] as number);
				high = Math.max(high, this.#peaks[2 * at + 1] as number);
			}
			if (low <= high) {
				out[2 * column] = low;
				out[2 * column + 1] = high;
			}
		}
		return out;
	}

	#measure(from: number): void {
		const pairs = Math.ceil(this.length / FRAMES_A_PAIR);
		if (2 * pairs > this.#peaks.length) this.#peaks = grown(this.#peaks, 2 * pairs);
		for (let pair = from; pair < pairs; pair++) {
			let low = 32767;
			let high = -32768;
			const end = Math.min(this.length, (pair + 1) * FRAMES_A_PAIR);
			for (let at = pair * FRAMES_A_PAIR; at < end; at++) {
				const value = this.#samples[at] as number;
				if (value < low) low = value;
				if (value > high) high = value;
			}
			this.#peaks[2 * pair] = Math.max(-127, Math.floor(low / 258));
			this.#peaks[2 * pair + 1] = Math.min(127, Math.ceil(high / 258));
		}
	}
}

function grown<T extends Int16Array | Int8Array>(array: T, least: number): T {
	const larger = new (array.constructor as new (length: number) => T)(Math.max(least, 2 * array.length));
	larger.set(array);
	return larger;
}
