// A voice that is played: heard as it is made, told how far it was heard, and moved while it sounds.
import type { Generation } from "../api/types";
import { listener } from "../sounding/listener.svelte";
import { SoundStream } from "../sounding/stream.svelte";

export interface Change {
	temperature?: number;
	classes?: Record<string, number>;
	loudness_dbfs?: number;
	pitch_hz?: number;
}

/** Moves of a hand come many a second: the newest of each kind is sent, so often. */
const SEND_MS = 40;
const TELL_MS = 100;

export class PlayedVoice {
	stream: SoundStream;
	refused = $state("");
	begins = $state(0); // the sample at which the recording begins
	sounding = $state(false);
	#change: Change | null = null;
	#timers: ReturnType<typeof setInterval>[] = [];

	constructor(readonly generation: Generation) {
		this.stream = new SoundStream(generation.id, () => {
			this.sounding = true;
		});
		this.stream.onword = (word) => {
			if (word.type === "refused") this.refused = word.sentence;
			else if (word.type === "recording") this.begins = word.begins;
		};
		this.stream.hear(1);
		this.#timers = [setInterval(() => this.#tell(), TELL_MS), setInterval(() => this.#flush(), SEND_MS)];
	}

	get rate_hz(): number {
		return this.stream.facts?.sample_rate_hz ?? 1;
	}

	get played(): number {
		return listener.report.played;
	}

	get gaps(): number {
		return listener.report.gaps;
	}

	/** Seconds between what is heard and what is made: a move is heard after so long. */
	get lead(): number {
		return Math.max(0, this.stream.made - this.played) / this.rate_hz;
	}

	steer(change: Change): void {
		this.#change = { ...this.#change, ...change };
	}

	beginHere(): void {
		this.stream.send({ type: "begin_here" });
	}

	stop(): void {
		this.stream.send({ type: "stop" });
	}

	close(): void {
		for (const timer of this.#timers) clearInterval(timer);
		this.stream.close();
	}

	#tell(): void {
		if (this.stream.facts && !this.stream.ended)
			this.stream.send({ type: "played", samples: this.played, gaps: this.gaps });
	}

	#flush(): void {
		if (!this.#change) return;
		this.stream.send({ type: "steer", change: this.#change });
		this.#change = null;
	}
}
