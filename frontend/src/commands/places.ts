/** Markers and regions: put them, remove them, go from one to the next. */
import { change } from "../document/edits";
import { addMarker, addRegion, markersInOrder, regionsInOrder, removePlaces } from "../document/places";
import { duration } from "../look/format";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

const NEAR_SECONDS = 0.0005;

/** The span that commands mean: what is repeated, or the selected clips. */
export function chosenSpan(bench: Workbench): [number, number] | null {
	if (bench.loop) return bench.loop;
	const clips = bench.selected;
	if (!clips.length) return null;
	return [
		Math.min(...clips.map((clip) => clip.start_seconds)),
		Math.max(...clips.map((clip) => clip.start_seconds + clip.duration_seconds)),
	];
}

/** The edges of markers and regions. */
export function placesOf(bench: Workbench): number[] {
	const { arrangement } = bench;
	return [
		...markersInOrder(arrangement).map((marker) => marker.seconds),
		...regionsInOrder(arrangement).flatMap((region) => [region.start_seconds, region.end_seconds]),
	];
}

/** Every edge of the selected track's clips. */
function edgesOf(bench: Workbench): number[] {
	const clips = bench.arrangement.clipsOf(bench.track ?? "");
	return clips.flatMap((clip) => [clip.start_seconds, clip.start_seconds + clip.duration_seconds]);
}

function go(bench: Workbench, places: readonly number[], direction: 1 | -1, what: string): void {
	const now = bench.now_seconds;
	const ahead = places.filter((at) => (at - now) * direction > NEAR_SECONDS);
	if (!ahead.length) {
		bench.said = `There is no ${what} ${direction > 0 ? "after" : "before"} this.`;
		return;
	}
	const to = direction > 0 ? Math.min(...ahead) : Math.max(...ahead);
	bench.seek(to);
	bench.view.reveal(to);
	bench.said = `At ${duration(to, 2)}.`;
}

function atPlayhead(bench: Workbench): { kind: "markers" | "regions"; id: string; name: string } | null {
	const at = bench.now_seconds;
	const reach = Math.max(NEAR_SECONDS, 6 / bench.view.pixels_per_second);
	const marker = markersInOrder(bench.arrangement).find((each) => Math.abs(each.seconds - at) <= reach);
	if (marker) return { kind: "markers", id: marker.id, name: marker.name };
	const region = regionsInOrder(bench.arrangement).findLast(
		(each) => each.start_seconds <= at + NEAR_SECONDS && at < each.end_seconds,
	);
	return region ? { kind: "regions", id: region.id, name: region.name } : null;
}

export const places: readonly Command[] = [
	{
		id: "add-marker",
		title: "Put a marker at the playhead",
		group: "Places",
		keys: ["k"],
		edits: true,
		run(bench) {
			const name = `${bench.arrangement.markers.size + 1}`;
			bench.edit(`Put marker ${name}`, () => addMarker(bench.arrangement, bench.now_seconds, name));
		},
	},
	{
		id: "add-region",
		title: "Make a region of what repeats, or of the selected clips",
		group: "Places",
		keys: ["Shift+k"],
		edits: true,
		enabled: (bench) => chosenSpan(bench) !== null,
		run(bench) {
			const span = chosenSpan(bench);
			if (!span) return;
			const name = `Region ${bench.arrangement.regions.size + 1}`;
			bench.edit(`Make ${name}`, () => addRegion(bench.arrangement, span[0], span[1], name));
		},
	},
	{
		id: "remove-place",
		title: "Remove the marker or the region at the playhead",
		group: "Places",
		edits: true,
		run(bench) {
			const found = atPlayhead(bench);
			if (!found) {
				bench.said = "No marker and no region stands at the playhead.";
				return;
			}
			bench.edit(`Remove ${found.kind === "markers" ? "marker" : "region"} “${found.name}”`, () =>
				removePlaces(bench.arrangement, found.kind, [found.id]),
			);
		},
	},
	{
		id: "rename-place",
		title: "Rename the marker or the region at the playhead",
		group: "Places",
		keys: ["Shift+F2"],
		edits: true,
		run(bench) {
			bench.renaming = atPlayhead(bench)?.id ?? null;
			if (!bench.renaming) bench.said = "No marker and no region stands at the playhead.";
		},
	},
	{
		id: "loop-region",
		title: "Repeat the region at the playhead",
		group: "Places",
		run(bench) {
			const found = atPlayhead(bench);
			const region = found?.kind === "regions" ? bench.arrangement.regions.get(found.id) : undefined;
			if (!region) bench.said = "No region stands at the playhead.";
			else bench.setLoop([region.start_seconds, region.end_seconds]);
		},
	},
	...(
		[
			["next", 1],
			["previous", -1],
		] as const
	).flatMap(([words, direction]): Command[] => [
		{
			id: `${words}-place`,
			title: `Go to the ${words} marker`,
			group: "Places",
			keys: [direction > 0 ? "." : ","],
			run: (bench) => go(bench, placesOf(bench), direction, "marker"),
		},
		{
			id: `${words}-edge`,
			title: `Go to the ${words} edge of a clip on this track`,
			group: "Places",
			keys: [direction > 0 ? "Mod+ArrowRight" : "Mod+ArrowLeft"],
			track: true,
			run: (bench) => go(bench, edgesOf(bench), direction, "clip's edge"),
		},
	]),
	...(["start", "end"] as const).map(
		(side): Command => ({
			id: `loop-${side}`,
			title: `Repeat ${side === "start" ? "from" : "up to"} the playhead`,
			group: "Places",
			keys: [side === "start" ? "Alt+[" : "Alt+]"],
			run(bench) {
				const at = bench.now_seconds;
				const [from, to] = bench.loop ?? [0, Math.max(bench.duration_seconds, at + 1)];
				bench.setLoop(side === "start" ? [at, Math.max(to, at + 0.1)] : [Math.min(from, at - 0.1), at]);
			},
		}),
	),
];

/** Move a marker, or a region's edges, as a drag on the ruler does. */
export function movePlace(
	bench: Workbench,
	kind: "markers" | "regions",
	id: string,
	fields: Record<string, number>,
): void {
	const name = bench.arrangement[kind].get(id)?.name ?? "";
	bench.edit(`Move ${kind === "markers" ? "marker" : "region"} “${name}”`, () =>
		change(bench.arrangement, kind, new Map([[id, fields]])),
	);
}
