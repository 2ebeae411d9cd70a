/** Move the selected clips by little: arrows by a pixel's worth, Shift by the grid, Alt by 10 ms. */
import { change } from "../document/edits";
import { signed } from "../look/format";
import { steps } from "../timeline/geometry";
import { allowedShift, move } from "../timeline/moves";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

function shift(bench: Workbench, by_seconds: number): void {
	const clips = bench.selected;
	const by = allowedShift(clips, by_seconds);
	if (by === 0) return;
	const changes = move(clips, bench.rows, by, 0);
	bench.edit(`Move ${bench.naming(clips)}`, () => change(bench.arrangement, "clips", changes));
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
	...nudge("Shift+", "a step of the grid", (bench) => steps(bench.view.pixels_per_second).small_seconds),
	...nudge("Alt+", "10 ms", () => 0.01),
];
