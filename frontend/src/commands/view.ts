/** Zoom, fit, and the height of the rows. */
import { xOf } from "../timeline/geometry";
import type { Command } from "./command";
import { SNAP_TITLES, SNAPS } from "./settings.svelte";
import type { Workbench } from "./workbench.svelte";

const AUTOMATION = [
	["hidden", "Envelopes: hidden"],
	["lanes", "Envelopes: in lanes of their own"],
	["over", "Envelopes: over the clips"],
] as const;

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
			bench.settings.set({ snapping: !bench.settings.snapping });
			bench.said = bench.settings.snapping ? "Clips snap." : "Clips move freely.";
		},
	},
	...SNAPS.map(
		(place): Command => ({
			id: `snap-${place}`,
			title: `Snap to: ${SNAP_TITLES[place].toLowerCase()}`,
			group: "View",
			checked: (bench) => bench.settings.snap_to.includes(place),
			run(bench) {
				const now = bench.settings.snap_to;
				const on = !now.includes(place);
				bench.settings.set({ snap_to: on ? [...now, place] : now.filter((each) => each !== place) });
				bench.said = `${SNAP_TITLES[place]}: ${on ? "on" : "off"}.`;
			},
		}),
	),
	{
		id: "ripple",
		title: "Ripple: what lies behind goes along",
		group: "View",
		keys: ["Alt+r"],
		checked: (bench) => bench.settings.ripple,
		run(bench) {
			bench.settings.set({ ripple: !bench.settings.ripple });
			bench.said = bench.settings.ripple ? "What lies behind goes along." : "What lies behind stays.";
		},
	},
	{
		id: "spread",
		title: "Show overlapping clips below each other",
		group: "View",
		keys: ["Shift+o"],
		checked: (bench) => bench.settings.spread,
		run(bench) {
			bench.settings.set({ spread: !bench.settings.spread });
			bench.said = bench.settings.spread ? "Overlaps stand in lanes." : "Overlaps lie over each other.";
		},
	},
	{
		id: "scrub",
		title: "Hear what the playhead is dragged over",
		group: "View",
		checked: (bench) => bench.settings.scrubbing,
		run(bench) {
			bench.settings.set({ scrubbing: !bench.settings.scrubbing });
			bench.said = bench.settings.scrubbing ? "Dragging is heard." : "Dragging is silent.";
		},
	},
	{
		id: "bars",
		title: "Count bars and beats instead of seconds",
		group: "View",
		checked: (bench) => bench.settings.bars,
		run(bench) {
			bench.settings.set({ bars: !bench.settings.bars });
			bench.said = bench.settings.bars ? "The ruler counts bars." : "The ruler counts seconds.";
		},
	},
	...AUTOMATION.map(
		([automation, title]): Command => ({
			id: `envelopes-${automation}`,
			title,
			group: "Envelopes",
			checked: (bench) => bench.settings.automation === automation,
			run: (bench) => bench.settings.set({ automation }),
		}),
	),
	{
		id: "draw",
		title: "Draw envelopes by hand, or hold their points",
		group: "Envelopes",
		keys: ["Shift+e"],
		checked: (bench) => bench.drawing,
		run(bench) {
			bench.drawing = !bench.drawing;
			bench.said = bench.drawing ? "The pointer draws envelopes." : "The pointer holds points.";
		},
	},
	{
		id: "envelopes",
		title: "Show envelopes, or hide them",
		group: "Envelopes",
		keys: ["e"],
		run: (bench) =>
			bench.settings.set({ automation: bench.settings.automation === "hidden" ? "lanes" : "hidden" }),
	},
];
