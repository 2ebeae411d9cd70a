/** What the timeline's own menu offers: what things snap to, how overlaps and envelopes are shown, what the ruler counts. */
import { itemsOf } from "../commands/menus";
import { SNAPS } from "../commands/settings.svelte";
import type { Workbench } from "../commands/workbench.svelte";
import type { MenuItem } from "../look/menu";

const TEMPI = [60, 80, 100, 120, 140] as const;
const METRES = [3, 4, 5, 7] as const;

export function viewOptions(bench: Workbench): MenuItem[] {
	const { settings } = bench;
	const bars: MenuItem[] = settings.bars
		? [
				...TEMPI.map((beats_per_minute) => ({
					title: `${beats_per_minute} beats a minute`,
					group: "Bars",
					checked: settings.beats_per_minute === beats_per_minute,
					run: () => settings.set({ beats_per_minute }),
				})),
				...METRES.map((beats_in_bar) => ({
					title: `${beats_in_bar} beats a bar`,
					group: "Bars",
					checked: settings.beats_in_bar === beats_in_bar,
					run: () => settings.set({ beats_in_bar }),
				})),
			]
		: [];
	return [
		...itemsOf(bench, ["snap", ...SNAPS.map((place) => `snap-${place}`)], { group: "Snap" }),
		...itemsOf(bench, ["envelopes-hidden", "envelopes-lanes", "envelopes-over", "draw", "touch"], {
			group: "Envelopes",
		}),
		...itemsOf(bench, ["spread", "ripple", "follow", "scrub"], { group: "Timeline" }),
		...itemsOf(bench, ["bars"], { group: "Ruler" }),
		...bars,
	];
}
