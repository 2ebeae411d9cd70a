// Recording as a person sees it: listening, recording, paused, done; one microphone, one tape.
import { COLUMNS_PER_SECOND } from "./columns";
import { Level } from "./level";
import { type Microphone, openMicrophone } from "./microphone";
import { type Recording, Tape } from "./tape";
import { type Bits, encode, MAXIMUM_DATA_BYTES } from "./wav";

export type RecorderState = "closed" | "opening" | "listening" | "recording" | "paused" | "saving" | "done";

export class Recorder {
	state = $state<RecorderState>("closed");
	problem = $state("");
	notice = $state("");
	seconds = $state(0);
	rate_hz = $state(0);
	channels = $state(1);
	device = $state("");
	peak_dbfs = $state(Number.NEGATIVE_INFINITY);
	hold_dbfs = $state(Number.NEGATIVE_INFINITY);
	highest_dbfs = $state(Number.NEGATIVE_INFINITY);
	clips = $state(0);
	markers = $state.raw<readonly number[]>([]);
	/** What was chosen; 0 leaves it to the device. */
	wanted = $state({ rate_hz: 0, channels: 0 });
	bits = $state<Bits>(24);
	recording = $state.raw<Recording | null>(null);
	/** Least and greatest of every 25th of a second, for drawing; grows, and `seconds` tells when. */
	columns: [number, number][] = [];

	/** Told of each tape as it begins. */
	ontape: (tape: Tape) => void = () => {};

	readonly #limit_seconds: number;
	#microphone: Microphone | null = null;
	#tape: Tape | null = null;
	#level = new Level();
	#opening = 0;
	#awake: WakeLockSentinel | null = null;
	#stopping: Promise<void> = Promise.resolve();

	constructor(limit_seconds = Number.POSITIVE_INFINITY) {
		this.#limit_seconds = limit_seconds;
		document.addEventListener("visibilitychange", this.#seen);
	}

	/** Open the microphone and show its level, without recording yet. */
	async listen(device = this.device): Promise<boolean> {
		const turn = ++this.#opening;
		this.problem = "";
		this.state = "opening";
		await this.#release();
		try {
			const microphone = await openMicrophone(device, this.wanted);
			if (turn !== this.#opening) {
				await microphone.close();
				return false;
			}
			this.#attach(microphone);
			return true;
		} catch (error) {
			if (turn === this.#opening) {
				this.state = "closed";
				this.problem = error instanceof Error ? error.message : String(error);
			}
			return false;
		}
	}

	start(): void {
		if (!this.#microphone || this.state !== "listening") return;
		this.#tape = new Tape(this.rate_hz, this.channels, this.bits);
		this.ontape(this.#tape);
		this.markers = [];
		void this.#stayAwake();
		this.#level = new Level();
		this.columns = [];
		this.seconds = 0;
		this.recording = null;
		this.notice = "";
		this.state = "recording";
	}

	/** Remember this moment of the recording. */
	mark(): void {
		if ((this.state === "recording" || this.state === "paused") && this.#tape)
			this.markers = [...this.markers, this.#tape.mark()];
	}

	pause(): void {
		if (this.state !== "recording") return;
		this.#tape?.flush();
		this.state = "paused";
	}

	resume(): void {
		if (this.state === "paused" && this.#microphone) this.state = "recording";
	}

	stop(): Promise<void> {
		if (this.state !== "recording" && this.state !== "paused") return this.#stopping;
		const tape = this.#tape;
		this.#tape = null;
		this.#stopping = this.#end(tape);
		return this.#stopping;
	}

	/** Let the microphone go. A recording that runs stays on this device, unkept. */
	async close(): Promise<void> {
		document.removeEventListener("visibilitychange", this.#seen);
		this.#opening += 1;
		if (this.state === "recording" || this.state === "paused") await this.stop();
		await this.#release();
		this.state = "closed";
	}

	async #end(tape: Tape | null): Promise<void> {
		const paused = this.state === "paused";
		this.state = "saving";
		if (this.#microphone) {
			// The block that is still being gathered belongs to the recording.
			this.#microphone.onblock = (channels) =>
				paused || tape?.append(encode(this.#within(channels), this.bits));
		}
		await this.#release();
		this.recording = tape ? await tape.finish() : null;
		this.seconds = this.recording?.seconds ?? 0;
		this.state = this.recording?.seconds ? "done" : "closed";
	}

	#attach(microphone: Microphone): void {
		this.#microphone = microphone;
		this.rate_hz = microphone.rate_hz;
		this.channels = microphone.channels;
		this.device = microphone.device;
		this.#level = new Level();
		microphone.onblock = (channels) => this.#take(channels);
		microphone.onlost = () => void this.#lost();
		this.state = "listening";
	}

	async #lost(): Promise<void> {
		const running = this.state === "recording" || this.state === "paused";
		if (running) await this.stop();
		else await this.close();
		this.notice = running ? "The microphone was lost. What it had heard until then is here." : "";
		this.problem = running ? "" : "The microphone was lost. Connect it and try again.";
	}

	#take(channels: Float32Array[]): void {
		if (this.state === "paused") return;
		const extremes = this.#level.add(channels, this.rate_hz);
		this.peak_dbfs = this.#level.peak_dbfs;
		this.hold_dbfs = this.#level.hold_dbfs;
		this.highest_dbfs = this.#level.highest_dbfs;
		this.clips = this.#level.clips;
		if (this.state !== "recording" || !this.#tape) return;
		this.#tape.append(encode(this.#within(channels), this.bits));
		this.#draw(extremes);
		this.seconds = this.#tape.seconds;
		const full = this.#tape.bytes > MAXIMUM_DATA_BYTES - 2 ** 20;
		if (full) this.notice = "It ended here: 2 GB is as much as one recording holds.";
		if (full || this.seconds >= this.#limit_seconds) void this.stop();
	}

	/** The block, cut where the limit is reached. */
	#within(channels: Float32Array[]): Float32Array[] {
		const left = Math.max(0, Math.round((this.#limit_seconds - this.seconds) * this.rate_hz));
		return Number.isFinite(left) ? channels.map((channel) => channel.subarray(0, left)) : channels;
	}

	#draw([least, greatest]: [number, number]): void {
		const at = Math.floor(this.seconds * COLUMNS_PER_SECOND);
		const column = this.columns[at];
		if (column) {
			column[0] = Math.min(column[0], least);
			column[1] = Math.max(column[1], greatest);
			return;
		}
		while (this.columns.length <= at) this.columns.push([least, greatest]);
	}

	/** A phone's screen that goes dark would stop the microphone. */
	async #stayAwake(): Promise<void> {
		try {
			const lock = await navigator.wakeLock?.request("screen");
			if (this.state === "recording" || this.state === "paused") this.#awake = lock ?? null;
			else await lock?.release();
		} catch {
			// Not allowed, or the battery is low: recording goes on while the screen does.
		}
	}

	readonly #seen = (): void => {
		const running = this.state === "recording" || this.state === "paused";
		if (document.visibilityState === "hidden") this.#tape?.flush(); // it may be closed now
		// The lock is lost whenever the page was hidden.
		if (document.visibilityState === "visible" && running) void this.#stayAwake();
	};

	async #release(): Promise<void> {
		void this.#awake?.release().catch(() => {});
		this.#awake = null;
		const microphone = this.#microphone;
		this.#microphone = null;
		await microphone?.close();
	}
}
