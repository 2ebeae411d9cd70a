// Sound that arrives unevenly, handed out evenly: it waits until there is enough, and counts when there was too little.

export interface Report {
	played: number; // samples of the take that were heard, from its beginning
	buffered: number;
	gaps: number;
	waiting: boolean;
	over: boolean; // all of it was heard
}

export class JitterBuffer {
	#queue: Float32Array[] = [];
	#offset = 0; // in the first of the queue
	#buffered = 0;
	#played = 0;
	#gaps = 0;
	#waiting = true;
	#ended = false;
	#enough: number;

	constructor(
		private readonly first: number,
		private readonly most: number,
	) {
		this.#enough = first;
	}

	/** Begin anew at a sample of the take. */
	reset(position: number): void {
		this.#queue = [];
		this.#offset = this.#buffered = 0;
		this.#played = position;
		this.#waiting = true;
		this.#ended = false;
		this.#enough = this.first;
	}

	/** Take sound that begins at a sample of the take; what is known already is left out. */
	push(at: number, samples: Float32Array): void {
		const next = this.#played + this.#buffered;
		const known = Math.max(0, next - at);
		if (known >= samples.length) return;
		const fresh = known ? samples.subarray(known) : samples;
		this.#queue.push(fresh);
		this.#buffered += fresh.length;
	}

	/** Nothing comes any more: what is there is played to its end. */
	end(): void {
		this.#ended = true;
	}

	/** Fill the output; silence where there is nothing. Says whether anything sounded. */
	pull(out: Float32Array): boolean {
		if (this.#waiting && (this.#buffered >= this.#enough || (this.#ended && this.#buffered > 0)))
			this.#waiting = false;
		if (this.#waiting) {
			out.fill(0);
			return false;
		}
		const filled = this.#take(out);
		out.fill(0, filled);
		if (filled < out.length) {
			this.#waiting = true;
			if (!this.#ended) {
				this.#gaps++;
				this.#enough = Math.min(this.most, this.#enough * 2);
			}
		}
		return filled > 0;
	}

	report(): Report {
		return {
			played: this.#played,
			buffered: this.#buffered,
			gaps: this.#gaps,
			waiting: this.#waiting,
			over: this.#ended && this.#buffered === 0,
		};
	}

	#take(out: Float32Array): number {
		let filled = 0;
		while (filled < out.length) {
			const head = this.#queue[0];
			if (!head) break;
			const count = Math.min(out.length - filled, head.length - this.#offset);
			out.set(head.subarray(this.#offset, this.#offset + count), filled);
			filled += count;
			this.#offset += count;
			if (this.#offset === head.length) {
				this.#queue.shift();
				this.#offset = 0;
			}
		}
		this.#buffered -= filled;
		this.#played += filled;
		return filled;
	}
}
