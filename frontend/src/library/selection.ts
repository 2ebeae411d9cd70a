// What is done to several samples at once, one request a sample; what failed is said by name.
import { api, sentence } from "../api/client";
import type { Sample } from "../api/types";
import { withTags } from "./tags";

export interface Outcome {
	changed: Sample[];
	deleted: string[];
	taken_out?: string[]; // of the collection that is shown
	problems: string[]; // sentences
}

const AT_ONCE = 4;

export function tagAll(samples: readonly Sample[], typed: string): Promise<Outcome> {
	return each(samples, async (sample, outcome) => {
		const tags = withTags(sample.tags, typed);
		if (tags.length === sample.tags.length) return;
		outcome.changed.push(await api.patch<Sample>(`/api/samples/${sample.id}`, { tags }));
	});
}

export function deleteAll(samples: readonly Sample[]): Promise<Outcome> {
	return each(samples, async (sample, outcome) => {
		await api.delete(`/api/samples/${sample.id}`);
		outcome.deleted.push(sample.id);
	});
}

async function each(
	samples: readonly Sample[],
	act: (sample: Sample, outcome: Outcome) => Promise<void>,
): Promise<Outcome> {
	const outcome: Outcome = { changed: [], deleted: [], problems: [] };
	const queue = [...samples];
	const worker = async () => {
		for (let sample = queue.shift(); sample; sample = queue.shift()) {
			try {
				await act(sample, outcome);
			} catch (error) {
				outcome.problems.push(`“${sample.name}”: ${sentence(error)}`);
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return outcome;
}
