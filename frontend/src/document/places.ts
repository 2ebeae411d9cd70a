/** Writes to markers and regions: named places and stretches of the timeline. */
import type { Arrangement } from "./arrangement";
import { add, transact } from "./edits";
import { newId, type PlacedMarker, type PlacedRegion } from "./records";

/** The shortest region that an edit leaves. */
export const LEAST_REGION_SECONDS = 0.01;

export function addMarker(arrangement: Arrangement, seconds: number, name = ""): string {
	const id = newId();
	transact(arrangement, () => {
		add(arrangement, "markers", { seconds, name }, id);
	});
	return id;
}

export function addRegion(arrangement: Arrangement, from: number, to: number, name = ""): string {
	const id = newId();
	const start_seconds = Math.max(0, Math.min(from, to));
	const end_seconds = Math.max(Math.max(from, to), start_seconds + LEAST_REGION_SECONDS);
	transact(arrangement, () => {
		add(arrangement, "regions", { start_seconds, end_seconds, name }, id);
	});
	return id;
}

export function removePlaces(
	arrangement: Arrangement,
	kind: "markers" | "regions",
	ids: Iterable<string>,
): void {
	transact(arrangement, () => {
		for (const id of ids) arrangement.root(kind).delete(id);
	});
}

export function markersInOrder(arrangement: Arrangement): PlacedMarker[] {
	return [...arrangement.markers.values()].sort((a, b) => a.seconds - b.seconds || (a.id < b.id ? -1 : 1));
}

/** Regions by their start; those that end before they start, which two people can make together, are left out. */
export function regionsInOrder(arrangement: Arrangement): PlacedRegion[] {
	return [...arrangement.regions.values()]
		.filter((region) => region.end_seconds > region.start_seconds)
		.sort((a, b) => a.start_seconds - b.start_seconds || (a.id < b.id ? -1 : 1));
}
