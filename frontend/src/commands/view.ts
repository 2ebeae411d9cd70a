/** Zoom, fit, and the height of the rows. */
import { xOf } from "../timeline/geometry";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

/** Zoom around the playhead where it is in sight. */
function around(bench: Workbench): number {
	const x = xOf(bench.view, bench.now_seconds);
	return x >= 0 && x <= bench.view.width ? x : bench.view.width / 2;
}

export const zooms: readonly Command[] = [
	{
		id: "zoom-in",
		title: "Zoom in",
		group: "View",
		keys: ["Mod+=", "Mod++"],
		run: (bench) => bench.view.zoomBy(1.5, around(bench)),
	},
	{
		id: "zoom-out",
		title: "Zoom out",
		group: "View",
		keys: ["Mod+-"],
		run: (bench) => bench.view.zoomBy(1 / 1.5, around(bench)),
	},
	{
		id: "zoom-fit",
		title: "Show the whole piece",
		group: "View",
		keys: ["f"],
		run: (bench) => bench.view.show(0, Math.max(10, bench.arrangement.duration_seconds)),
	},
	{
		id: "zoom-selection",
		title: "Show the selection",
		group: "View",
		keys: ["z"],
		clips: true,
		run(bench) {
			const clips = bench.selected;
			bench.view.show(
				Math.min(...clips.map((clip) => clip.start_seconds)),
				Math.max(...clips.map((clip) => clip.start_seconds + clip.duration_seconds)),
			);
		},
	},
	{
		id: "rows-taller",
		title: "Taller tracks",
		group: "View",
		keys: ["Mod+ArrowDown"],
		run: (bench) => bench.view.stepRows(1),
	},
	{
		id: "rows-lower",
		title: "Lower tracks",
		group: "View",
		keys: ["Mod+ArrowUp"],
		run: (bench) => bench.view.stepRows(-1),
	},
	{
		id: "follow",
		title: "Follow the playhead, or stay",
		group: "View",
		run(bench) {
			bench.view.follow = !bench.view.follow;
			bench.said = bench.view.follow ? "The view follows the playhead." : "The view stays.";
		},
	},
	{
		id: "snap",
		title: "Snap, or move freely",
		group: "View",
		keys: ["n"],
		run(bench) {
			bench.snapping = !bench.snapping;
			bench.said = bench.snapping ? "Clips snap." : "Clips move freely.";
		},
	},
];
