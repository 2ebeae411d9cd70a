// The one listener of the page: an audio worklet at the network's own rate, fed while the network speaks.
import type { Report } from "./jitter";
import type { Order } from "./listener.worklet";
import workletUrl from "./listener.worklet.ts?worker&url";

const NONE: Report = { played: 0, buffered: 0, gaps: 0, waiting: true, over: false };

type Told = Report & { sounding: boolean; turn: number };

interface Ear {
	context: AudioContext;
	node: AudioWorkletNode;
}

class Listener {
	/** What is heard: the generation's id and the voice, "" for nothing. */
	key = $state("");
	report = $state.raw<Report>(NONE);
	paused = $state(false);
	problem = $state("");
	rate_hz = 0;
	#ear: Promise<Ear> | null = null;
	#earRate = 0;
	#turn = 0;
	#began: (() => void) | null = null;
	#onreport: ((report: Report) => void) | null = null;

	/** Make ready to play at this rate. Has to be called while a click is handled, or browsers keep silent. */
	prepare(rate_hz: number): Promise<Ear> {
		if (this.#ear && this.#earRate === rate_hz) {
			void this.#ear.then(({ context }) => context.resume());
			return this.#ear;
		}
		void this.#ear?.then(({ context }) => context.close());
		this.#earRate = rate_hz;
		this.problem = "";
		this.#ear = opened(rate_hz, (told) => this.#heard(told));
		this.#ear.catch((error: Error) => {
			this.problem = error.message;
			this.#ear = null;
		});
		return this.#ear;
	}

	/** Listen to something from a sample on. `began` is called when its first sound leaves, `onreport` as it goes on. */
	start(
		key: string,
		rate_hz: number,
		position = 0,
		began: (() => void) | null = null,
		onreport: ((report: Report) => void) | null = null,
	): void {
		this.key = key;
		this.paused = false;
		this.rate_hz = rate_hz;
		this.report = { ...NONE, played: position };
		this.#began = began;
		this.#onreport = onreport;
		void this.prepare(rate_hz).catch(() => {});
		this.#order({ type: "reset", position, turn: ++this.#turn });
		this.#order({ type: "pause", on: false });
	}

	push(at: number, samples: Float32Array): void {
		this.#order({ type: "push", at, samples }, [samples.buffer]);
	}

	end(): void {
		this.#order({ type: "end" });
	}

	pause(on: boolean): void {
		this.paused = on;
		this.#order({ type: "pause", on });
	}

	/** Hear nothing any more. */
	stop(): void {
		this.key = "";
		this.#began = this.#onreport = null;
		this.#order({ type: "reset", position: 0, turn: ++this.#turn });
	}

	/** The page is left: the device is let go. */
	close(): void {
		this.stop();
		void this.#ear?.then(({ context }) => context.close()).catch(() => {});
		this.#ear = null;
	}

	#order(order: Order, transfer: Transferable[] = []): void {
		void this.#ear?.then(({ node }) => node.port.postMessage(order, transfer)).catch(() => {});
	}

	#heard({ sounding, turn, ...report }: Told): void {
		if (!this.key || turn !== this.#turn) return;
		this.report = report;
		if (sounding) {
			this.#began?.();
			this.#began = null;
		}
		this.#onreport?.(report);
		if (report.over) this.key = "";
	}
}

async function opened(rate_hz: number, heard: (told: Told) => void): Promise<Ear> {
	let context: AudioContext;
	try {
		context = new AudioContext({ sampleRate: rate_hz, latencyHint: "interactive" });
	} catch {
		throw new Error(
			"This browser cannot play at the model’s rate while it speaks. The finished takes can be heard.",
		);
	}
	void context.resume();
	await context.audioWorklet.addModule(workletUrl).catch(() => {
		throw new Error("The player could not be loaded. Check the connection and try again.");
	});
	const node = new AudioWorkletNode(context, "listener", { numberOfInputs: 0, outputChannelCount: [1] });
	node.port.onmessage = ({ data }: MessageEvent<Told>) => heard(data);
	node.connect(context.destination);
	return { context, node };
}

export const listener = new Listener();
