// On the audio thread: plays the document through the mixer, and counts what came too late.
import { type Order, Player } from "./player";

declare const registerProcessor: (name: string, processor: unknown) => void;
declare const currentTime: number;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}

/** The sound card asks in bursts: only what is later than any of them was missed. */
const LATE_SECONDS = 0.08;
const SETTLING_BLOCKS = 400;

class PlayerProcessor extends AudioWorkletProcessor {
	readonly #player = new Player((report) => this.port.postMessage(report));
	#blocks = 0;
	#behind_seconds = Number.POSITIVE_INFINITY;

	constructor(options: { processorOptions?: { orders?: Order[] } }) {
		super();
		// What is rendered faster than it sounds has everything it needs from the start.
		for (const order of options.processorOptions?.orders ?? []) this.#player.take(order);
		this.port.onmessage = ({ data }: MessageEvent<Order>) => this.#player.take(data);
	}

	process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
		const [left, right] = outputs[0] ?? [];
		if (!left || !right) return true;
		this.#watch();
		this.#player.process(left, right, currentTime);
		return true;
	}

	/** The audio clock stands still where this thread was too slow: it falls behind the other clock for good. */
	#watch(): void {
		const behind = Date.now() / 1000 - currentTime;
		if (++this.#blocks < SETTLING_BLOCKS) {
			this.#behind_seconds = Math.min(this.#behind_seconds, behind);
			return;
		}
		if (behind < this.#behind_seconds) this.#behind_seconds = behind;
		else if (behind - this.#behind_seconds > LATE_SECONDS) {
			this.port.postMessage({ kind: "late", seconds: behind - this.#behind_seconds });
			this.#behind_seconds = behind;
		}
	}
}

registerProcessor("player", PlayerProcessor);
