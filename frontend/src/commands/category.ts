/** The category of the selected clips, by which they are coloured; their sample's own to begin with. */
import { CATEGORIES, CATEGORY_TITLES } from "../look/provenance";
import type { Command } from "./command";
import { editSelected } from "./edit-clips";

export const categories: readonly Command[] = [
	...CATEGORIES.map(
		(category): Command => ({
			id: `category-${category}`,
			title: `Category: ${CATEGORY_TITLES[category].toLowerCase()}`,
			group: "Clips",
			edits: true,
			clips: true,
			run: (bench) => void editSelected(bench, "Sort", () => ({ category })),
		}),
	),
	{
		id: "category-own",
		title: "Category: the sample's own",
		group: "Clips",
		edits: true,
		clips: true,
		run: (bench) => void editSelected(bench, "Sort", () => ({ category: "", colour: "" })),
	},
];
