/** All commands, and which of them a press means. */
import { auditions } from "./audition";
import { bounces } from "./bounce";
import { categories } from "./category";
import * as clipboard from "./clipboard";
import { clouds } from "./clouds";
import { trackColours } from "./colours";
import { type Command, enabled } from "./command";
import { duplicate } from "./duplicate";
import { envelopes } from "./envelopes";
import { fadeShapes, fades, fadesUsual } from "./fade";
import { groups, links } from "./groups";
import { redo, undo } from "./history";
import { pressed } from "./keys";
import { gainUsual, loudness } from "./loudness";
import { moreLikeThis } from "./more-like-this";
import { mute } from "./mute";
import { heights, nudges, slips } from "./nudge";
import { otherTrack } from "./other-track";
import { pans } from "./pan";
import { panels } from "./panels";
import { places } from "./places";
import { loop, play, toEnd, toStart } from "./play";
import { records } from "./record";
import { remove } from "./remove";
import { replace } from "./replace";
import { choices, selectAll, selectNone, selectTrack } from "./select";
import { sendToReverb } from "./sends";
import { shortcuts } from "./shortcuts.svelte";
import { asRecorded, loopClips, pitches, preservePitch, reverse, speeds } from "./sound";
import { join, split } from "./split";
import { templates } from "./templates";
import { together } from "./together";
import { touch } from "./touch";
import { adds, freeOrNot, removeTrack, renameTrack, reorder, strips, trackHeights } from "./tracks";
import { stretches, trims } from "./trim";
import { zooms } from "./view";
import type { Workbench } from "./workbench.svelte";

export const COMMANDS: readonly Command[] = [
	play,
	toStart,
	toEnd,
	loop,
	...records,
	...auditions,
	undo,
	redo,
	clipboard.cut,
	clipboard.copy,
	clipboard.paste,
	selectAll,
	selectTrack,
	selectNone,
	...choices,
	...nudges,
	...slips,
	...heights,
	...otherTrack,
	split,
	join,
	duplicate,
	remove,
	...trims,
	...stretches,
	...fades,
	...fadeShapes,
	fadesUsual,
	...loudness,
	gainUsual,
	...pans,
	mute,
	reverse,
	loopClips,
	...pitches,
	...speeds,
	asRecorded,
	preservePitch,
	...categories,
	replace,
	moreLikeThis,
	...clouds,
	...adds,
	removeTrack,
	renameTrack,
	...reorder,
	...strips,
	...trackHeights,
	freeOrNot,
	...groups,
	...links,
	...trackColours,
	sendToReverb,
	...bounces,
	...templates,
	...places,
	...envelopes,
	touch,
	...zooms,
	...together,
	...panels,
];

const byId = new Map(COMMANDS.map((command) => [command.id, command]));

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
	const press = pressed(event);
	// Where several answer to one key, the first that can be done now is meant.
	return COMMANDS.find((each) => shortcuts.of(each).includes(press) && enabled(each, bench));
}
