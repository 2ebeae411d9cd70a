/** Undo and redo what oneself has done. */
import type { Command } from "./command";

export const undo: Command = {
	id: "undo",
	title: "Undo",
	group: "Edit",
	keys: ["Mod+z"],
	edits: true,
	enabled: (bench) => bench.steps.length > 0,
	run: (bench) => bench.report(bench.history.undo(), "Undone"),
};

export const redo: Command = {
	id: "redo",
	title: "Redo",
	group: "Edit",
	keys: ["Mod+Shift+z", "Mod+y"],
	edits: true,
	enabled: (bench) => bench.undone.length > 0,
	run: (bench) => bench.report(bench.history.redo(), "Redone"),
};
