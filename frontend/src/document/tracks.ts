/** Writes to the rows of the arrangement: adding, removing and reordering tracks, groups and returns, and linking them. */
import type { Arrangement } from "./arrangement";
import {
	add,
	change,
	keyBetween,
	removeClips,
	removeDevice,
	removeEnvelopesOf,
	removeSend,
	transact,
} from "./edits";
import { MASTER_ID, newId, type PlacedTrack, type Track } from "./records";
import { cannotStandIn } from "./tree";

/** A track that clips overlap on at any height wants room for them. */
export const FREE_HEIGHT = 216;

/** The tracks beside each other in a group, or outside of all, from top to bottom. */
export function siblings(arrangement: Arrangement, parent: string): PlacedTrack[] {
	const { tracks } = arrangement;
	const isIn = (row: PlacedTrack) => (tracks.get(row.parent)?.role === "group" ? row.parent : "");
	return arrangement.rowsInOrder.filter((row) => isIn(row) === parent && row.id !== parent);
}

/** Add a track below another one, in the same group, or at the bottom; returns its id. */
export function addTrack(
	arrangement: Arrangement,
	name: string,
	below?: string,
	more: Partial<Track> = {},
): string {
	const above = arrangement.tracks.get(below ?? "");
	const parent = more.parent ?? (more.role === "return" ? "" : (above?.parent ?? ""));
	const beside = siblings(arrangement, parent);
	const found = beside.findIndex((row) => row.id === below);
	const at = found < 0 ? beside.length - 1 : found;
	const order = keyBetween(beside[at]?.order ?? null, beside[at + 1]?.order ?? null);
	const id = newId();
	const height = more.role === "free" ? { height: FREE_HEIGHT } : {};
	transact(arrangement, () => {
		add(arrangement, "tracks", { ...height, ...more, name, order, parent }, id);
	});
	return id;
}

/** Remove a track with all that hangs on it; what stood in a group goes out of it. The master stays. */
export function removeTrack(arrangement: Arrangement, id: string): void {
	const track = arrangement.tracks.get(id);
	if (id === MASTER_ID || !track) return;
	transact(arrangement, () => {
		const parent = arrangement.tracks.get(track.parent)?.role === "group" ? track.parent : "";
		const beside = siblings(arrangement, parent);
		const at = beside.findIndex((row) => row.id === id);
		let order: string | null = beside[at - 1]?.order ?? null;
		const out = new Map<string, Partial<Track>>();
		for (const row of siblings(arrangement, id)) {
			order = keyBetween(order, beside[at + 1]?.order ?? null);
			out.set(row.id, { parent, order });
		}
		change(arrangement, "tracks", out);
		removeClips(
			arrangement,
			arrangement.clipsOf(id).map((clip) => clip.id),
		);
		for (const device of [...arrangement.devices.values()])
			if (device.track === id) removeDevice(arrangement, device.id);
		for (const send of [...arrangement.sends.values()])
			if (send.source === id || send.target === id) removeSend(arrangement, send.id);
		removeEnvelopesOf(arrangement, id);
		arrangement.root("tracks").delete(id);
	});
}

/** Put a track at another place among the tracks of a group; `index` counts them without it. False where it cannot stand there. */
export function moveTrack(arrangement: Arrangement, id: string, index: number, parent?: string): boolean {
	const track = arrangement.tracks.get(id);
	if (!track || id === MASTER_ID) return false;
	const into = parent ?? (arrangement.tracks.get(track.parent)?.role === "group" ? track.parent : "");
	if (into !== "" && cannotStandIn(arrangement.tracks, id, into)) return false;
	const others = siblings(arrangement, into).filter((row) => row.id !== id);
	const at = Math.max(0, Math.min(others.length, index));
	const order = keyBetween(others[at - 1]?.order ?? null, others[at]?.order ?? null);
	change(arrangement, "tracks", new Map([[id, { order, parent: into }]]));
	return true;
}

/** Put tracks into a new group where the first of them stands; returns its id. */
export function groupTracks(arrangement: Arrangement, ids: readonly string[], name: string): string | null {
	const rows = arrangement.rowsInOrder.filter((row) => ids.includes(row.id) && row.role !== "return");
	const [first] = rows;
	if (!first) return null;
	const parent = arrangement.tracks.get(first.parent)?.role === "group" ? first.parent : "";
	const beside = siblings(arrangement, parent);
	const at = beside.findIndex((row) => row.id === first.id);
	const order = keyBetween(beside[at - 1]?.order ?? null, first.order);
	const id = newId();
	transact(arrangement, () => {
		add(arrangement, "tracks", { name, order, parent, role: "group" } satisfies Partial<Track>, id);
		let last: string | null = null;
		for (const row of rows) {
			if (row.id === parent || rows.some((other) => other.id === row.parent)) continue;
			last = keyBetween(last, null);
			change(arrangement, "tracks", new Map([[row.id, { parent: id, order: last }]]));
		}
	});
	return id;
}

/** Take all tracks out of a group and remove it. */
export function ungroup(arrangement: Arrangement, id: string): void {
	if (arrangement.tracks.get(id)?.role === "group") removeTrack(arrangement, id);
}

/** Edit tracks together from now on. */
export function linkTracks(arrangement: Arrangement, ids: readonly string[]): void {
	const link = newId();
	change(arrangement, "tracks", new Map(ids.map((id) => [id, { link }])));
}

/** Edit each of these tracks by itself. */
export function unlinkTracks(arrangement: Arrangement, ids: readonly string[]): void {
	change(arrangement, "tracks", new Map(ids.map((id) => [id, { link: "" }])));
}

/** The other tracks on which an edit of this one is made too, in the order of the rows. */
export function partnersOf(arrangement: Arrangement, track: string): PlacedTrack[] {
	const link = arrangement.tracks.get(track)?.link;
	return link ? arrangement.rowsInOrder.filter((row) => row.link === link && row.id !== track) : [];
}
