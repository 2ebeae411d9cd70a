// One socket that comes back by itself: what arrives is handed on, and every return is told.

export interface Clock {
	after(milliseconds: number, act: () => void): () => void;
}

export interface Line {
	onopen: ((event: Event) => void) | null;
	onmessage: ((event: MessageEvent) => void) | null;
	onclose: ((event: CloseEvent) => void) | null;
	close(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** The server says so when nobody is signed in: asking again would change nothing. */
const SIGNED_OUT = 4401;

/** How long to wait before the next attempt: doubling, with up to a quarter more so that clients spread. */
export function waitMs(attempt: number, chance: number): number {
	return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (1 + chance / 4);
}

export class ReturningSocket {
	#line: Line | null = null;
	#attempt = 0;
	#wasOpen = false;
	#cancelRetry: (() => void) | null = null;
	#wanted = false;

	constructor(
		private readonly open: () => Line,
		private readonly clock: Clock,
		private readonly heard: (message: unknown) => void,
		private readonly returned: () => void,
		private readonly chance: () => number = Math.random,
	) {}

	start(): void {
		if (this.#wanted) return;
		this.#wanted = true;
		this.#connect();
	}

	stop(): void {
		this.#wanted = false;
		this.#wasOpen = false;
		this.#attempt = 0;
		this.#cancelRetry?.();
		this.#cancelRetry = null;
		const line = this.#line;
		this.#line = null;
		line?.close();
	}

	/** Try at once: the network came back, or the page is looked at again. */
	hurry(): void {
		if (!this.#wanted || this.#line) return;
		this.#cancelRetry?.();
		this.#connect();
	}

	#connect(): void {
		this.#cancelRetry = null;
		const line = this.open();
		this.#line = line;
		line.onopen = () => {
			this.#attempt = 0;
			if (this.#wasOpen) this.returned();
			this.#wasOpen = true;
		};
		line.onmessage = (event) => {
			if (this.#line === line) this.#read(event.data);
		};
		line.onclose = (event) => {
			if (this.#line !== line) return;
			this.#line = null;
			if (event.code === SIGNED_OUT) return;
			// Whatever was announced meanwhile is lost, also when the very first attempt failed.
			this.#wasOpen = true;
			this.#cancelRetry = this.clock.after(waitMs(this.#attempt++, this.chance()), () => this.#connect());
		};
	}

	#read(data: unknown): void {
		if (typeof data !== "string") return;
		try {
			this.heard(JSON.parse(data));
		} catch (problem) {
			if (!(problem instanceof SyntaxError)) throw problem;
		}
	}
}
