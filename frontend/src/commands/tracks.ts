/** Add, remove, rename, reorder, mute and solo tracks. */
import { addTrack as add, change, removeTrack as drop, moveTrack } from "../document/edits";
import { MASTER_ID, type PlacedTrack } from "../document/records";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

function current(bench: Workbench): PlacedTrack | undefined {
	return bench.arrangement.tracks.get(bench.track ?? "");
}

export const addTrack: Command = {
	id: "add-track",
	title: "Add a track",
	group: "Tracks",
	keys: ["t"],
	edits: true,
	run(bench) {
		const name = `Track ${bench.arrangement.rowsInOrder.length + 1}`;
		const below = bench.track === MASTER_ID ? undefined : (bench.track ?? undefined);
		const id = bench.edit(`Add ${name}`, () => add(bench.arrangement, name, below));
		if (id) bench.track = id;
	},
};

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
		const at = bench.arrangement.rowsInOrder.findIndex((row) => row.id === track?.id);
		if (!track || at < 0 || at + by < 0) return;
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
		const track = current(bench);
		if (!track) return;
		const verb = field === "mute" ? (track.mute ? "Unmute" : "Mute") : track.solo ? "Unsolo" : "Solo";
		bench.edit(`${verb} “${track.name}”`, () =>
			change(bench.arrangement, "tracks", new Map([[track.id, { [field]: !track[field] }]])),
		);
	},
}));
