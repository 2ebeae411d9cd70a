/** The selected clips further left or right, in the middle, or each on the other side. */
import type { Command } from "./command";
import { editSelected } from "./edit-clips";

const held = (pan: number) => Math.max(-1, Math.min(1, Math.round(pan * 100) / 100));

export const pans: readonly Command[] = [
	...(
		[
			["<", -0.1, "left"],
			[">", 0.1, "right"],
		] as const
	).map(
		([key, by, side]): Command => ({
			id: `pan-${side}`,
			title: `Pan further ${side}`,
			group: "Clips",
			keys: [key],
			edits: true,
			clips: true,
			run: (bench) => void editSelected(bench, "Pan", (clip) => ({ pan: held(clip.pan + by) })),
		}),
	),
	{
		id: "pan-centre",
		title: "Pan to the centre",
		group: "Clips",
		edits: true,
		clips: true,
		run: (bench) => void editSelected(bench, "Centre", () => ({ pan: 0 })),
	},
];
