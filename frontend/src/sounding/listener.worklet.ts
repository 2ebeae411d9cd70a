// On the audio thread: plays what the page hands over, and says how far it is.
import { JitterBuffer } from "./jitter";

declare const registerProcessor: (name: string, processor: unknown) => void;
declare const sampleRate: number;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}

export type Order =
	| { type: "push"; at: number; samples: Float32Array }
	| { type: "reset"; position: number; turn: number }
	| { type: "pause"; on: boolean }
	| { type: "end" };

const REPORTS_A_SECOND = 20;

class ListenerProcessor extends AudioWorkletProcessor {
	#buffer = new JitterBuffer(Math.round(0.15 * sampleRate), sampleRate);
	#paused = false;
	#since = 0;
	#turn = 0; // what is listened to now: reports of what was before are stale

	constructor() {
		super();
		this.port.onmessage = ({ data }: MessageEvent<Order>) => {
			if (data.type === "push") this.#buffer.push(data.at, data.samples);
			else if (data.type === "reset") {
				this.#buffer.reset(data.position);
				this.#turn = data.turn;
			} else if (data.type === "pause") this.#paused = data.on;
			else this.#buffer.end();
		};
	}

	process(_: Float32Array[][], outputs: Float32Array[][]): boolean {
		const out = outputs[0]?.[0];
		if (!out) return true;
		const before = this.#buffer.report().waiting;
		const sounding = !this.#paused && this.#buffer.pull(out);
		this.#since += out.length;
		// A beginning, a gap and the end are told at once.
		const changed = before !== this.#buffer.report().waiting;
		if (changed || this.#since > sampleRate / REPORTS_A_SECOND) {
			this.#since = 0;
			this.port.postMessage({ ...this.#buffer.report(), sounding, turn: this.#turn });
		}
		return true;
	}
}

registerProcessor("listener", ListenerProcessor);
