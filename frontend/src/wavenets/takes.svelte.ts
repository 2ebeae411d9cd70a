// The generations of one model, live: fetched, grown by events, the newest first.
import { SvelteMap } from "svelte/reactivity";
import { api, sentence } from "../api/client";
import type { Generation, GenerationRequest, Page, PlayedRequest, Sample } from "../api/types";
import { onEvent, onReconnect } from "../jobs/events";
import { jobs } from "../jobs/jobs.svelte";
import { unfinished } from "../jobs/words";
import { player } from "../look/player.svelte";
import { listener } from "../sounding/listener.svelte";
import { SoundStream } from "../sounding/stream.svelte";
import { type Growth, Pace } from "./pace.svelte";

export class Takes {
	generations = $state.raw<Generation[] | null>(null);
	count = $state(0);
	problem = $state("");
	grown = new SvelteMap<string, Growth>();
	/** The sound of what grows, by generation; kept until the page is left, for it may still be heard. */
	streams = new SvelteMap<string, SoundStream>();
	pace: Pace;
	#pages = 1;
	#thrownAway = new Set<string>();

	constructor(private readonly wavenetId: string) {
		this.pace = new Pace(wavenetId, localStorage);
	}

	follow(): () => void {
		const leave = [
			jobs.watch(),
			onEvent("takes.grew", (event) => {
				const generation = this.generations?.find(({ id }) => id === event.generation_id);
				if (!generation) return;
				const growth = { done_seconds: event.done_seconds, total_seconds: event.total_seconds };
				this.grown.set(generation.id, growth);
				this.pace.note(generation.id, growth, generation.voices, performance.now() / 1000);
			}),
			onEvent("job.changed", (job) => {
				if (
					(job.kind === "generate" || job.kind === "play") &&
					!unfinished(job) &&
					this.#knows(job.subject_id)
				)
					void this.#again(job.subject_id);
			}),
			onReconnect(() => void this.fetch()),
		];
		void this.fetch();
		return () => {
			for (const end of leave) end();
			for (const stream of this.streams.values()) stream.close();
			this.streams.clear();
			listener.close();
		};
	}

	async fetch(): Promise<void> {
		try {
			const found: Generation[] = [];
			for (let page = 1; page <= this.#pages; page++) {
				const got = await api.get<Page<Generation>>("/api/generations", { wavenet: this.wavenetId, page });
				found.push(...got.results);
				this.count = got.count;
				if (!got.next) break;
			}
			this.generations = found;
			this.problem = "";
			for (const generation of found)
				if (!generation.live && unfinished(jobs.now(generation.job))) this.#listen(generation);
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	more(): Promise<void> {
		this.#pages++;
		return this.fetch();
	}

	/** Ask for takes and hear the first voice as it is made; `rate_hz` is the model's. */
	async generate(request: GenerationRequest, rate_hz: number): Promise<Generation> {
		performance.clearMarks("take.heard");
		performance.mark("take.asked");
		player.pause();
		void listener.prepare(rate_hz).catch(() => {});
		const made = await api.post<Generation>("/api/generations", request);
		this.#listen(made).hear(1);
		this.#add(made);
		return made;
	}

	/** Begin a voice that is played; its stream is the caller's to steer. */
	async play(request: PlayedRequest, rate_hz: number): Promise<Generation> {
		player.pause();
		void listener.prepare(rate_hz).catch(() => {});
		const made = await api.post<Generation>("/api/play", request);
		this.#add(made);
		return made;
	}

	/** Enough of it: what is there is kept as takes. */
	async stop(generation: Generation): Promise<void> {
		this.#put(await api.post<Generation>(`/api/generations/${generation.id}/stop`));
	}

	/** Keep all takes, numbered under one name, in a collection where one is named. */
	async keepAll(generation: Generation, name: string, collection_name: string): Promise<Sample[]> {
		const asked = { name, collection_name };
		const samples = await api.post<Sample[]>(`/api/generations/${generation.id}/keep`, asked);
		await this.#again(generation.id);
		return samples;
	}

	#listen(generation: Generation): SoundStream {
		const known = this.streams.get(generation.id);
		if (known) return known;
		const stream = new SoundStream(generation.id, () => performance.mark("take.heard"));
		this.streams.set(generation.id, stream);
		return stream;
	}

	#add(made: Generation): void {
		this.generations = [made, ...(this.generations ?? []).filter(({ id }) => id !== made.id)];
		this.count++;
	}

	async throwAway(generation: Generation): Promise<void> {
		this.#thrownAway.add(generation.id);
		try {
			await api.delete(`/api/generations/${generation.id}`);
		} catch (error) {
			this.#thrownAway.delete(generation.id);
			throw error;
		}
		this.generations = (this.generations ?? []).filter(({ id }) => id !== generation.id);
		this.count--;
	}

	async keep(generation: Generation, takeId: string, name: string): Promise<Sample> {
		const sample = await api.post<Sample>(`/api/takes/${takeId}/keep`, { name });
		const takes = generation.takes.map((take) =>
			take.id === takeId ? { ...take, kept_as: sample.id } : take,
		);
		this.#put({ ...generation, takes });
		return sample;
	}

	#knows(id: string): boolean {
		return (
			!this.#thrownAway.has(id) && (this.generations?.some((generation) => generation.id === id) ?? false)
		);
	}

	async #again(id: string): Promise<void> {
		try {
			this.#put(await api.get<Generation>(`/api/generations/${id}`));
		} catch {
			await this.fetch();
		}
	}

	#put(changed: Generation): void {
		this.generations = (this.generations ?? []).map((known) => (known.id === changed.id ? changed : known));
	}
}
