/** Bring what was dropped onto the timeline: files from the computer, a sample of another window. */
import { api, sentence } from "../api/client";
import type { Sample } from "../api/types";
import { place } from "../commands/place";
import type { Workbench } from "../commands/workbench.svelte";
import { ready, sent } from "../library/arriving";

/** Place it, or say why not. Several files follow each other. */
export async function bringTo(
	bench: Workbench,
	what: File[] | string,
	track: string | null,
	at_seconds: number,
): Promise<void> {
	if (typeof what === "string") {
		await say(bench, "The sample", async () => {
			await place(bench, await api.get<Sample>(`/api/samples/${what}`), track, at_seconds);
		});
		return;
	}
	let at = at_seconds;
	for (const file of what)
		await say(bench, `“${file.name}”`, async () => {
			bench.said = `Uploading ${file.name}.`;
			const sample = await ready(await sent(file));
			await place(bench, sample, track, at);
			at += sample.duration_seconds ?? 0;
		});
}

async function say(bench: Workbench, name: string, run: () => Promise<void>): Promise<void> {
	try {
		await run();
	} catch (error) {
		bench.notice = { title: `${name} was not placed.`, text: sentence(error) };
	}
}
