// Which recordings some tab has in hand, while it makes or sends them: the others leave them alone.

const lockName = (id: string) => `overhear.recording.${id}`;

/** Let other tabs know that this one has it in hand. Returns how to let go. */
export function hold(id: string): () => void {
	let release = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	void navigator.locks?.request(lockName(id), () => held).catch(() => {});
	return () => release();
}

/** The recordings that some tab has in hand. */
export async function inHand(): Promise<Set<string>> {
	const found = (await navigator.locks?.query().catch(() => null))?.held ?? [];
	const prefix = lockName("");
	return new Set(found.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
}
