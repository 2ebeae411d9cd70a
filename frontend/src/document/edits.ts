/** Writes to the shared document: one transaction each, only what differs from the defaults, within the server's limits. */
import { generateKeyBetween } from "fractional-indexing";
import * as Y from "yjs";
import type { Arrangement } from "./arrangement";
import {
	type ChainPlace,
	type Clip,
	type Device,
	defaults,
	type Kind,
	type Master,
	newId,
	type PlacedClip,
	type Records,
	within,
} from "./records";

/** The origin of what this person does: the history undoes these transactions and no others. */
export const BY_HAND = Symbol("by hand");

/** A change to a few fields of some records. */
export type Changes<T> = ReadonlyMap<string, Partial<T>>;

function write(shared: Y.Map<unknown>, kind: Kind | "master", change: object): void {
	const usual = defaults(kind);
	for (const [field, value] of Object.entries(change)) {
		if (value === shared.get(field)) continue;
		// A default is written out only over something else: the field must not come back by a merge.
		if (field in usual && usual[field] === value && !shared.has(field)) continue;
		shared.set(field, value);
	}
}

export function transact(arrangement: Arrangement, run: () => void): void {
	arrangement.doc.transact(run, BY_HAND);
}

export function change<K extends Kind>(
	arrangement: Arrangement,
	kind: K,
	changes: Changes<Records[K]>,
): void {
	transact(arrangement, () => {
		for (const [id, fields] of changes) {
			const shared = arrangement.root(kind).get(id);
			if (shared) write(shared, kind, within(kind, fields));
		}
	});
}

export function changeMaster(arrangement: Arrangement, fields: Partial<Master>): void {
	transact(arrangement, () => write(arrangement.doc.getMap("master"), "master", within("master", fields)));
}

/** Add a record inside of a transaction. */
export function add(arrangement: Arrangement, kind: Kind, record: object, id = newId()): string {
	const shared = new Y.Map<unknown>();
	const usual = defaults(kind);
	for (const [field, value] of Object.entries(within(kind, record)))
		if (field !== "id" && field !== "parameters" && !(field in usual && usual[field] === value))
			shared.set(field, value);
	if (kind === "devices")
		shared.set("parameters", new Y.Map(Object.entries((record as Partial<Device>).parameters ?? {})));
	arrangement.root(kind).set(id, shared);
	return id;
}

export type NewClip = Pick<Clip, "track" | "sample" | "start_seconds" | "duration_seconds"> & Partial<Clip>;

/** Place clips; returns their ids in the same order. */
export function addClips(arrangement: Arrangement, clips: readonly NewClip[]): string[] {
	const ids = clips.map(() => newId());
	transact(arrangement, () => {
		clips.forEach((clip, i) => {
			add(arrangement, "clips", clip, ids[i] as string);
		});
	});
	return ids;
}

export function removeClips(arrangement: Arrangement, ids: Iterable<string>): void {
	const gone = new Set(ids);
	transact(arrangement, () => {
		for (const id of gone) arrangement.root("clips").delete(id);
		for (const device of [...arrangement.devices.values()])
			if (gone.has(device.clip)) removeDevice(arrangement, device.id);
	});
}

/** Remove what moves a track, a send or a device. */
export function removeEnvelopesOf(arrangement: Arrangement, target: string): void {
	for (const envelope of [...arrangement.envelopes.values()])
		if (envelope.target === target) removeEnvelope(arrangement, envelope.id);
}

export function removeEnvelope(arrangement: Arrangement, id: string): void {
	transact(arrangement, () => {
		for (const point of arrangement.pointsOf(id)) arrangement.root("points").delete(point.id);
		arrangement.root("envelopes").delete(id);
	});
}

export function removeSend(arrangement: Arrangement, id: string): void {
	transact(arrangement, () => {
		removeEnvelopesOf(arrangement, id);
		arrangement.root("sends").delete(id);
	});
}

/** Put a device at the end of a track's chain; returns its id. */
export function addDevice(
	arrangement: Arrangement,
	track: string,
	effect: string,
	more: Partial<Device> = {},
): string {
	const order = keyBetween(arrangement.devicesOf(track).at(-1)?.order ?? null, null);
	const id = newId();
	transact(arrangement, () => {
		add(arrangement, "devices", { ...more, track, effect, order } satisfies Partial<Device>, id);
	});
	return id;
}

/** Put a device at the end of a track's, of the mix's or of a clip's chain; returns its id. */
export function addDeviceAt(arrangement: Arrangement, { track, clip }: ChainPlace, effect: string): string {
	return clip ? addClipDevice(arrangement, clip, effect) : addDevice(arrangement, track, effect);
}

/** Put a device at the end of a clip's own chain; returns its id. */
export function addClipDevice(
	arrangement: Arrangement,
	clip: string,
	effect: string,
	more: Partial<Device> = {},
): string {
	const order = more.order ?? keyBetween(arrangement.devicesOfClip(clip).at(-1)?.order ?? null, null);
	const id = newId();
	transact(arrangement, () => {
		add(arrangement, "devices", { ...more, clip, effect, order } satisfies Partial<Device>, id);
	});
	return id;
}

export function removeDevice(arrangement: Arrangement, id: string): void {
	transact(arrangement, () => {
		removeEnvelopesOf(arrangement, id);
		arrangement.root("devices").delete(id);
	});
}

/** Set a parameter of a device; its default takes it out of the record again. */
export function setParameter(
	arrangement: Arrangement,
	device: string,
	name: string,
	value: number,
	usual: number,
): void {
	transact(arrangement, () => {
		const map = parametersOf(arrangement, device);
		if (!map) return;
		if (value === usual) map.delete(name);
		else map.set(name, value);
	});
}

/** Set all parameters of a device: those that are not named are at their defaults again. */
export function replaceParameters(
	arrangement: Arrangement,
	device: string,
	parameters: Readonly<Record<string, number>>,
): void {
	transact(arrangement, () => {
		const map = parametersOf(arrangement, device);
		if (!map) return;
		for (const name of [...map.keys()]) if (!(name in parameters)) map.delete(name);
		for (const [name, value] of Object.entries(parameters)) if (map.get(name) !== value) map.set(name, value);
	});
}

function parametersOf(arrangement: Arrangement, device: string): Y.Map<number> | null {
	const shared = arrangement.root("devices").get(device);
	if (!shared) return null;
	let parameters = shared.get("parameters");
	if (!(parameters instanceof Y.Map)) {
		parameters = new Y.Map();
		shared.set("parameters", parameters);
	}
	return parameters as Y.Map<number>;
}

/** What a copy of a clip is made from: everything but its id. */
export function copyOf(clip: PlacedClip): NewClip {
	const { id: _, ...fields } = clip;
	return fields;
}

/** A key between two others. Equal keys, which two people's additions can make, count as one place. */
export function keyBetween(above: string | null, below: string | null): string {
	try {
		return generateKeyBetween(above, below !== null && above !== null && below <= above ? null : below);
	} catch {
		// A key that another program wrote need not follow the scheme: sort after it all the same.
		return `${above ?? "a0"}V`;
	}
}
