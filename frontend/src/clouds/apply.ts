/** What a tool would do to the selected clips of a bench, and doing it as one step. */
import type { Workbench } from "../commands/workbench.svelte";
import { addClips, removeClips, transact } from "../document/edits";
import { changeClips, withCounterparts } from "../document/links";
import { defaults, type PlacedClip } from "../document/records";
import { holdsClips } from "../document/tree";
import { seeded } from "./random";
import type { Plan, Tool, Values } from "./tool";

/** The clips in the order in which chance meets them: by start, then by id. */
function inOrder(clips: readonly PlacedClip[]): PlacedClip[] {
	return [...clips].sort((a, b) => a.start_seconds - b.start_seconds || (a.id < b.id ? -1 : 1));
}

export function planOf(
	bench: Workbench,
	tool: Tool,
	values: Values,
	seed: number | string,
	clips: readonly PlacedClip[] = bench.selected,
): Plan {
	const track = bench.arrangement.tracks.get(bench.track ?? "");
	return tool.plan({
		clips: inOrder(clips),
		values,
		random: seeded(seed),
		lengthOf: (clip) => bench.lengthOf(clip),
		playhead_seconds: bench.now_seconds,
		span: bench.loop,
		track: track && holdsClips(track) ? { id: track.id, free: track.role === "free" } : null,
	});
}

/** Do what was planned; what came of it is selected then. Returns the selected clips' ids. */
export function apply(bench: Workbench, tool: Tool, made: Plan): string[] {
	const { arrangement } = bench;
	const clips = bench.selected;
	const real = new Map([...made.changes].filter(([, fields]) => Object.keys(fields).length));
	if (!real.size && !made.added.length && !made.removed.length) {
		bench.said = "Nothing would change.";
		return [];
	}
	const goners = made.removed.flatMap((id) => arrangement.clips.get(id) ?? []);
	const gone = new Set(withCounterparts(arrangement, goners).map((clip) => clip.id));
	const ids = bench.edit(`${tool.verb} ${bench.naming(clips)}`, () => {
		let added: string[] = [];
		transact(arrangement, () => {
			changeClips(arrangement, real);
			removeClips(arrangement, gone);
			added = addClips(arrangement, made.added);
		});
		return added;
	});
	if (!ids) return [];
	const selected = ids.length ? ids : [...bench.selection].filter((id) => !gone.has(id));
	bench.select(selected, selected[0] ?? null);
	if (made.said) bench.said = made.said;
	return selected;
}

/** The clips as they would be, to be drawn. */
export function ghostsOf(bench: Workbench, made: Plan): PlacedClip[] {
	const usual = defaults("clips") as unknown as PlacedClip;
	const changed = [...made.changes].flatMap(([id, fields]) => {
		const clip = bench.arrangement.clips.get(id);
		return clip && Object.keys(fields).length ? [{ ...clip, ...fields, id }] : [];
	});
	return [...changed, ...made.added.map((clip, i) => ({ ...usual, ...clip, id: `new-${i}` }))];
}
