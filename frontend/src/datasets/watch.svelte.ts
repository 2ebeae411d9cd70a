// One dataset and the version that is shown, live: fetched, changed, and followed while the doctor listens.
import { api, sentence } from "../api/client";
import type { Dataset, DatasetVersion, Job } from "../api/types";
import { onEvent, onReconnect } from "../jobs/events";
import { jobs } from "../jobs/jobs.svelte";
import { unfinished } from "../jobs/words";

export interface Change {
	add?: string[];
	remove?: string[];
	remove_gone?: boolean;
	classes?: Record<string, string>;
	split_seed?: number;
	silence_threshold_dbfs?: number;
}

export class WatchedDataset {
	dataset = $state.raw<Dataset | null>(null);
	version = $state.raw<DatasetVersion | null>(null);
	/** Why nothing can be shown. */
	problem = $state("");
	/** Why the last thing that was asked for was not done. */
	refused = $state("");
	busy = $state(false);

	constructor(
		private readonly id: string,
		private number: number | null,
	) {}

	get job(): Job | null {
		return jobs.now(this.version?.job ?? null);
	}

	get examining(): boolean {
		return unfinished(this.job);
	}

	/** Fetch it, and follow it until the returned function is called. */
	follow(): () => void {
		const leave = [
			jobs.watch(),
			onEvent("job.changed", (job) => {
				if (job.subject_id === this.version?.id && !unfinished(job)) void this.fetch();
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
			const dataset = await api.get<Dataset>(`/api/datasets/${this.id}`);
			const number = this.number ?? dataset.versions[0]?.number ?? 1;
			this.version = await api.get<DatasetVersion>(`/api/datasets/${this.id}/versions/${number}`);
			this.dataset = dataset;
			this.problem = "";
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	/** Look at a version; null: whichever is the latest. */
	show(number: number | null): Promise<void> {
		this.number = number;
		return this.fetch();
	}

	change(change: Change): Promise<boolean> {
		return this.#latestOf(() => api.post<DatasetVersion>(`/api/datasets/${this.id}/change`, change));
	}

	takeNewMatches(): Promise<boolean> {
		return this.#latestOf(() => api.post<DatasetVersion>(`/api/datasets/${this.id}/update`));
	}

	rename(name: string): Promise<boolean> {
		return this.#tried(async () => {
			this.dataset = await api.patch<Dataset>(`/api/datasets/${this.id}`, { name });
		});
	}

	askDoctor(): Promise<boolean> {
		const number = this.version?.number ?? 1;
		return this.#tried(async () => {
			const job = await api.post<Job>(`/api/datasets/${this.id}/versions/${number}/examine`);
			if (this.version) this.version = { ...this.version, job };
		});
	}

	delete(): Promise<boolean> {
		return this.#tried(() => api.delete(`/api/datasets/${this.id}`));
	}

	/** What changes the set shows its latest version afterwards. */
	#latestOf(act: () => Promise<DatasetVersion>): Promise<boolean> {
		return this.#tried(async () => {
			this.version = await act();
			this.number = null;
			this.dataset = await api.get<Dataset>(`/api/datasets/${this.id}`);
		});
	}

	async #tried(act: () => Promise<void>): Promise<boolean> {
		this.busy = true;
		this.refused = "";
		try {
			await act();
			return true;
		} catch (error) {
			this.refused = sentence(error);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
