/** Fade the selected clips in up to the playhead, or out from it, and choose how their fades bend. */
import { FADE_SHAPES, SHAPE_TITLES } from "../document/shapes";
import { type ClipChanges, fade } from "../timeline/moves";
import type { Command } from "./command";
import { editClips, editSelected } from "./edit-clips";

export const fades: readonly Command[] = (["in", "out"] as const).map((which) => ({
	id: `fade-${which}`,
	title: which === "in" ? "Fade in up to the playhead" : "Fade out from the playhead",
	group: "Clips",
	keys: [which === "in" ? "i" : "o"],
	edits: true,
	clips: true,
	run(bench) {
		const at = bench.now_seconds;
		const changes: ClipChanges = new Map();
		for (const clip of bench.selected) {
			if (at <= clip.start_seconds || at >= clip.start_seconds + clip.duration_seconds) continue;
			changes.set(clip.id, fade(clip, which, at));
		}
		if (!changes.size) {
			bench.said = "The playhead does not stand inside a selected clip.";
			return;
		}
		editClips(bench, `Fade ${which} ${bench.naming(bench.selected)}`, changes);
	},
}));

export const fadeShapes: readonly Command[] = (["in", "out"] as const).flatMap((which) =>
	FADE_SHAPES.map((shape) => ({
		id: `fade-${which}-${shape}`,
		title: `Fade ${which}: ${SHAPE_TITLES[shape].toLowerCase()}`,
		group: "Clips" as const,
		edits: true,
		clips: true,
		run: (bench) => {
			const field = which === "in" ? "fade_in_shape" : "fade_out_shape";
			editSelected(bench, `Bend the fade ${which} of`, () => ({ [field]: shape }));
		},
	})),
) satisfies readonly Command[];

/** Ends that no longer click, as every clip has them to begin with. */
const USUAL_SECONDS = 0.01;

export const fadesUsual: Command = {
	id: "fades-usual",
	title: "Fades of 10 ms",
	group: "Clips",
	edits: true,
	clips: true,
	run(bench) {
		editSelected(bench, "Shorten the fades of", () => ({
			fade_in_seconds: USUAL_SECONDS,
			fade_out_seconds: USUAL_SECONDS,
		}));
	},
};
