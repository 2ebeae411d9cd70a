// Hearing a recording of hours at any speed, forwards and backwards, piece by piece: the page never holds the file.

const PIECE_SECONDS = 4;
const AHEAD_SECONDS = 1.2; // of real time that is always scheduled
const KEPT = 12; // pieces
const LATE_SECONDS = 0.03;
export const SPEEDS = [1, 2, 4];

interface Sounding {
	node: AudioBufferSourceNode;
	from_time: number;
	frame: number;
	speed: number;
}

export class Hearing {
	playing = $state(false);
	speed = $state(1); // negative: backwards
	looping = $state(false);
	problem = $state("");

	readonly #url: string;
	readonly #frames: number;
	readonly #rate_hz: number;
	readonly #piece: number;
	readonly #pieces = new Map<number, Promise<AudioBuffer>>();
	readonly #reversed = new WeakMap<AudioBuffer, AudioBuffer>();
	#context: AudioContext | null = null;
	#sounding: Sounding[] = [];
	#frame = 0; // where it stands while it is silent
	#range: [number, number] = [0, 0];
	#turn = 0;

	constructor(url: string, frames: number, rate_hz: number) {
		this.#url = url;
		this.#frames = frames;
		this.#rate_hz = rate_hz;
		this.#piece = Math.round(PIECE_SECONDS * rate_hz);
	}

	/** The frame that is heard now. */
	get frame(): number {
		const now = this.#context?.currentTime ?? 0;
		let found: Sounding | undefined;
		for (const one of this.#sounding) if (one.from_time <= now) found = one;
		if (!this.playing || !found) return this.#frame;
		return Math.max(
			0,
			Math.min(this.#frames, found.frame + (now - found.from_time) * found.speed * this.#rate_hz),
		);
	}

	/** Where it goes on from, without playing. */
	place(frame: number): void {
		this.#frame = Math.max(0, Math.min(this.#frames, frame));
		if (this.playing) void this.#start(this.speed);
	}

	/** Play from a frame on, to the end or within a range. */
	play(frame = this.#frame, range: [number, number] | null = null, speed = 1): void {
		this.#frame = frame >= this.#frames && speed > 0 ? 0 : Math.max(0, frame);
		this.#range = range ?? [0, this.#frames];
		void this.#start(speed);
	}

	pause(): void {
		this.#frame = this.frame;
		this.#stop();
	}

	toggle(): void {
		if (this.playing) this.pause();
		else this.play();
	}

	/** L and J: faster in a direction, or the other way. */
	shuttle(direction: 1 | -1): void {
		const going = this.playing && Math.sign(this.speed) === direction;
		const at = SPEEDS.indexOf(Math.abs(this.speed));
		const speed = going ? (SPEEDS[Math.min(SPEEDS.length - 1, at + 1)] as number) : 1;
		this.#frame = this.frame;
		this.#range = [0, this.#frames];
		if (direction < 0 && this.#frame <= 0) return;
		void this.#start(direction * speed);
	}

	async close(): Promise<void> {
		this.#stop();
		this.#pieces.clear();
		await this.#context?.close();
		this.#context = null;
	}

	#stop(): void {
		this.#turn += 1;
		this.playing = false;
		for (const { node } of this.#sounding) node.stop();
		this.#sounding = [];
	}

	async #start(speed: number): Promise<void> {
		const from = this.#frame;
		this.#stop();
		const turn = this.#turn;
		this.speed = speed;
		this.playing = true;
		this.problem = "";
		try {
			const context = this.#opened();
			await context.resume();
			await this.#run(context, turn, from, speed);
		} catch (error) {
			if (turn !== this.#turn) return;
			this.#stop();
			this.problem = error instanceof Error ? error.message : String(error);
		}
	}

	#opened(): AudioContext {
		if (!this.#context) {
			try {
				// At the recording's own rate nothing is resampled, and pieces join without a seam.
				this.#context = new AudioContext({ sampleRate: this.#rate_hz });
			} catch {
				this.#context = new AudioContext();
			}
		}
		return this.#context;
	}

	async #run(context: AudioContext, turn: number, from: number, speed: number): Promise<void> {
		const [low, high] = this.#range;
		let frame = from;
		let time = 0;
		while (turn === this.#turn) {
			const over = speed > 0 ? frame >= high : frame <= low;
			if (over && this.looping && high > low) {
				frame = speed > 0 ? low : high;
				continue;
			}
			if (over) break;
			const buffer = await this.#pieceAt(context, speed > 0 ? frame : frame - 1);
			if (turn !== this.#turn) return;
			time = Math.max(time, context.currentTime + LATE_SECONDS);
			const seconds = this.#schedule(context, buffer, frame, time, speed, speed > 0 ? high : low);
			frame += Math.sign(speed) * Math.round(seconds * this.#rate_hz);
			time += seconds / Math.abs(speed);
			this.#ahead(context, frame, speed);
			while (turn === this.#turn && time - context.currentTime > AHEAD_SECONDS) await pause(60);
		}
		while (turn === this.#turn && context.currentTime < time) await pause(20);
		if (turn !== this.#turn) return;
		this.#frame = speed > 0 ? high : low;
		this.#stop();
	}

	/** Put what is left of a piece in line; returns how many seconds of the recording that is. */
	#schedule(
		context: AudioContext,
		buffer: AudioBuffer,
		frame: number,
		time: number,
		speed: number,
		limit: number,
	): number {
		const number = Math.floor((speed > 0 ? frame : frame - 1) / this.#piece);
		const begin = number * this.#piece;
		const end = Math.min(this.#frames, begin + this.#piece);
		const stop = speed > 0 ? Math.min(end, limit) : Math.max(begin, limit);
		const seconds = Math.abs(stop - frame) / this.#rate_hz;
		const node = context.createBufferSource();
		node.buffer = speed > 0 ? buffer : this.#backwards(context, buffer);
		node.playbackRate.value = Math.abs(speed);
		node.connect(context.destination);
		node.start(time, Math.abs(frame - (speed > 0 ? begin : end)) / this.#rate_hz, seconds);
		this.#sounding = [...this.#sounding.slice(-8), { node, from_time: time, frame, speed }];
		return seconds;
	}

	#ahead(context: AudioContext, frame: number, speed: number): void {
		const next = frame + Math.sign(speed);
		if (next > 0 && next < this.#frames) void this.#pieceAt(context, next).catch(() => {});
	}

	#pieceAt(context: AudioContext, frame: number): Promise<AudioBuffer> {
		const number = Math.floor(frame / this.#piece);
		const kept = this.#pieces.get(number);
		if (kept) return kept;
		const start = number * this.#piece;
		const loading = this.#fetch(context, start, Math.min(this.#frames, start + this.#piece));
		this.#pieces.set(number, loading);
		loading.catch(() => this.#pieces.delete(number));
		if (this.#pieces.size > KEPT) this.#pieces.delete(this.#pieces.keys().next().value as number);
		return loading;
	}

	async #fetch(context: AudioContext, start: number, end: number): Promise<AudioBuffer> {
		const response = await fetch(`${this.#url}?start=${start}&end=${end}`).catch(() => null);
		if (!response?.ok)
			throw new Error("This part could not be fetched. Check the connection and play it again.");
		return await context.decodeAudioData(await response.arrayBuffer());
	}

	#backwards(context: AudioContext, buffer: AudioBuffer): AudioBuffer {
		const kept = this.#reversed.get(buffer);
		if (kept) return kept;
		const out = context.createBuffer(buffer.numberOfChannels, buffer.length, buffer.sampleRate);
		for (let channel = 0; channel < buffer.numberOfChannels; channel++)
			out.copyToChannel(buffer.getChannelData(channel).slice().reverse(), channel);
		this.#reversed.set(buffer, out);
		return out;
	}
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
