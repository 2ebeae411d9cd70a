/** Clips at another speed or pitch, as the server makes them: asked for together, and again until they are there. */
import { api } from "../api/client";
import type { StretchedPart, StretchedSound } from "../api/types";
import type { Clip } from "../generated/project";

/** Clips that are wanted within so short a time are asked for in one request, and made by one job. */
const TOGETHER_MS = 60;
const FIRST_LOOK_MS = 300;
const LAST_LOOK_MS = 3_000;
const MOST_PARTS = 400;

interface Waiting {
	part: StretchedPart;
	done: (url: string | null) => void;
}

export class Stretched {
	private waiting: Waiting[] = [];
	private timer: ReturnType<typeof setTimeout> | undefined;
	private pause_ms = FIRST_LOOK_MS;

	constructor(private readonly project: string) {}

	/** Where it lies, as soon as it is made; null where it cannot be. */
	urlOf(clip: Clip): Promise<string | null> {
		return new Promise((done) => {
			this.waiting.push({ part: partOf(clip), done });
			this.pause_ms = FIRST_LOOK_MS;
			this.timer ??= setTimeout(() => void this.ask(), TOGETHER_MS);
		});
	}

	private async ask(): Promise<void> {
		const asked = this.waiting.splice(0, MOST_PARTS);
		let rows: (StretchedSound | null)[] = [];
		try {
			const parts = asked.map(({ part }) => part);
			rows = await api.post<(StretchedSound | null)[]>(`/api/projects/${this.project}/stretched`, { parts });
		} catch {
			for (const { done } of asked) done(null);
		}
		for (const [k, one] of asked.entries()) {
			const row = rows[k];
			if (row?.state === "making") this.waiting.push(one);
			else one.done(row?.audio_url || null);
		}
		this.timer = undefined;
		if (!this.waiting.length) return;
		this.timer = setTimeout(() => void this.ask(), this.pause_ms);
		this.pause_ms = Math.min(LAST_LOOK_MS, this.pause_ms * 1.5);
	}
}

function partOf(clip: Clip): StretchedPart {
	const { sample, offset_seconds, duration_seconds, speed, semitones, preserve_pitch, loop } = clip;
	return { sample, offset_seconds, duration_seconds, speed, semitones, preserve_pitch, loop };
}
