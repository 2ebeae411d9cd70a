/** Change the selected clips as one named step; linked tracks take part, and with ripple what lies behind. */
import { changeClips } from "../document/links";
import type { Clip, PlacedClip } from "../document/records";
import { rippled } from "../document/ripple";
import type { Workbench } from "./workbench.svelte";

/** Returns whether anything was to be changed. */
export function editClips(
	bench: Workbench,
	title: string,
	changes: ReadonlyMap<string, Partial<Clip>>,
	moves = false,
): boolean {
	const real = new Map([...changes].filter(([, fields]) => Object.keys(fields).length));
	if (!real.size) return false;
	const all = moves && bench.settings.ripple ? rippled(bench.arrangement, real) : real;
	bench.edit(title, () => changeClips(bench.arrangement, all));
	return true;
}

/** Change each selected clip by a rule, under a title such as "Reverse 3 clips". */
export function editSelected(
	bench: Workbench,
	verb: string,
	rule: (clip: PlacedClip) => Partial<Clip>,
	moves = false,
): boolean {
	const clips = bench.selected;
	const changes = new Map(clips.map((clip) => [clip.id, rule(clip)]));
	return editClips(bench, `${verb} ${bench.naming(clips)}`, changes, moves);
}
