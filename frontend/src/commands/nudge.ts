/** Move the selected clips by little: arrows by a pixel's worth, Shift by the grid, Alt by 10 ms. Or what is heard within them. */
import { signed } from "../look/format";
import { allowedShift, move, slip } from "../timeline/moves";
import { gridSeconds } from "../timeline/snapping";
import type { Command } from "./command";
import { editClips, editSelected } from "./edit-clips";
import type { Workbench } from "./workbench.svelte";

function shift(bench: Workbench, by_seconds: number): void {
	const clips = bench.selected;
	const by = allowedShift(clips, by_seconds);
	if (by === 0) return;
	editClips(bench, `Move ${bench.naming(clips)}`, move(clips, bench.clipRows, by, 0), true);
	bench.said = `${bench.naming(clips)} moved by ${signed(by, 3)} s.`;
	const [first] = clips;
	if (first) bench.view.reveal(first.start_seconds + by);
}

function nudge(key: string, words: string, amount: (bench: Workbench) => number): Command[] {
	return (["Left", "Right"] as const).map((side) => ({
		id: `nudge-${words}-${side.toLowerCase()}`,
		title: `Move ${side === "Left" ? "earlier" : "later"} by ${words}`,
		group: "Clips",
		keys: [`${key}Arrow${side}`],
		edits: true,
		clips: true,
		run: (bench) => shift(bench, (side === "Left" ? -1 : 1) * amount(bench)),
	}));
}

export const nudges: readonly Command[] = [
	...nudge("", "a little", (bench) => 4 / bench.view.pixels_per_second),
	...nudge("Shift+", "a step of the grid", (bench) => gridSeconds(bench)),
	...nudge("Alt+", "10 ms", () => 0.01),
];

export const slips: readonly Command[] = (["Left", "Right"] as const).map((side) => ({
	id: `slip-${side.toLowerCase()}`,
	title: `Slip the sound ${side === "Left" ? "earlier" : "later"} within the clip`,
	group: "Clips",
	keys: [`Alt+Shift+Arrow${side}`],
	edits: true,
	clips: true,
	run(bench) {
		const by = (side === "Left" ? -1 : 1) * Math.max(0.001, 4 / bench.view.pixels_per_second);
		editSelected(bench, "Slip", (clip) => slip(clip, by, bench.lengthOf(clip)));
	},
}));

/** On a free track the height is nothing but a place to see. */
const STEP = 0.05;

export const heights: readonly Command[] = (
	[
		["Up", -STEP],
		["Down", STEP],
	] as const
).map(([side, by]) => ({
	id: `height-${side.toLowerCase()}`,
	title: `${side === "Up" ? "Higher" : "Lower"} on a free track`,
	group: "Clips",
	keys: [`Alt+Shift+Arrow${side}`],
	edits: true,
	clips: true,
	run: (bench) =>
		void editSelected(bench, "Place", (clip) =>
			bench.arrangement.tracks.get(clip.track)?.role === "free"
				? { height: Math.min(1, Math.max(0, clip.height + by)) }
				: {},
		),
}));
