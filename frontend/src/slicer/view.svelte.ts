// What of a recording is in sight: from which frame on, and how many frames a pixel.

const FINEST = 4; // frames a pixel

export class View {
	start = $state(0);
	scale = $state(1); // frames a pixel
	width = $state(1000); // pixels
	readonly frames: number;

	constructor(frames: number, rate_hz: number) {
		this.frames = frames;
		this.show(0, Math.min(frames, 20 * rate_hz));
	}

	get end(): number {
		return this.start + this.width * this.scale;
	}

	/** From frame to pixel. */
	x(frame: number): number {
		return (frame - this.start) / this.scale;
	}

	frame(x: number): number {
		return this.start + x * this.scale;
	}

	show(start: number, end: number): void {
		this.scale = Math.max(FINEST, Math.min(this.#coarsest, (end - start) / this.width));
		this.#place(start);
	}

	resize(width: number): void {
		const shown = this.width * this.scale;
		if (width < 1 || width === this.width) return;
		this.width = width;
		this.scale = Math.max(FINEST, Math.min(this.#coarsest, shown / width));
		this.#place(this.start);
	}

	scroll(pixels: number): void {
		this.#place(this.start + pixels * this.scale);
	}

	/** Closer (more than 1) or farther, with what lies at a pixel staying there. */
	zoom(factor: number, x = this.width / 2): void {
		const held = this.frame(x);
		this.scale = Math.max(FINEST, Math.min(this.#coarsest, this.scale / factor));
		this.#place(held - x * this.scale);
	}

	/** Bring a stretch into sight, with a margin; nothing moves when it is there already. */
	reveal(start: number, end: number): void {
		const margin = 0.08 * this.width * this.scale;
		if (start >= this.start && end <= this.end) return;
		if (end - start > this.width * this.scale - 2 * margin)
			this.show(start - 0.1 * (end - start), end + 0.1 * (end - start));
		else this.#place(start < this.start ? start - margin : end + margin - this.width * this.scale);
	}

	/** Follow a needle page by page, as a reader does. */
	follow(frame: number): void {
		const x = this.x(frame);
		if (x > 0.95 * this.width) this.#place(frame - 0.1 * this.width * this.scale);
		else if (x < 0) this.#place(frame - 0.9 * this.width * this.scale);
	}

	get #coarsest(): number {
		return Math.max(FINEST, this.frames / this.width);
	}

	#place(start: number): void {
		this.start = Math.max(0, Math.min(start, this.frames - this.width * this.scale));
	}
}
