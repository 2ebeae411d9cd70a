// On the audio thread: gathers what the microphone gives into blocks and posts them, losing no frame; each says at
// which frame of the audio clock it began.

declare const registerProcessor: (name: string, processor: unknown) => void;
declare const currentFrame: number;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}

const BLOCK_FRAMES = 2048;

class RecorderProcessor extends AudioWorkletProcessor {
	#blocks: Float32Array[] = [];
	#filled = 0;
	#began = 0;
	#running = true;

	constructor() {
		super();
		this.port.onmessage = () => {
			// Asked to end: the unfinished block goes out too, then a last word.
			this.#post(this.#filled);
			this.port.postMessage(null);
			this.#running = false;
		};
	}

	process(inputs: Float32Array[][]): boolean {
		const channels = inputs[0] ?? [];
		if (!channels.length || !this.#running) return this.#running;
		const goes_on = !this.#filled || currentFrame === this.#began + this.#filled;
		if (this.#blocks.length !== channels.length || !goes_on) {
			this.#post(this.#filled);
			this.#blocks = channels.map(() => new Float32Array(BLOCK_FRAMES));
		}
		if (!this.#filled) this.#began = currentFrame;
		channels.forEach((channel, index) => {
			this.#blocks[index]?.set(channel, this.#filled);
		});
		this.#filled += channels[0]?.length ?? 0;
		if (this.#filled === BLOCK_FRAMES) this.#post(BLOCK_FRAMES);
		return true;
	}

	#post(frames: number): void {
		if (frames) {
			const channels = this.#blocks.map((block) => block.slice(0, frames));
			this.port.postMessage({ channels, frame: this.#began });
		}
		this.#filled = 0;
	}
}

registerProcessor("recorder", RecorderProcessor);
