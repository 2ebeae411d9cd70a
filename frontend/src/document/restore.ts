/** Makes the arrangement what it was, in one transaction that writes only what differs: one step, to be undone like any other. */
import * as Y from "yjs";
import type { Arrangement } from "./arrangement";
import { transact } from "./edits";

type Plain = Readonly<Record<string, unknown>>;
/** Records by kind and id, with the fields that the document spelled out; the master's fields by name. */
export type Content = Readonly<Record<string, Plain>>;

const isPlain = (value: unknown): value is Plain =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** How many records were added, removed or changed. */
export function restore(arrangement: Arrangement, content: Content): number {
	let touched = 0;
	transact(arrangement, () => {
		for (const [kind, records] of Object.entries(content)) {
			const shared = arrangement.doc.getMap(kind);
			if (kind === "master") touched += Number(fill(shared, records));
			else touched += fillAll(shared, records);
		}
	});
	return touched;
}

function fillAll(shared: Y.Map<unknown>, records: Plain): number {
	let touched = 0;
	for (const id of [...shared.keys()])
		if (!(id in records)) {
			shared.delete(id);
			touched++;
		}
	for (const [id, record] of Object.entries(records)) {
		const there = shared.get(id);
		if (there instanceof Y.Map && isPlain(record)) touched += Number(fill(there, record));
		else {
			shared.set(id, made(record));
			touched++;
		}
	}
	return touched;
}

/** True when something had to be written. */
function fill(shared: Y.Map<unknown>, fields: Plain): boolean {
	let changed = false;
	for (const name of [...shared.keys()])
		if (!(name in fields)) {
			shared.delete(name);
			changed = true;
		}
	for (const [name, value] of Object.entries(fields)) {
		const there = shared.get(name);
		if (there instanceof Y.Map && isPlain(value)) changed = fill(there, value) || changed;
		else if (there !== value) {
			shared.set(name, made(value));
			changed = true;
		}
	}
	return changed;
}

function made(value: unknown): unknown {
	if (!isPlain(value)) return value;
	return new Y.Map(Object.entries(value).map(([name, inner]) => [name, made(inner)]));
}
