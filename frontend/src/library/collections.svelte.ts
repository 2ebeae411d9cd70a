// One's own collections, fetched once for whatever shows them and kept true by what is done here.
import { api, sentence } from "../api/client";
import type { Collection, Sample } from "../api/types";

class Collections {
	all = $state.raw<Collection[]>([]);
	problem = $state("");

	async load(): Promise<void> {
		try {
			this.all = await api.get<Collection[]>("/api/collections");
			this.problem = "";
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	async create(name: string, samples: readonly Sample[]): Promise<Collection> {
		const made = await api.post<Collection>("/api/collections", { name, samples: ids(samples) });
		this.all = [made, ...this.all];
		return made;
	}

	async add(id: string, samples: readonly Sample[]): Promise<Collection> {
		return this.#put(await api.post<Collection>(`/api/collections/${id}/add`, { samples: ids(samples) }));
	}

	async remove(id: string, samples: readonly Sample[]): Promise<Collection> {
		return this.#put(await api.post<Collection>(`/api/collections/${id}/remove`, { samples: ids(samples) }));
	}

	async delete(id: string): Promise<void> {
		await api.delete(`/api/collections/${id}`);
		this.all = this.all.filter((each) => each.id !== id);
	}

	#put(changed: Collection): Collection {
		this.all = this.all.map((each) => (each.id === changed.id ? changed : each));
		return changed;
	}
}

const ids = (samples: readonly Sample[]) => samples.map((sample) => sample.id);

export const collections = new Collections();
