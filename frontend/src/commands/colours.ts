/** The colour of the track: none but those of provenance, so that colours go on telling the form. */
import { change } from "../document/edits";
import { CATEGORIES, CATEGORY_TITLES } from "../look/provenance";
import type { Command } from "./command";
import { current } from "./tracks";

export const trackColours: readonly Command[] = [...CATEGORIES, ""].map((colour) => ({
	id: `track-colour-${colour || "none"}`,
	title: colour
		? `Colour of the track: as ${CATEGORY_TITLES[colour as (typeof CATEGORIES)[number]].toLowerCase()}`
		: "Colour of the track: none",
	group: "Tracks",
	edits: true,
	track: true,
	enabled: (bench) => current(bench) !== undefined,
	run(bench) {
		const track = current(bench);
		if (!track) return;
		bench.edit(`Colour “${track.name}”`, () =>
			change(bench.arrangement, "tracks", new Map([[track.id, { colour }]])),
		);
	},
}));
