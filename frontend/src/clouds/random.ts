/** Chance that can be repeated: the same seed gives the same numbers, in every browser. */

/** Numbers from 0 up to 1, and others for each name, so that one choice does not move the next. */
export interface Random {
	next(): number;
	fork(name: string): Random;
}

export function seeded(seed: number | string): Random {
	let state = hashed(String(seed));
	return {
		// Mulberry32: small, fast, and the same everywhere.
		next() {
			state = (state + 0x6d2b79f5) | 0;
			let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
			mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
			return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
		},
		fork: (name) => seeded(`${seed}/${name}`),
	};
}

/** FNV-1a, finished so that near seeds lie far apart. */
function hashed(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) | 0;
}

export const DISTRIBUTIONS = ["even", "middle", "edges", "low", "high"] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];
export const DISTRIBUTION_TITLES: Readonly<Record<Distribution, string>> = {
	even: "Anywhere alike",
	middle: "Mostly in the middle",
	edges: "Mostly at the ends",
	low: "Mostly low",
	high: "Mostly high",
};

/** A number from 0 to 1, distributed in one of these ways. */
export function drawn(random: Random, distribution: Distribution): number {
	const even = random.next();
	if (distribution === "middle") return (even + random.next() + random.next()) / 3;
	if (distribution === "edges") return (1 - Math.cos(Math.PI * even)) / 2;
	if (distribution === "low") return even * even;
	if (distribution === "high") return 1 - even * even;
	return even;
}

/** A number within a range. */
export function within(random: Random, [low, high]: readonly [number, number], how: Distribution): number {
	return low + (high - low) * drawn(random, how);
}

/** All of a list in another order (Fisher and Yates). */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
	const all = [...list];
	for (let i = all.length - 1; i > 0; i--) {
		const other = Math.floor(random.next() * (i + 1));
		[all[i], all[other]] = [all[other] as T, all[i] as T];
	}
	return all;
}

/** A place from 0 to 1 where a drawn density is high: its heights need not add up to anything. */
export function byDensity(random: Random, heights: readonly number[]): number {
	const sum = heights.reduce((all, height) => all + Math.max(0, height), 0);
	if (sum <= 0 || !heights.length) return random.next();
	let left = random.next() * sum;
	for (let i = 0; i < heights.length; i++) {
		const height = Math.max(0, heights[i] as number);
		if (left < height) return (i + left / height) / heights.length;
		left -= height;
	}
	return 1;
}
