/** The cloud tools by their names: each opens the panel; the pan can be scattered without it. */
import { apply, planOf } from "../clouds/apply";
import { usualValues } from "../clouds/tool";
import { TOOLS, toolOf } from "../clouds/tools";
import type { Command } from "./command";

const NEEDED: Readonly<Record<string, number>> = { order: 2, align: 2, distribute: 2 };

export const clouds: readonly Command[] = [
	{
		id: "randomise-pan",
		title: "Randomise the pan",
		group: "Clouds",
		keys: ["Shift+r"],
		edits: true,
		clips: true,
		run(bench) {
			const tool = toolOf("randomise");
			const seed = Math.floor(Math.random() * 1e6);
			apply(bench, tool, planOf(bench, tool, usualValues(tool), seed));
		},
	},
	...TOOLS.map(
		(tool): Command => ({
			id: `cloud-${tool.id}`,
			title: `${tool.title}…`,
			group: "Clouds",
			keys: tool.id === "randomise" ? ["d"] : tool.id === "scatter" ? ["Shift+d"] : undefined,
			clips: true,
			enabled: (bench) => bench.canEdit && bench.selection.size >= (NEEDED[tool.id] ?? 1),
			run(bench) {
				bench.tool = tool.id;
				bench.panel = "cloud";
			},
		}),
	),
];
