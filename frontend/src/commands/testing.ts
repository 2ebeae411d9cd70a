/** For tests and for other programs: a bench without a page, a sound or a server, that works on its own copy. */
import type { Sample, StudioProject } from "../api/types";
import type { Workbench } from "./workbench.svelte";

const PROJECT = { id: "p", name: "Piece", role: "editor", members: [] } as unknown as StudioProject;

/** A socket that never opens. */
export class Silent {
	readyState = 0;
	close(): void {}
	send(): void {}
}

export function quiet(bench: Workbench, lengths: Readonly<Record<string, number>> = {}): Workbench {
	bench.provider.connection = { ...bench.provider.connection, ready: true, state: "online" };
	bench.samples.all = new Map(
		Object.entries(lengths).map(([id, duration_seconds]) => [
			id,
			{ id, name: id, category: "mine", duration_seconds, state: "processing" } as unknown as Sample,
		]),
	);
	return bench;
}

export function benchOf(Bench: typeof Workbench, lengths: Readonly<Record<string, number>> = {}): Workbench {
	return quiet(new Bench(PROJECT, { id: "1", name: "Ann" }, "ws://nowhere"), lengths);
}
