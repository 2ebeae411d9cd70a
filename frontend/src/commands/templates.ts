/** Whole sets of tracks in one step. */
import { build, TEMPLATES } from "../document/templates";
import type { Command } from "./command";

export const templates: readonly Command[] = TEMPLATES.map((template) => ({
	id: `template-${template.id}`,
	title: `Add tracks: ${template.title.charAt(0).toLowerCase()}${template.title.slice(1)}`,
	group: "Tracks",
	edits: true,
	run(bench) {
		const made = bench.edit(`Add ${template.title.toLowerCase()}`, () => build(bench.arrangement, template));
		if (made?.[0]) bench.track = made[0];
		bench.said = template.says;
	},
}));
