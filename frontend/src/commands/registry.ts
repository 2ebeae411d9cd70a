/** All commands, and which of them a press means. */
import * as clipboard from "./clipboard";
import { type Command, enabled } from "./command";
import { duplicate } from "./duplicate";
import { fades } from "./fade";
import { redo, undo } from "./history";
import { pressed } from "./keys";
import { loudness } from "./loudness";
import { mute } from "./mute";
import { nudges } from "./nudge";
import { otherTrack } from "./other-track";
import { pans } from "./pan";
import { panels } from "./panels";
import { loop, play, toEnd, toStart } from "./play";
import { randomisePan } from "./randomise";
import { remove } from "./remove";
import { selectAll, selectNone, selectTrack } from "./select";
import { split } from "./split";
import { together } from "./together";
import { addTrack, removeTrack, renameTrack, reorder, strips } from "./tracks";
import { trims } from "./trim";
import { zooms } from "./view";
import type { Workbench } from "./workbench.svelte";

export const COMMANDS: readonly Command[] = [
	play,
	toStart,
	toEnd,
	loop,
	undo,
	redo,
	clipboard.cut,
	clipboard.copy,
	clipboard.paste,
	selectAll,
	selectTrack,
	selectNone,
	...nudges,
	...otherTrack,
	split,
	duplicate,
	remove,
	...trims,
	...fades,
	...loudness,
	...pans,
	mute,
	randomisePan,
	addTrack,
	removeTrack,
	renameTrack,
	...reorder,
	...strips,
	...zooms,
	...together,
	...panels,
];

const byId = new Map(COMMANDS.map((command) => [command.id, command]));
const byKey = new Map(
	COMMANDS.flatMap((command) => (command.keys ?? []).map((key) => [key, command] as const)),
);

export function command(id: string): Command {
	const found = byId.get(id);
	if (!found) throw new Error(`There is no command ${id}.`);
	return found;
}

/** Run a command where it can be run. */
export function run(id: string, bench: Workbench): boolean {
	const found = command(id);
	if (!enabled(found, bench)) return false;
	found.run(bench);
	return true;
}

/** The command of a press; undefined where there is none, or where it cannot be done now. */
export function commandFor(event: KeyboardEvent, bench: Workbench): Command | undefined {
	const found = byKey.get(pressed(event));
	return found && enabled(found, bench) ? found : undefined;
}
