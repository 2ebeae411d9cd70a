/** What can be chosen of a bounce, in words. */
import type { Workbench } from "../commands/workbench.svelte";
import type { Tap } from "../document/bounced";
import { MASTER_ID } from "../document/records";
import { sendsOf } from "../document/routing";
import { groupsAround } from "../document/tree";

export type Extent = "all" | "region" | "clips";

export const TAPS: readonly { tap: Tap; title: string; says: string; mix: string }[] = [
	{
		tap: "post",
		title: "As heard",
		says: "Through the devices and the fader.",
		mix: "Through the mastering, under its ceiling.",
	},
	{ tap: "wet", title: "Wet", says: "What the devices make of it, with nothing dry left.", mix: "" },
	{
		tap: "dry",
		title: "Dry",
		says: "What comes into the devices.",
		mix: "The sum of the tracks, before the mastering.",
	},
];

/** The selected track; of clips, the track or the nearest group that holds all of them, else the mix. */
export function sourceFor(bench: Workbench, extent: Extent): string {
	if (extent !== "clips") return bench.track ?? MASTER_ID;
	const { tracks } = bench.arrangement;
	const ways = [...new Set(bench.selected.map((clip) => clip.track))].map((id) => [
		id,
		...groupsAround(tracks, id),
	]);
	return ways[0]?.find((id) => ways.every((way) => way.includes(id))) ?? MASTER_ID;
}

/** What “In place” does to what is there. */
export function inPlaceSentence(bench: Workbench, track: string, extent: Extent): string {
	const { tracks } = bench.arrangement;
	const name = tracks.get(track)?.name ?? "";
	if (extent === "clips") return "A new track under it holds the bounce, and these clips are muted.";
	const rest = extent === "region" ? ", outside of the loop too" : "";
	const inside = [...tracks.keys()].filter((id) => groupsAround(tracks, id).includes(track));
	const lost = inside.some((id) => sendsOf(bench.arrangement, id).length)
		? " What is sent to returns from inside of it falls silent."
		: "";
	return `A new track under it holds the bounce, and “${name}” is muted${rest}.${lost}`;
}
