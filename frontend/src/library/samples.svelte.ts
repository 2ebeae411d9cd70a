// The samples that the library shows: fetched page by page, kept true by the server's events.
import { ApiError, api, sentence } from "../api/client";
import type { Page, Sample } from "../api/types";
import { onEvent, onReconnect } from "../jobs/events";
import { uploads } from "./uploads.svelte";

export type Scope = "mine" | "everyone";
export type Sort = "-created_at" | "name" | "duration" | "-duration";

const PAGE_SIZE = 200;
const AT_ONCE = 1000; // samples to fetch without being asked for more

export class Samples {
	all = $state.raw<Sample[]>([]);
	total = $state(0); // of the scope and search, as the server counts
	loading = $state(true);
	problem = $state("");
	more = $state(false); // there are more than were fetched
	scope = $state<Scope>("mine");
	search = $state("");
	collection = $state(""); // the id of the one that is looked into
	sort = $state<Sort>("-created_at");

	#turn = 0;
	#page = 0;

	/** Follow the server until the page closes. Returns what ends it. */
	follow(): () => void {
		const ends = [
			onEvent("sample.changed", ({ id, state }) => {
				if (state === "deleted") this.drop(id);
				else void this.refetch(id);
			}),
			onReconnect(() => void this.load()),
			uploads.onArrival((id) => id && void this.refetch(id)),
		];
		return () => {
			this.#turn++;
			for (const end of ends) end();
		};
	}

	/** Fetch anew what scope, search and order ask for. What is shown stays until the answer is here. */
	async load(): Promise<void> {
		const turn = ++this.#turn;
		this.loading = true;
		this.problem = "";
		this.#page = 0;
		await this.#fetch(turn, []);
	}

	async loadMore(): Promise<void> {
		if (this.loading || !this.more) return;
		this.loading = true;
		await this.#fetch(++this.#turn, this.all);
	}

	/** Fetch one again: it is new, ready, failed, renamed, or newly shared. */
	async refetch(id: string): Promise<void> {
		try {
			this.put(await api.get<Sample>(`/api/samples/${id}`));
		} catch (error) {
			if (error instanceof ApiError && error.status === 404) this.drop(id);
		}
	}

	put(sample: Sample): void {
		const at = this.all.findIndex((each) => each.id === sample.id);
		if (at >= 0) this.all = this.all.with(at, sample);
		else if (this.#belongs(sample)) {
			this.all = [sample, ...this.all];
			this.total += 1;
		}
	}

	drop(id: string): void {
		const left = this.all.filter((sample) => sample.id !== id);
		this.total -= this.all.length - left.length;
		this.all = left;
	}

	async #fetch(turn: number, before: Sample[]): Promise<void> {
		const found = new Map(before.map((sample) => [sample.id, sample]));
		const target = before.length + AT_ONCE;
		try {
			for (let next = true; next && found.size < target; ) {
				const page = await api.get<Page<Sample>>("/api/samples", {
					scope: this.scope === "mine" ? "mine" : "",
					search: this.search,
					collection: this.collection,
					sort: this.sort,
					page: this.#page + 1,
					page_size: PAGE_SIZE,
				});
				if (turn !== this.#turn) return;
				this.#page += 1;
				for (const sample of page.results) found.set(sample.id, sample);
				this.all = [...found.values()];
				this.total = page.count;
				this.more = next = page.next !== null;
			}
		} catch (error) {
			if (turn === this.#turn) this.problem = sentence(error);
		}
		if (turn === this.#turn) this.loading = false;
	}

	#belongs(sample: Sample): boolean {
		if (this.collection || (this.scope === "mine" && !sample.mine)) return false;
		const text = [sample.name, sample.details, sample.owner.name, ...sample.tags].join(" ").toLowerCase();
		return this.search
			.toLowerCase()
			.split(/\s+/)
			.every((word) => text.includes(word));
	}
}
