// Samples as they are searched for: the newest question wins, and all pages can be had.
import { api, sentence } from "../api/client";
import type { Page, Sample } from "../api/types";

export interface Question {
	scope: "mine" | "public";
	search: string;
	tag: string;
}

const PAGE_SIZE = 100;

export class FoundSamples {
	samples = $state.raw<Sample[]>([]);
	count = $state<number | null>(null);
	problem = $state("");
	#asked = 0;

	async ask(question: Question): Promise<void> {
		const mine = ++this.#asked;
		try {
			const page = await pageOf(question, 1);
			if (mine !== this.#asked) return;
			this.samples = page.results;
			this.count = page.count;
			this.problem = "";
		} catch (error) {
			if (mine === this.#asked) this.problem = sentence(error);
		}
	}

	/** Fetch the pages that are not there yet, and give all of them back. */
	async all(question: Question): Promise<Sample[]> {
		const mine = ++this.#asked;
		const found: Sample[] = [];
		for (let page = 1; ; page++) {
			const got = await pageOf(question, page);
			found.push(...got.results);
			if (!got.next || got.results.length === 0) break;
		}
		if (mine === this.#asked) this.samples = found;
		return found;
	}
}

function pageOf({ scope, search, tag }: Question, page: number): Promise<Page<Sample>> {
	const query = {
		scope,
		search: search.trim(),
		tag,
		state: "ready",
		sort: "name",
		page,
		page_size: PAGE_SIZE,
	};
	return api.get<Page<Sample>>("/api/samples", query);
}
