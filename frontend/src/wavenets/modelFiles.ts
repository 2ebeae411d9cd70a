// The two files that a model travels in.

/** Which of two files is the card; null unless there is one of each. */
export function sorted<T extends { name: string }>(files: readonly T[]): { card: T; weights: T } | null {
	const card = files.find(({ name }) => name.toLowerCase().endsWith(".json"));
	const weights = files.find(({ name }) => name.toLowerCase().endsWith(".safetensors"));
	return card && weights && files.length === 2 ? { card, weights } : null;
}
