// One's unfinished jobs, live: fetched once, kept by events, fetched again after a gap.
import { SvelteMap } from "svelte/reactivity";
import { api } from "../api/client";
import type { Job, Page } from "../api/types";
import { onEvent, onReconnect } from "./events";
import { unfinished } from "./words";

class Jobs {
	#seen = new SvelteMap<string, Job>();
	#watchers = 0;
	#leave: (() => void)[] = [];
	/** Jobs that began or ended while the list was being fetched are newer than the list. */
	#touched = new Set<string>();

	/** Those that still run or wait, the oldest first. */
	get unfinished(): Job[] {
		return [...this.#seen.values()]
			.filter(unfinished)
			.sort((a, b) => a.created_at.localeCompare(b.created_at));
	}

	/** The newest known state of a job that a page has fetched. */
	now<J extends Job | null | undefined>(job: J): J | Job {
		return job ? (this.#seen.get(job.id) ?? job) : job;
	}

	of(subjectId: string): Job | undefined {
		return this.unfinished.find((job) => job.subject_id === subjectId);
	}

	/** Follow the jobs for as long as a page or a bar shows them. Returns what ends it. */
	watch(): () => void {
		if (this.#watchers++ === 0) {
			this.#leave = [
				onEvent("job.changed", ({ type: _, ...job }) => this.#learn(job)),
				onReconnect(() => void this.refresh()),
			];
			void this.refresh();
		}
		let watching = true;
		return () => {
			if (!watching) return;
			watching = false;
			if (--this.#watchers > 0) return;
			for (const leave of this.#leave) leave();
			this.#leave = [];
			this.#seen.clear();
		};
	}

	async refresh(): Promise<void> {
		this.#touched.clear();
		try {
			const page = await api.get<Page<Job> | Job[]>("/api/jobs", { unfinished: 1 });
			const listed = new Map((Array.isArray(page) ? page : page.results).map((job) => [job.id, job]));
			for (const id of [...this.#seen.keys()])
				if (!listed.has(id) && !this.#touched.has(id)) this.#seen.delete(id);
			for (const [id, job] of listed) if (!this.#touched.has(id)) this.#seen.set(id, job);
		} catch {
			// Offline or signed out: the next reconnect fetches again.
		}
	}

	async cancel(job: Job): Promise<void> {
		this.#learn(await api.post<Job>(`/api/jobs/${job.id}/cancel`));
	}

	#learn(job: Job): void {
		this.#touched.add(job.id);
		this.#seen.set(job.id, job);
	}
}

export const jobs = new Jobs();
