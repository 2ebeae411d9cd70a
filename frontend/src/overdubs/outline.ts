/** The least and greatest sample of every few frames of a recording as it grows, for drawing it. */

const FRAMES = 256;

export class Outline {
	frames = 0;
	private least = new Float32Array(4096);
	private greatest = new Float32Array(4096);

	add(channels: readonly Float32Array[]): void {
		const count = channels[0]?.length ?? 0;
		for (let k = 0; k < count; k++) {
			const column = Math.floor((this.frames + k) / FRAMES);
			if (column >= this.least.length) this.grow();
			for (const channel of channels) {
				const value = channel[k] as number;
				if (value < (this.least[column] as number)) this.least[column] = value;
				if (value > (this.greatest[column] as number)) this.greatest[column] = value;
			}
		}
		this.frames += count;
	}

	/** Of the frames between two places. */
	between(from_frame: number, to_frame: number): [number, number] {
		const first = Math.max(0, Math.floor(from_frame / FRAMES));
		const last = Math.min(Math.ceil(this.frames / FRAMES), Math.max(first + 1, Math.ceil(to_frame / FRAMES)));
		let [least, greatest] = [0, 0];
		for (let column = first; column < last; column++) {
			least = Math.min(least, this.least[column] as number);
			greatest = Math.max(greatest, this.greatest[column] as number);
		}
		return [least, greatest];
	}

	private grow(): void {
		const [least, greatest] = [this.least, this.greatest];
		this.least = new Float32Array(2 * least.length);
		this.greatest = new Float32Array(2 * greatest.length);
		this.least.set(least);
		this.greatest.set(greatest);
	}
}
