// What a set of recordings amounts to.
import type { Wavenet } from "../api/types";

/** How many recordings each class has, the largest first; a model without classes has none. */
export function perClass(inputs: Wavenet["inputs"]): { name: string; count: number }[] {
	const counts = new Map<string, number>();
	for (const { class_name } of inputs)
		if (class_name) counts.set(class_name, (counts.get(class_name) ?? 0) + 1);
	return [...counts]
		.map(([name, count]) => ({ name, count }))
		.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
