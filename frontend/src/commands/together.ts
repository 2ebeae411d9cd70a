/** What one does with the others: comments at places of the piece, its history, its versions. */
import { here, step } from "../comments/go";
import { comments as mayComment } from "../projects/roles";
import type { Command } from "./command";

export const together: readonly Command[] = [
	{
		id: "comment",
		title: "Comment here",
		group: "Together",
		keys: ["c"],
		enabled: (bench) => mayComment(bench.project.role),
		run(bench) {
			bench.comments.draft = here(bench);
			bench.panel = "comments";
		},
	},
	{
		id: "comments",
		title: "Show the comments",
		group: "Together",
		keys: ["Shift+c"],
		run(bench) {
			bench.panel = bench.panel === "comments" ? null : "comments";
		},
	},
	{
		id: "next-comment",
		title: "Next comment",
		group: "Together",
		keys: ["Alt+c"],
		run: (bench) => step(bench, 1),
	},
	{
		id: "previous-comment",
		title: "Previous comment",
		group: "Together",
		keys: ["Alt+Shift+c"],
		run: (bench) => step(bench, -1),
	},
	{
		id: "versions",
		title: "Versions and history",
		group: "Together",
		keys: ["h"],
		run(bench) {
			bench.panel = bench.panel === "versions" ? null : "versions";
		},
	},
];
