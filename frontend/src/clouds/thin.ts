/** Fewer clips: a share of them by chance, or so many that no more sound at once than wanted. */

import { shuffled } from "./random";
import { atOnce } from "./scatter";
import { endOf, number, plan, type Tool } from "./tool";

export const thin: Tool = {
	id: "thin",
	title: "Thin out",
	says: "Removes some of the clips, chosen by chance.",
	verb: "Thin out",
	chance: true,
	parameters: [
		{ kind: "number", name: "share", title: "Keep", minimum: 0, maximum: 100, step: 1, unit: "%", usual: 50 },
		{
			kind: "number",
			name: "polyphony",
			title: "At most at once",
			minimum: 1,
			maximum: 64,
			step: 1,
			unit: "",
			usual: 64,
		},
	],
	plan({ clips, values, random }) {
		const keep = Math.round((clips.length * number(values, "share")) / 100);
		const kept: [number, number][] = [];
		const removed: string[] = [];
		for (const clip of shuffled(random, clips)) {
			const { start_seconds } = clip;
			const fits =
				kept.length < keep && atOnce(kept, start_seconds, endOf(clip)) < number(values, "polyphony");
			if (fits) kept.push([start_seconds, endOf(clip)]);
			else removed.push(clip.id);
		}
		return plan({ removed });
	},
};
