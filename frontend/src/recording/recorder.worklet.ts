// On the audio thread: gathers what the microphone gives into blocks and posts them, losing no frame.

declare const registerProcessor: (name: string, processor: unknown) => void;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}

const BLOCK_FRAMES = 2048;

class RecorderProcessor extends AudioWorkletProcessor {
	#blocks: Float32Array[] = [];
	#filled = 0;
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
		if (this.#blocks.length !== channels.length) {
			this.#post(this.#filled);
			this.#blocks = channels.map(() => new Float32Array(BLOCK_FRAMES));
		}
		channels.forEach((channel, index) => {
			this.#blocks[index]?.set(channel, this.#filled);
		});
		this.#filled += channels[0]?.length ?? 0;
		if (this.#filled === BLOCK_FRAMES) this.#post(BLOCK_FRAMES);
		return true;
	}

	#post(frames: number): void {
		if (frames) this.port.postMessage(this.#blocks.map((block) => block.slice(0, frames)));
		this.#filled = 0;
	}
}

registerProcessor("recorder", RecorderProcessor);
