/** The sentences that say what others have written over: in a step that was undone, or in what is being dragged. */
import type { Notice } from "../commands/shown";
import type { Arrangement } from "../document/arrangement";
import type { Collision } from "../document/collisions";
import { type Changes, change, transact } from "../document/edits";
import type { Undone } from "../document/history";
import type { Overwritten } from "../document/overwrites";
import { defaults, type Kind, type PlacedClip, type Records } from "../document/records";
import { duration } from "../look/format";
import { fieldLabel, fieldValue } from "../versions/words";

interface Bench {
	arrangement: Arrangement;
	nameOf(clip: PlacedClip): string;
	edit<T>(title: string, run: () => T): T | undefined;
}

/** Null where nothing of the step was lost. */
export function overwriteNotice(undone: Undone, verb: "Undone" | "Redone", bench: Bench): Notice | null {
	if (undone.done && !undone.lost.length) return null;
	const who = undone.by.length ? undone.by.join(" and ") : "Somebody else";
	const has = undone.by.length > 1 ? "have" : "has";
	const title = `${undone.done ? `${verb} in part` : `Not ${verb.toLowerCase()}`}: ${undone.title}.`;
	const gone = undone.lost.some((each) => each.gone);
	const what = gone
		? "removed what this was"
		: undone.done
			? "changed some of this since"
			: "changed this since";
	const settable = undone.lost.filter((each) => each.kind && !each.gone);
	const [only] = settable;
	let text = `${who} ${has} ${what}.`;
	if (!only) return { title, text };
	if (settable.length > 1) {
		text += ` ${settable.length} values stay as they are now.`;
		return { title, text, action: action(`Set all ${settable.length} back anyway`, settable, undone, bench) };
	}
	const names = (kind: string, id: string) => nameOf(bench, kind, id);
	const usual = defaults(only.kind as Kind)[only.field];
	const of = names(only.kind ?? "", only.id);
	const now = fieldValue(only.field, only.now ?? usual, names);
	text += ` ${of ? `“${of}”: ` : ""}${fieldLabel(only.field)} ${now}.`;
	const before = fieldValue(only.field, only.before ?? usual, names);
	return { title, text, action: action(`Set it to ${before} anyway`, settable, undone, bench) };
}

function action(title: string, lost: readonly Overwritten[], undone: Undone, bench: Bench) {
	const run = () =>
		bench.edit(`${undone.title}, set back`, () =>
			transact(bench.arrangement, () => {
				for (const { kind, id, field, before } of lost) {
					if (!kind) continue;
					const fields = { [field]: before ?? defaults(kind)[field] };
					change(bench.arrangement, kind, new Map([[id, fields]]) as unknown as Changes<Records[Kind]>);
				}
			}),
		);
	return { title, run };
}

/** Null where nothing collided. */
export function collisionNotice(
	collisions: readonly Collision[],
	nameOf: (clip: PlacedClip) => string,
): Notice | null {
	const [first, more] = collisions;
	if (!first) return null;
	const who = first.by ?? "Somebody else";
	if (!first.now)
		return {
			title: `${who} has removed “${nameOf(first.clip)}” while you hold it.`,
			text: `It is not there any more, wherever you drop it. ${more ? `${collisions.length - 1} others have changed, too. ` : ""}Who removed it can undo that.`,
		};
	return {
		title: more
			? `${who} has moved ${collisions.length} clips while you hold them.`
			: `${who} has moved “${nameOf(first.clip)}” to ${duration(first.now.start_seconds, 2)} while you hold it.`,
		text: "Your drop takes the place of that. Escape leaves it as it is now.",
	};
}

function nameOf(bench: Bench, kind: string, id: string): string {
	if (kind === "tracks") return bench.arrangement.tracks.get(id)?.name ?? "";
	const clip = kind === "clips" ? bench.arrangement.clips.get(id) : undefined;
	return clip ? bench.nameOf(clip) : "";
}
