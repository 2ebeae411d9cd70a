/** Tracks as a tree: what stands in which group, and what may stand there. */
import type { PlacedTrack, Track } from "./records";

type Tracks = ReadonlyMap<string, PlacedTrack>;

/** Whether clips can lie on a track. */
export function holdsClips(track: Pick<Track, "role"> | undefined): boolean {
	return track?.role === "audio" || track?.role === "free";
}

/** The tracks, sorted among their siblings, each group followed by what is in it. */
export function inTree(sorted: readonly PlacedTrack[]): PlacedTrack[] {
	const groups = new Set(sorted.filter((track) => track.role === "group").map((track) => track.id));
	const inside = new Map<string, PlacedTrack[]>();
	for (const track of sorted) {
		const parent = groups.has(track.parent) ? track.parent : "";
		inside.set(parent, [...(inside.get(parent) ?? []), track]);
	}
	const rows: PlacedTrack[] = [];
	const seen = new Set<string>();
	const add = (track: PlacedTrack): void => {
		if (seen.has(track.id)) return;
		seen.add(track.id);
		rows.push(track);
		for (const child of inside.get(track.id) ?? []) add(child);
	};
	for (const track of inside.get("") ?? []) add(track);
	// Two people can have put two groups into each other: those rows are shown all the same.
	for (const track of sorted) add(track);
	return rows;
}

/** The groups around a track, the innermost first. */
export function groupsAround(tracks: Tracks, id: string): string[] {
	const found: string[] = [];
	let at = tracks.get(id)?.parent;
	while (at && tracks.get(at)?.role === "group" && !found.includes(at) && at !== id) {
		found.push(at);
		at = tracks.get(at)?.parent;
	}
	return found;
}

/** All that stands within a group, at any depth. */
export function within(tracks: Tracks, group: string): PlacedTrack[] {
	return [...tracks.values()].filter((track) => groupsAround(tracks, track.id).includes(group));
}

/** Why a track cannot stand in a group; empty when it can. */
export function cannotStandIn(tracks: Tracks, id: string, group: string): string {
	const [track, target] = [tracks.get(id), tracks.get(group)];
	if (!track || track.role === "master" || track.role === "return")
		return "A return and the mix stand in no group.";
	if (group === "") return "";
	if (target?.role !== "group") return "That is no group.";
	if (id === group || groupsAround(tracks, group).includes(id)) return "A group cannot stand in itself.";
	return "";
}
