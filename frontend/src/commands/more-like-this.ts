/** What else the library has that sounds like a clip: its library panel shows nothing else until one leaves that. */
import type { Sample } from "../api/types";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

/** The sample of the clip that the keyboard stands on, or of the first selected one whose sample is at hand. */
export function meant(bench: Workbench): Sample | undefined {
	const clips = bench.selected.toSorted(
		(one, other) => +(other.id === bench.focus) - +(one.id === bench.focus),
	);
	const samples = clips.flatMap((clip) => bench.samples.get(clip.sample) ?? []);
	return samples.find((sample) => sample.state === "ready");
}

/** Show the whole library again; whether there was anything to leave. */
export function unliken(bench: Workbench): boolean {
	const was = bench.like !== null;
	bench.like = null;
	return was;
}

export const moreLikeThis: Command = {
	id: "more-like-this",
	title: "More like this in the library",
	group: "Clips",
	keys: ["y"],
	clips: true,
	enabled: (bench) => meant(bench) !== undefined,
	run(bench) {
		const sample = meant(bench);
		if (!sample) return;
		bench.panel = null; // the library stands where panels do
		bench.like = { id: sample.id, name: sample.name };
		bench.said = `What sounds like “${sample.name}”, in the library.`;
	},
};
