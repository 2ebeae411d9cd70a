/** What others have written over what one has done oneself: Yjs then undoes nothing there, and a person has to know it. */
import * as Y from "yjs";
import type { Arrangement } from "./arrangement";
import type { Kind } from "./records";

/** One value that a step wrote: where, what stood there before, and under which key. */
export interface Written {
	/** From the document's root: a kind of records, a record's id, a field that holds others. */
	path: readonly string[];
	key: string;
	before: unknown;
}

/** A value of a step that somebody else has changed since. */
export interface Overwritten {
	/** Null for what is no record's own field: a device's parameter, a whole record. */
	kind: Kind | null;
	id: string;
	field: string;
	before: unknown;
	now: unknown;
	/** The record is gone: there is nothing left to set. */
	gone: boolean;
	client: number | null;
}

interface Event {
	target: unknown;
	changes: { keys: Map<string, { oldValue: unknown }> };
}

/** The values that a transaction wrote, by its events; call it while the events are new. */
export function writtenBy(changed: ReadonlyMap<unknown, readonly unknown[]>): Written[] {
	const found: Written[] = [];
	for (const [type, events] of changed) {
		if (!(type instanceof Y.Map)) continue;
		for (const event of events as readonly Event[]) {
			if (event.target !== type) continue;
			const path = pathOf(type);
			for (const [key, { oldValue }] of event.changes.keys) found.push({ path, key, before: oldValue });
		}
	}
	return found;
}

/** Which of these others have written over, or taken away with their record. */
export function overwritten(arrangement: Arrangement, written: readonly Written[]): Overwritten[] {
	const { doc } = arrangement;
	const found: Overwritten[] = [];
	for (const { path, key, before } of written) {
		// By its place: undoing a removal makes the record anew.
		const map = at(doc, path);
		const now = map?._map.get(key);
		const client = now && now.id.client !== doc.clientID ? now.id.client : null;
		if (map && client === null) continue;
		const own_field = path.length === 2 && typeof before !== "object";
		found.push({
			kind: own_field ? (path[0] as Kind) : null,
			id: path[1] ?? key,
			field: key,
			before,
			now: now && !now.deleted ? map?.get(key) : undefined,
			gone: !map,
			client,
		});
	}
	return found;
}

function at(doc: Y.Doc, [root, ...rest]: readonly string[]): Y.Map<unknown> | undefined {
	let map: unknown = doc.getMap(root);
	for (const name of rest) map = map instanceof Y.Map ? map.get(name) : undefined;
	return map instanceof Y.Map ? map : undefined;
}

function pathOf(map: Y.Map<unknown>): string[] {
	const path: string[] = [];
	let type = map as unknown as Y.AbstractType<unknown>;
	while (type._item) {
		path.unshift(type._item.parentSub ?? "");
		type = type._item.parent as Y.AbstractType<unknown>;
	}
	for (const [name, root] of map.doc?.share ?? []) if (root === type) path.unshift(name);
	return path;
}
