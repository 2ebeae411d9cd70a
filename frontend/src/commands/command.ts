/** What a command says of itself: menus, keys and the list of keys are made from nothing else. */
import type { Workbench } from "./workbench.svelte";

export const GROUPS = [
	"Play",
	"Edit",
	"Clips",
	"Clouds",
	"Tracks",
	"Places",
	"Envelopes",
	"View",
	"Together",
	"Project",
] as const;

export interface Command {
	id: string;
	title: string;
	group: (typeof GROUPS)[number];
	/** "Mod+Shift+z", "ArrowLeft", "?": Mod is Ctrl, or Cmd on a Mac. Any of them will do. */
	keys?: readonly string[];
	/** It changes the arrangement, so those who may only listen do not have it. */
	edits?: boolean;
	/** It needs at least one selected clip. */
	clips?: boolean;
	/** It needs a selected track. */
	track?: boolean;
	enabled?(bench: Workbench): boolean;
	/** Of what is on or off: whether it is on. */
	checked?(bench: Workbench): boolean;
	run(bench: Workbench): void;
}

export function enabled(command: Command, bench: Workbench): boolean {
	if (command.edits && !bench.canEdit) return false;
	if (command.clips && bench.selection.size === 0) return false;
	if (command.track && !bench.track) return false;
	return command.enabled?.(bench) ?? true;
}
