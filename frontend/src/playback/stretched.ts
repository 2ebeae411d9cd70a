/** Clips at another speed or pitch, as the server makes them: asked for together, and again until they are there. */
import { ApiError, api, sentence } from "../api/client";
import type { StretchedPart, StretchedSound } from "../api/types";
import type { Clip } from "../generated/project";

/** Clips that are wanted within so short a time are asked for in one request, and made by one job. */
const TOGETHER_MS = 60;
const FIRST_LOOK_MS = 300;
const LAST_LOOK_MS = 3_000;
const MOST_PARTS = 400;
const TOO_MANY = 429;
const NOT_MADE = "A clip at another speed or pitch could not be made. It is tried again in a minute.";

interface Waiting {
	part: StretchedPart;
	done: (url: string) => void;
	fail: (why: Error) => void;
}

export class Stretched {
	private waiting: Waiting[] = [];
	private timer: ReturnType<typeof setTimeout> | undefined;
	private pause_ms = FIRST_LOOK_MS;

	constructor(private readonly project: string) {}

	/** Where it lies, as soon as it is made; fails with the server's sentence where it cannot be. */
	urlOf(clip: Clip): Promise<string> {
		return new Promise((done, fail) => {
			this.waiting.push({ part: partOf(clip), done, fail });
			this.pause_ms = FIRST_LOOK_MS;
			this.timer ??= setTimeout(() => void this.ask(), TOGETHER_MS);
		});
	}

	private async ask(): Promise<void> {
		const asked = this.waiting.splice(0, MOST_PARTS);
		try {
			const parts = asked.map(({ part }) => part);
			const rows = await api.post<(StretchedSound | null)[]>(`/api/projects/${this.project}/stretched`, {
				parts,
			});
			for (const [k, one] of asked.entries()) this.settle(one, rows[k] ?? null);
		} catch (error) {
			// Who asks too often is let in again in a moment: the clips wait, and nothing failed.
			if (error instanceof ApiError && error.status === TOO_MANY) {
				this.waiting.push(...asked);
				this.pause_ms = LAST_LOOK_MS;
			} else for (const { fail } of asked) fail(new Error(sentence(error)));
		}
		this.timer = undefined;
		if (!this.waiting.length) return;
		this.timer = setTimeout(() => void this.ask(), this.pause_ms);
		this.pause_ms = Math.min(LAST_LOOK_MS, this.pause_ms * 1.5);
	}

	private settle(one: Waiting, row: StretchedSound | null): void {
		if (row?.state === "making") this.waiting.push(one);
		else if (row?.audio_url) one.done(row.audio_url);
		else one.fail(new Error(row?.problem || NOT_MADE));
	}
}

function partOf(clip: Clip): StretchedPart {
	const { sample, offset_seconds, duration_seconds, speed, semitones, preserve_pitch, loop } = clip;
	return { sample, offset_seconds, duration_seconds, speed, semitones, preserve_pitch, loop };
}
