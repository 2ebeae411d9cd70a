/** The records of the project document, as plain objects that know their id, and their limits as the server's schema states them. */
import type { Clip, Device, Master, Track } from "../generated/project";
import schema from "../generated/project.schema.json";

export type { Clip, Device, Master, Track };
export type Kind = "tracks" | "clips" | "devices";

export interface Records {
	tracks: Track;
	clips: Clip;
	devices: Device;
}

/** A record together with the id by which others name it. */
export type Placed<T> = T & { readonly id: string };
export type PlacedClip = Placed<Clip>;
export type PlacedTrack = Placed<Track>;
export type PlacedDevice = Placed<Device>;

export const MASTER_ID = "master";

interface Field {
	default?: unknown;
	minimum?: number;
	maximum?: number;
	/** Of a field that may also be null: the number's own limits are in one of these. */
	anyOf?: readonly Field[];
}

const definitions = schema.$defs as unknown as Record<string, { properties: Record<string, Field> }>;
const NAMES = { tracks: "Track", clips: "Clip", devices: "Device", master: "Master" } as const;

function fieldsOf(kind: keyof typeof NAMES): Record<string, Field> {
	return definitions[NAMES[kind]]?.properties ?? {};
}

function defaultsOf(kind: keyof typeof NAMES): Record<string, unknown> {
	const fields = Object.entries(fieldsOf(kind)).filter(([, field]) => "default" in field);
	return Object.fromEntries(fields.map(([name, field]) => [name, field.default]));
}

const DEFAULTS = {
	tracks: defaultsOf("tracks"),
	clips: defaultsOf("clips"),
	devices: defaultsOf("devices"),
	master: defaultsOf("master"),
};

/** The values that a record has where the document says nothing. */
export function defaults<K extends keyof typeof DEFAULTS>(kind: K): Readonly<Record<string, unknown>> {
	return DEFAULTS[kind];
}

/** The smallest and the greatest value that the server accepts for a number. */
export function limits(kind: keyof typeof NAMES, field: string): [number, number] {
	const stated = fieldsOf(kind)[field];
	const found = stated?.anyOf?.find((one) => one.minimum !== undefined) ?? stated;
	return [found?.minimum ?? Number.NEGATIVE_INFINITY, found?.maximum ?? Number.POSITIVE_INFINITY];
}

/** Hold every number of a change within the server's limits, so that no edit makes a record that it leaves out. */
export function within<T extends object>(kind: keyof typeof NAMES, change: T): T {
	const held = { ...change } as Record<string, unknown>;
	for (const [field, value] of Object.entries(held)) {
		if (typeof value !== "number") continue;
		const [low, high] = limits(kind, field);
		held[field] = Math.min(high, Math.max(low, Number.isFinite(value) ? value : 0));
	}
	return held as T;
}

/** A short id that two people will not make at once. */
export function newId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(9));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_");
}
