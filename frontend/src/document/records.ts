/** The records of the project document, as plain objects that know their id, and their limits as the server's schema states them. */
import type {
	Clip,
	Device,
	Envelope,
	Marker,
	Master,
	Point,
	Region,
	Send,
	Track,
} from "../generated/project";
import schema from "../generated/project.schema.json";

export type { Clip, Device, Envelope, Marker, Master, Point, Region, Send, Track };

export interface Records {
	tracks: Track;
	clips: Clip;
	devices: Device;
	sends: Send;
	envelopes: Envelope;
	points: Point;
	markers: Marker;
	regions: Region;
}
export type Kind = keyof Records;
export const KINDS = [
	"tracks",
	"clips",
	"devices",
	"sends",
	"envelopes",
	"points",
	"markers",
	"regions",
] as const satisfies readonly Kind[];

/** A record together with the id by which others name it. */
export type Placed<T> = T & { readonly id: string };
export type PlacedClip = Placed<Clip>;
export type PlacedTrack = Placed<Track>;
export type PlacedDevice = Placed<Device>;
/** Whose chain a device is in: a track's (the mix's too), or one clip's own; the other one is empty. */
export type ChainPlace = Pick<Device, "track" | "clip">;
export type PlacedSend = Placed<Send>;
export type PlacedEnvelope = Placed<Envelope>;
export type PlacedPoint = Placed<Point>;
export type PlacedMarker = Placed<Marker>;
export type PlacedRegion = Placed<Region>;
export type FadeShape = Clip["fade_in_shape"];
export type Bend = Point["curve"];
export type Role = Track["role"];

export const MASTER_ID = "master";
/** What must be above a limit stays so far above it at least. */
const LEAST = 1e-3;

interface Field {
	type?: string;
	default?: unknown;
	minimum?: number;
	maximum?: number;
	exclusiveMinimum?: number;
	maxLength?: number;
	/** Of a field that may also be null: the number's own limits are in one of these. */
	anyOf?: readonly Field[];
}

const definitions = schema.$defs as unknown as Record<string, { properties: Record<string, Field> }>;
const NAMES = {
	tracks: "Track",
	clips: "Clip",
	devices: "Device",
	sends: "Send",
	envelopes: "Envelope",
	points: "Point",
	markers: "Marker",
	regions: "Region",
	master: "Master",
} as const;

function fieldsOf(kind: keyof typeof NAMES): Record<string, Field> {
	return definitions[NAMES[kind]]?.properties ?? {};
}

function defaultsOf(kind: keyof typeof NAMES): Record<string, unknown> {
	const fields = Object.entries(fieldsOf(kind)).filter(([, field]) => "default" in field);
	return Object.fromEntries(fields.map(([name, field]) => [name, field.default]));
}

const DEFAULTS = Object.fromEntries(
	Object.keys(NAMES).map((kind) => [kind, defaultsOf(kind as keyof typeof NAMES)]),
) as Record<keyof typeof NAMES, Record<string, unknown>>;

/** The fields that a record of a kind cannot be without. */
export const REQUIRED = Object.fromEntries(
	KINDS.map((kind) => [kind, Object.keys(fieldsOf(kind)).filter((name) => !(name in DEFAULTS[kind]))]),
) as unknown as Record<Kind, readonly string[]>;

/** The values that a record has where the document says nothing. */
export function defaults<K extends keyof typeof NAMES>(kind: K): Readonly<Record<string, unknown>> {
	return DEFAULTS[kind];
}

/** The smallest and the greatest value that the server accepts for a number. */
export function limits(kind: keyof typeof NAMES, field: string): [number, number] {
	const stated = fieldsOf(kind)[field];
	const found = stated?.anyOf?.find((one) => one.minimum !== undefined) ?? stated;
	const above = found?.exclusiveMinimum;
	const least = found?.minimum ?? (above === undefined ? Number.NEGATIVE_INFINITY : above + LEAST);
	return [least, found?.maximum ?? Number.POSITIVE_INFINITY];
}

/** Hold every value of a change within the server's limits, so that no edit makes a record that it leaves out. */
export function within<T extends object>(kind: keyof typeof NAMES, change: T): T {
	const held = { ...change } as Record<string, unknown>;
	for (const [field, value] of Object.entries(held)) {
		if (typeof value === "string") held[field] = value.slice(0, fieldsOf(kind)[field]?.maxLength);
		if (typeof value !== "number") continue;
		const [low, high] = limits(kind, field);
		held[field] = Math.min(high, Math.max(low, Number.isFinite(value) ? value : 0));
		if (fieldsOf(kind)[field]?.type === "integer") held[field] = Math.round(held[field] as number);
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
