/** Open the parts of the page: the keys, the render, the people. */
import type { Command } from "./command";

export const panels: readonly Command[] = [
	{
		id: "keys",
		title: "Show all keys",
		group: "Project",
		keys: ["?"],
		run: (bench) => {
			bench.panel = "keys";
		},
	},
	{
		id: "render",
		title: "Render",
		group: "Project",
		keys: ["Mod+Enter"],
		run(bench) {
			bench.panel = "render";
		},
	},
	{
		id: "share",
		title: "Share",
		group: "Project",
		run(bench) {
			bench.panel = "share";
		},
	},
	{
		id: "palette",
		title: "Do something by its name",
		group: "Project",
		keys: ["Mod+k"],
		run(bench) {
			bench.panel = "palette";
		},
	},
	{
		id: "search",
		title: "Search the library",
		group: "Project",
		keys: ["/"],
		run(bench) {
			bench.searching++;
		},
	},
];
