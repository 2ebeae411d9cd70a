// A generation while it is made: its socket, its voices as they grow, and which of them is heard.
import { type Begins, readBlock, toFloats, type Word } from "./blocks";
import { GrowingSound } from "./growing";
import { listener } from "./listener.svelte";

const RETRIES = 5;
const RETRY_MS = 800;

export class SoundStream {
	facts = $state.raw<Begins | null>(null);
	/** Samples that are there, of the longest voice. */
	made = $state(0);
	ended = $state(false);
	problem = $state("");
	voices: GrowingSound[] = [];
	/** Begin to hear this voice (from 1) as soon as there is sound. */
	wanted = 0;
	onword: ((word: Word) => void) | null = null;
	#socket: WebSocket | null = null;
	#closed = false;
	#failures = 0;

	constructor(
		readonly id: string,
		private readonly onfirst: (() => void) | null = null,
	) {
		this.#open();
	}

	key(voice: number): string {
		return `${this.id}/${voice}`;
	}

	/** The sample at which the listener is in this voice; null when another one, or none, is heard. */
	position(voice: number): number | null {
		return listener.key === this.key(voice) ? listener.report.played : null;
	}

	length(voice: number): number {
		return this.facts?.samples[voice - 1] ?? 0;
	}

	/** How much of a voice is there. */
	madeOf(voice: number): number {
		return Math.min(this.made, this.length(voice));
	}

	/** Hear a voice from a sample on, as far as it is made and then as it grows. */
	hear(voice: number, from = 0): void {
		const sound = this.voices[voice - 1];
		if (!this.facts || !sound) {
			this.wanted = voice;
			return;
		}
		listener.start(this.key(voice), this.facts.sample_rate_hz, from, this.onfirst);
		const there = sound.slice(from, this.madeOf(voice));
		if (there.length) listener.push(from, toFloats(there));
		if (this.ended || this.madeOf(voice) >= this.length(voice)) listener.end();
	}

	send(message: unknown): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
	}

	close(): void {
		this.#closed = true;
		this.#socket?.close();
		this.#socket = null;
		if (listener.key.startsWith(`${this.id}/`)) listener.stop();
	}

	#open(): void {
		const scheme = location.protocol === "https:" ? "wss" : "ws";
		const socket = new WebSocket(`${scheme}://${location.host}/ws/generations/${this.id}`);
		socket.binaryType = "arraybuffer";
		socket.onmessage = ({ data }) => {
			if (typeof data === "string") this.#read(JSON.parse(data) as Word);
			else this.#take(data as ArrayBuffer);
		};
		socket.onclose = ({ code }) => {
			if (this.#closed || this.ended) return;
			// Refused: asking again would change nothing. Otherwise the stream is sent again from its beginning.
			if (code >= 4400 && code < 4500) this.#finish();
			else if (++this.#failures > RETRIES) {
				this.problem = "The connection was lost while it sounded. The takes go on growing.";
				this.#finish();
			} else setTimeout(() => !this.#closed && this.#open(), RETRY_MS * this.#failures);
		};
		this.#socket = socket;
	}

	#read(word: Word): void {
		if (word.type === "begins") this.#begin(word);
		else if (word.type === "ended") this.#finish();
		this.onword?.(word);
	}

	#begin(facts: Begins): void {
		const again = this.facts !== null;
		this.facts = facts;
		if (again && facts.live) return;
		this.voices = Array.from({ length: facts.voices }, () => new GrowingSound());
		this.made = 0;
		if (this.wanted) this.hear(this.wanted);
		this.wanted = 0;
	}

	#take(bytes: ArrayBuffer): void {
		const { first, voices } = readBlock(bytes);
		for (const [at, samples] of voices.entries()) {
			const voice = at + 1;
			const left = Math.max(0, this.length(voice) - first);
			const own = samples.subarray(0, left);
			this.voices[at]?.add(first, own);
			if (listener.key !== this.key(voice) || !own.length) continue;
			listener.push(first, toFloats(own));
			if (first + own.length >= this.length(voice)) listener.end();
		}
		this.made = Math.max(this.made, first + (voices[0]?.length ?? 0));
	}

	#finish(): void {
		this.ended = true;
		if (listener.key.startsWith(`${this.id}/`)) listener.end();
		this.#socket?.close();
	}
}
