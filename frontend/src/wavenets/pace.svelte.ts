// How fast a model was heard to generate on this site, so that the next length can be told before it starts.

export interface Growth {
	done_seconds: number;
	total_seconds: number;
}

interface Kept {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
}

const LEAST_WATCHED_SECONDS = 0.5;

export class Pace {
	#first = new Map<string, { done_seconds: number; at_seconds: number }>();
	/** Seconds of audio of all voices together that are made in a second. */
	#voiceSeconds = $state<number | null>(null);

	constructor(
		private readonly wavenetId: string,
		private readonly kept: Kept,
	) {
		const known = Number(kept.getItem(this.#key));
		this.#voiceSeconds = known > 0 && Number.isFinite(known) ? known : null;
	}

	get #key(): string {
		return `overhear.pace.${this.wavenetId}`;
	}

	note(generationId: string, growth: Growth, voices: number, at_seconds: number): void {
		const first = this.#first.get(generationId);
		if (!first || growth.done_seconds < first.done_seconds) {
			this.#first.set(generationId, { done_seconds: growth.done_seconds, at_seconds });
			return;
		}
		const watched = at_seconds - first.at_seconds;
		if (watched < LEAST_WATCHED_SECONDS || growth.done_seconds <= first.done_seconds) return;
		this.#voiceSeconds = ((growth.done_seconds - first.done_seconds) * voices) / watched;
		this.kept.setItem(this.#key, String(this.#voiceSeconds));
	}

	/** How long a request takes, or null while nothing was measured. */
	estimate(seconds: number, voices: number): number | null {
		return this.#voiceSeconds === null ? null : (seconds * voices) / this.#voiceSeconds;
	}
}
