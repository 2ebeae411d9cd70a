/** Send a file and wait until the studio has read it. */
import { api } from "../api/client";
import type { Sample } from "../api/types";
import type { UploadOptions } from "./uploads.svelte";

const ASK_AGAIN_MS = 700;
const LONGEST_MS = 10 * 60_000;

/** The id of the sample, once the studio has all of the file. Fails with the server's sentence. */
export async function sent(file: File, options: Pick<UploadOptions, "origin"> = {}): Promise<string> {
	const { uploads } = await import("./uploads.svelte");
	return new Promise<string>((resolve, reject) => {
		uploads.add([file], {
			...options,
			onkept: (sample) =>
				sample ? resolve(sample) : reject(new Error("The server has not kept it. Try the library.")),
			onfailed: (problem) => reject(new Error(problem)),
		});
	});
}

/** The sample, once it has been read. */
export async function ready(id: string): Promise<Sample> {
	for (const until = Date.now() + LONGEST_MS; Date.now() < until; ) {
		const sample = await api.get<Sample>(`/api/samples/${id}`);
		if (sample.state === "ready") return sample;
		if (sample.state === "failed") throw new Error(sample.problem || "It is no sound that can be read.");
		await new Promise((go) => setTimeout(go, ASK_AGAIN_MS));
	}
	throw new Error("It is still being read. Place it from the library in a while.");
}
