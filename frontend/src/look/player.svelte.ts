// The site's one player: a single sound at a time, wherever its buttons stand.

class Player {
	/** What is loaded: whatever key the caller gave, usually the sample's id. "" is nothing. */
	key = $state("");
	playing = $state(false);
	position = $state(0);
	duration = $state(0);
	problem = $state("");

	#audio: HTMLAudioElement | null = null;
	/** What is being swapped to; then what was heard before, ready to be heard again at once. */
	#other: HTMLAudioElement | null = null;
	#wanted = "";
	#frame = 0;

	/** Play what is at the address, from the start unless it is the one that is paused. */
	play(url: string, key: string, from_seconds?: number, gain_db = 0): void {
		const audio = this.#element();
		if (this.key !== key) {
			this.#forgetOther();
			this.key = key;
			audio.volume = amplitude(gain_db);
			this.position = 0;
			this.duration = 0;
			audio.src = url;
		}
		this.problem = "";
		if (from_seconds !== undefined) this.seek(from_seconds);
		audio.play().catch((error: DOMException) => {
			if (error.name !== "AbortError") this.#fail();
		});
	}

	pause(): void {
		this.#audio?.pause();
	}

	/** Play this, or pause it if it is sounding. */
	toggle(url: string, key: string, gain_db = 0): void {
		if (this.key === key && this.playing) this.pause();
		else this.play(url, key, undefined, gain_db);
	}

	/** Hear another file of the same thing from here on, at a gain of at most 0 dB; goes on playing if it did. */
	swap(url: string, gain_db = 0): void {
		const before = this.#audio;
		if (!before) return;
		this.#wanted = url;
		if (same(before, url)) {
			before.volume = amplitude(gain_db);
			return;
		}
		const after = this.#other && same(this.#other, url) ? this.#other : this.#made(url);
		after.volume = amplitude(gain_db);
		this.#other = after;
		const take = () => {
			if (this.#audio !== before || this.#other !== after || this.#wanted !== url) return;
			after.currentTime = before.currentTime;
			[this.#audio, this.#other] = [after, before];
			before.pause();
			if (this.playing) after.play().catch(() => this.#fail());
		};
		if (after.readyState > 0) take();
		else after.addEventListener("loadedmetadata", take, { once: true });
	}

	/** Go on with, or pause, whatever was played last. */
	toggleLast(): boolean {
		if (!this.key || !this.#audio) return false;
		if (this.playing) this.pause();
		else this.play(this.#audio.src, this.key);
		return true;
	}

	seek(seconds: number): void {
		const audio = this.#element();
		audio.currentTime = Math.max(0, seconds);
		this.position = audio.currentTime;
	}

	/** Stop and forget: for when the thing itself is gone. */
	stop(key = this.key): void {
		if (key !== this.key || !this.#audio) return;
		this.#forgetOther();
		this.#audio.pause();
		this.#audio.removeAttribute("src");
		this.key = "";
		this.position = 0;
		this.duration = 0;
	}

	isPlaying(key: string): boolean {
		return this.playing && this.key === key;
	}

	/** Whether this file of the thing is the one that is heard. */
	hears(url: string): boolean {
		return this.#audio !== null && same(this.#audio, url);
	}

	/** Where it is, 0…1; null when it is not the one that is loaded. */
	progress(key: string, duration_seconds?: number | null): number | null {
		if (this.key !== key) return null;
		const length = duration_seconds || this.duration;
		return length ? Math.min(1, this.position / length) : 0;
	}

	#element(): HTMLAudioElement {
		this.#audio ??= this.#made();
		return this.#audio;
	}

	#made(url?: string): HTMLAudioElement {
		const audio = new Audio(url);
		const heard = (event: string, run: () => void) =>
			audio.addEventListener(event, () => audio === this.#audio && run());
		audio.preload = "auto";
		heard("playing", () => this.#follow(true));
		heard("pause", () => this.#follow(false));
		heard("ended", () => {
			this.#follow(false);
			audio.currentTime = 0;
			this.position = 0;
		});
		heard("durationchange", () => {
			this.duration = Number.isFinite(audio.duration) ? audio.duration : 0;
		});
		heard("error", () => {
			if (audio.hasAttribute("src")) this.#fail();
		});
		return audio;
	}

	#forgetOther(): void {
		this.#other?.pause();
		this.#other?.removeAttribute("src");
		this.#other = null;
	}

	#follow(playing: boolean): void {
		this.playing = playing;
		cancelAnimationFrame(this.#frame);
		if (!playing || !this.#audio) return;
		this.position = this.#audio.currentTime;
		this.#frame = requestAnimationFrame(() => this.#follow(this.playing));
	}

	#fail(): void {
		this.#follow(false);
		this.problem = "This sound could not be played. Check the connection and try again.";
	}
}

function amplitude(gain_db: number): number {
	return Math.min(1, 10 ** (gain_db / 20));
}

function same(audio: HTMLAudioElement, url: string): boolean {
	return audio.src === new URL(url, location.href).href;
}

export const player = new Player();
