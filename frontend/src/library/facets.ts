// Narrowing a list of samples: by category, origin, tag, audience; counts beside every choice.
import type { Category, Origin, Sample } from "../api/types";
import { type Audience, audience } from "../sharing/visibility";

/** An empty set narrows nothing. */
export interface Narrowing {
	category: ReadonlySet<Category>;
	origin: ReadonlySet<Origin>;
	tag: ReadonlySet<string>;
	audience: ReadonlySet<Audience>;
}

export type Facet = keyof Narrowing;

export const WHOLE: Narrowing = {
	category: new Set(),
	origin: new Set(),
	tag: new Set(),
	audience: new Set(),
};

const VALUES: Record<Facet, (sample: Sample) => readonly string[]> = {
	category: (sample) => [sample.category],
	origin: (sample) => [sample.origin],
	tag: (sample) => sample.tags,
	audience: (sample) => [audience(sample)],
};

const FACETS = Object.keys(VALUES) as Facet[];

/** Those that pass every facet; within one facet, any of the chosen values will do. */
export function narrow(samples: readonly Sample[], by: Narrowing, except?: Facet): Sample[] {
	const active = FACETS.filter((facet) => facet !== except && by[facet].size > 0);
	return samples.filter((sample) => active.every((facet) => passes(sample, by, facet)));
}

function passes(sample: Sample, by: Narrowing, facet: Facet): boolean {
	const chosen = by[facet] as ReadonlySet<string>;
	return VALUES[facet](sample).some((value) => chosen.has(value));
}

/** How many there would be with each value of a facet, the others as they are. */
export function counts(samples: readonly Sample[], by: Narrowing, facet: Facet): Map<string, number> {
	const found = new Map<string, number>();
	for (const sample of narrow(samples, by, facet)) {
		for (const value of VALUES[facet](sample)) found.set(value, (found.get(value) ?? 0) + 1);
	}
	return found;
}

/** The same narrowing with one value switched. */
export function switched(by: Narrowing, facet: Facet, value: string): Narrowing {
	const next = new Set<string>(by[facet]);
	if (!next.delete(value)) next.add(value);
	return { ...by, [facet]: next };
}

export function isWhole(by: Narrowing): boolean {
	return FACETS.every((facet) => by[facet].size === 0);
}
