// Plays a network's auditions in a row, crossfaded, on the audio clock; each file is fetched and decoded once.
import { player } from "../look/player.svelte";
import { type Chapter, chapterAt, chapters, fadeCurve } from "./biography";

interface Said {
	id: string;
	audio_url: string;
	duration_seconds: number;
}

const SOON_SECONDS = 0.06;

export class Biography {
	playing = $state(false);
	/** The audition that is heard, or would be next. */
	at = $state(0);
	position = $state(0);
	problem = $state("");

	#auditions: readonly Said[] = [];
	#chapters = $state.raw<Chapter[]>([]);
	#context: AudioContext | null = null;
	#buffers = new Map<string, AudioBuffer>();
	#sources: AudioBufferSourceNode[] = [];
	#origin = 0; // the audio clock at the beginning of the whole
	#frame = 0;
	#turn = 0;

	/** What there is to hear; more may come while it plays. */
	follow(auditions: readonly Said[]): void {
		const grew = this.#auditions.length && auditions.length > this.#auditions.length;
		this.#auditions = auditions;
		this.#chapters = chapters(auditions);
		if (grew && this.playing) void this.#schedule(this.position);
	}

	get seconds(): number {
		const last = this.#chapters.at(-1);
		return last ? last.begins + last.seconds : 0;
	}

	/** Where an audition is, 0…1; null while another one is heard. */
	progress(id: string): number | null {
		const chapter = this.#chapters[this.at];
		if (!chapter || chapter.key !== id || (!this.playing && this.position === 0)) return null;
		return Math.min(1, Math.max(0, (this.position - chapter.begins) / chapter.seconds));
	}

	toggle(): void {
		if (this.playing) this.pause();
		else void this.play(this.position >= this.seconds - 0.05 ? 0 : this.position);
	}

	async play(from: number): Promise<void> {
		player.pause();
		this.#context ??= new AudioContext();
		await this.#context.resume();
		await this.#schedule(from);
	}

	pause(): void {
		this.#turn++;
		this.#silence();
		this.playing = false;
	}

	/** Hear the next or the one before, from its beginning. */
	step(by: number): void {
		const chapter = this.#chapters[Math.min(this.#chapters.length - 1, Math.max(0, this.at + by))];
		if (!chapter) return;
		this.at = this.#chapters.indexOf(chapter);
		this.position = chapter.begins;
		if (this.playing) void this.#schedule(chapter.begins);
	}

	close(): void {
		this.pause();
		void this.#context?.close();
		this.#context = null;
	}

	async #schedule(from: number): Promise<void> {
		const context = this.#context;
		if (!context) return;
		const turn = ++this.#turn;
		this.problem = "";
		try {
			await Promise.all(this.#auditions.map((one) => this.#load(one, context)));
		} catch {
			this.problem = "An audition could not be loaded. Check the connection and try again.";
			this.pause();
			return;
		}
		if (turn !== this.#turn) return;
		this.#silence();
		this.#origin = context.currentTime + SOON_SECONDS - from;
		for (const [i, chapter] of this.#chapters.entries()) {
			if (chapter.begins + chapter.seconds <= from) continue;
			this.#start(context, chapter, this.#chapters[i - 1], this.#chapters[i + 1], from);
		}
		this.playing = true;
		this.#tick();
	}

	#start(
		context: AudioContext,
		one: Chapter,
		before: Chapter | undefined,
		after: Chapter | undefined,
		from: number,
	): void {
		const buffer = this.#buffers.get(one.key);
		if (!buffer) return;
		const source = context.createBufferSource();
		const gain = context.createGain();
		source.buffer = buffer;
		source.connect(gain).connect(context.destination);
		const into = Math.max(0, from - one.begins);
		const starts = this.#origin + one.begins + into;
		const crossed = before ? before.begins + before.seconds - one.begins : 0;
		if (crossed > 0 && into === 0) gain.gain.setValueCurveAtTime(fadeCurve(true), starts, crossed);
		const ends = this.#origin + one.begins + one.seconds;
		const crosses = after ? one.begins + one.seconds - after.begins : 0;
		if (crosses > 0 && ends - crosses > starts)
			gain.gain.setValueCurveAtTime(fadeCurve(false), ends - crosses, crosses);
		source.start(starts, into);
		this.#sources.push(source);
	}

	async #load(one: Said, context: AudioContext): Promise<void> {
		if (this.#buffers.has(one.id)) return;
		const answer = await fetch(one.audio_url);
		if (!answer.ok) throw new Error(String(answer.status));
		this.#buffers.set(one.id, await context.decodeAudioData(await answer.arrayBuffer()));
	}

	#silence(): void {
		cancelAnimationFrame(this.#frame);
		for (const source of this.#sources) {
			source.stop();
			source.disconnect();
		}
		this.#sources = [];
	}

	#tick(): void {
		if (!this.playing || !this.#context) return;
		this.position = Math.max(0, this.#context.currentTime - this.#origin);
		this.at = chapterAt(this.#chapters, this.position);
		if (this.position >= this.seconds) {
			this.pause();
			this.at = 0;
			this.position = 0;
			return;
		}
		this.#frame = requestAnimationFrame(() => this.#tick());
	}
}
