// The site's one player: a single sound at a time, wherever its buttons stand.

class Player {
	/** What is loaded: whatever key the caller gave, usually the sample's id. "" is nothing. */
	key = $state("");
	playing = $state(false);
	position = $state(0);
	duration = $state(0);
	problem = $state("");

	#audio: HTMLAudioElement | null = null;
	#frame = 0;

	/** Play what is at the address, from the start unless it is the one that is paused. */
	play(url: string, key: string, from_seconds?: number): void {
		const audio = this.#element();
		if (this.key !== key) {
			this.key = key;
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
	toggle(url: string, key: string): void {
		if (this.key === key && this.playing) this.pause();
		else this.play(url, key);
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
		this.#audio.pause();
		this.#audio.removeAttribute("src");
		this.key = "";
		this.position = 0;
		this.duration = 0;
	}

	isPlaying(key: string): boolean {
		return this.playing && this.key === key;
	}

	/** Where it is, 0…1; null when it is not the one that is loaded. */
	progress(key: string, duration_seconds?: number | null): number | null {
		if (this.key !== key) return null;
		const length = duration_seconds || this.duration;
		return length ? Math.min(1, this.position / length) : 0;
	}

	#element(): HTMLAudioElement {
		if (this.#audio) return this.#audio;
		const audio = new Audio();
		audio.preload = "auto";
		audio.addEventListener("playing", () => this.#follow(true));
		audio.addEventListener("pause", () => this.#follow(false));
		audio.addEventListener("ended", () => {
			this.#follow(false);
			audio.currentTime = 0;
			this.position = 0;
		});
		audio.addEventListener("durationchange", () => {
			this.duration = Number.isFinite(audio.duration) ? audio.duration : 0;
		});
		audio.addEventListener("error", () => {
			if (audio.hasAttribute("src")) this.#fail();
		});
		this.#audio = audio;
		return audio;
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

export const player = new Player();
