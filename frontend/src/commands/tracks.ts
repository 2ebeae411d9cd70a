/** Add, remove, rename, reorder, mute and solo tracks. */
import { change } from "../document/edits";
import { MASTER_ID, type PlacedTrack, type Role } from "../document/records";
import { addTrack as add, removeTrack as drop, moveTrack, siblings } from "../document/tracks";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

/** The track that commands go to; not the mix. */
export function current(bench: Workbench): PlacedTrack | undefined {
	return bench.track === MASTER_ID ? undefined : bench.arrangement.tracks.get(bench.track ?? "");
}

const KINDS: readonly { role: Role; id: string; title: string; name: string; keys?: string[] }[] = [
	{ role: "audio", id: "add-track", title: "Add a track", name: "Track", keys: ["t"] },
	{ role: "free", id: "add-free-track", title: "Add a free track", name: "Cloud", keys: ["Shift+t"] },
	{ role: "group", id: "add-group", title: "Add an empty group", name: "Group" },
	{ role: "return", id: "add-return", title: "Add a return", name: "Return" },
];

export const adds: readonly Command[] = KINDS.map(({ role, id, title, name, keys }) => ({
	id,
	title,
	group: "Tracks",
	keys,
	edits: true,
	run(bench) {
		const count = bench.arrangement.rowsInOrder.filter((row) => row.role === role).length;
		const full =
			role === "audio" ? `Track ${bench.arrangement.rowsInOrder.length + 1}` : `${name} ${count + 1}`;
		const made = bench.edit(`Add ${full}`, () =>
			add(bench.arrangement, full, current(bench)?.id, role === "audio" ? {} : { role }),
		);
		if (made) bench.track = made;
	},
}));

export const removeTrack: Command = {
	id: "remove-track",
	title: "Remove the track",
	group: "Tracks",
	keys: ["Mod+Delete", "Mod+Backspace"],
	edits: true,
	track: true,
	enabled: (bench) => bench.track !== MASTER_ID,
	run(bench) {
		const track = current(bench);
		if (!track) return;
		const rows = bench.arrangement.rowsInOrder;
		const at = rows.findIndex((row) => row.id === track.id);
		bench.edit(`Remove track “${track.name}”`, () => drop(bench.arrangement, track.id));
		bench.track = (rows[at + 1] ?? rows[at - 1])?.id ?? null;
	},
};

export const renameTrack: Command = {
	id: "rename-track",
	title: "Rename the track",
	group: "Tracks",
	keys: ["F2"],
	edits: true,
	track: true,
	run(bench) {
		bench.renaming = bench.track;
	},
};

export const reorder: readonly Command[] = (
	[
		["Up", -1, "up"],
		["Down", 1, "down"],
	] as const
).map(([key, by, words]) => ({
	id: `track-${words}`,
	title: `Move the track ${words}`,
	group: "Tracks",
	keys: [`Mod+Shift+Arrow${key}`],
	edits: true,
	track: true,
	run(bench) {
		const track = current(bench);
		if (!track) return;
		const parent = bench.arrangement.tracks.get(track.parent)?.role === "group" ? track.parent : "";
		const beside = siblings(bench.arrangement, parent);
		const at = beside.findIndex((row) => row.id === track.id);
		if (!beside[at + by]) {
			bench.said = `“${track.name}” is the ${by < 0 ? "first" : "last"} ${parent ? "of its group" : "track"}.`;
			return;
		}
		bench.edit(`Move track “${track.name}” ${words}`, () => moveTrack(bench.arrangement, track.id, at + by));
	},
}));

export const strips: readonly Command[] = (
	[
		["mute", "Shift+m"],
		["solo", "Shift+s"],
	] as const
).map(([field, key]) => ({
	id: `${field}-track`,
	title: field === "mute" ? "Mute the track" : "Solo the track",
	group: "Tracks",
	keys: [key],
	edits: true,
	track: true,
	run(bench) {
		const track = bench.arrangement.tracks.get(bench.track ?? "");
		if (!track) return;
		const verb = field === "mute" ? (track.mute ? "Unmute" : "Mute") : track.solo ? "Unsolo" : "Solo";
		bench.edit(`${verb} “${track.name}”`, () =>
			change(bench.arrangement, "tracks", new Map([[track.id, { [field]: !track[field] }]])),
		);
	},
}));

const TALLER = 1.5;

export const trackHeights: readonly Command[] = (
	[
		["taller", TALLER],
		["lower", 1 / TALLER],
	] as const
).map(([words, by]) => ({
	id: `track-${words}`,
	title: `Make the track ${words}`,
	group: "Tracks",
	keys: [words === "taller" ? "Alt+=" : "Alt+-"],
	edits: true,
	track: true,
	run(bench) {
		const track = current(bench);
		if (!track) return;
		bench.edit(`Make “${track.name}” ${words}`, () =>
			change(bench.arrangement, "tracks", new Map([[track.id, { height: Math.round(track.height * by) }]])),
		);
	},
}));

/** A free track's clips may overlap at any height; on the others they cross-fade. */
export const freeOrNot: Command = {
	id: "free-track",
	title: "Let clips overlap at any height, or cross-fade",
	group: "Tracks",
	edits: true,
	track: true,
	enabled: (bench) => ["audio", "free"].includes(current(bench)?.role ?? ""),
	run(bench) {
		const track = current(bench);
		if (!track) return;
		const free = track.role === "free";
		bench.edit(`${free ? "Line up the clips of" : "Free the clips of"} “${track.name}”`, () =>
			change(bench.arrangement, "tracks", new Map([[track.id, { role: free ? "audio" : "free" }]])),
		);
	},
};
