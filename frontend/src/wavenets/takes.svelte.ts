// The generations of one model, live: fetched, grown by events, the newest first.
import { SvelteMap } from "svelte/reactivity";
import { api, sentence } from "../api/client";
import type { Generation, GenerationRequest, Page, Sample } from "../api/types";
import { onEvent, onReconnect } from "../jobs/events";
import { jobs } from "../jobs/jobs.svelte";
import { unfinished } from "../jobs/words";
import { type Growth, Pace } from "./pace.svelte";

export class Takes {
	generations = $state.raw<Generation[] | null>(null);
	count = $state(0);
	problem = $state("");
	grown = new SvelteMap<string, Growth>();
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
				if (job.kind === "generate" && !unfinished(job) && this.#knows(job.subject_id))
					void this.#again(job.subject_id);
			}),
			onReconnect(() => void this.fetch()),
		];
		void this.fetch();
		return () => {
			for (const end of leave) end();
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
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	more(): Promise<void> {
		this.#pages++;
		return this.fetch();
	}

	async generate(request: GenerationRequest): Promise<Generation> {
		const made = await api.post<Generation>("/api/generations", request);
		this.generations = [made, ...(this.generations ?? []).filter(({ id }) => id !== made.id)];
		this.count++;
		return made;
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
