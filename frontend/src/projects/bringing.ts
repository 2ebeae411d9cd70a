/** Bring what was dropped onto the timeline: files from the computer, a sample of another window. */
import { api, sentence } from "../api/client";
import type { Sample } from "../api/types";
import { place } from "../commands/place";
import type { Workbench } from "../commands/workbench.svelte";

const ASK_AGAIN_MS = 700;
const LONGEST_MS = 10 * 60_000;

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
			const sample = await uploaded(bench, file);
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

/** Send a file and wait until it has been read. */
async function uploaded(bench: Workbench, file: File): Promise<Sample> {
	const { uploads } = await import("../library/uploads.svelte");
	bench.said = `Uploading ${file.name}.`;
	const id = await new Promise<string>((resolve, reject) => {
		uploads.add([file], {
			onkept: (sample) =>
				sample ? resolve(sample) : reject(new Error("The server has not kept it. Try the library.")),
		});
	});
	for (const until = Date.now() + LONGEST_MS; Date.now() < until; ) {
		const sample = await api.get<Sample>(`/api/samples/${id}`);
		if (sample.state === "ready") return sample;
		if (sample.state === "failed") throw new Error(sample.problem || "It is no sound that can be read.");
		await new Promise((go) => setTimeout(go, ASK_AGAIN_MS));
	}
	throw new Error("It is still being read. Place it from the library in a while.");
}
