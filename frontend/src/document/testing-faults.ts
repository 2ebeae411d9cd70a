/** For tests: what the server would find wrong with a document, by the schema and by the rules of `mixing/links.py`. */
import * as Y from "yjs";
import schema from "../generated/project.schema.json";
import type { Arrangement } from "./arrangement";
import { KINDS, type Kind, MASTER_ID, type PlacedTrack } from "./records";
import { groupsAround, holdsClips } from "./tree";

interface Field {
	type?: string;
	enum?: readonly string[];
	minimum?: number;
	maximum?: number;
	exclusiveMinimum?: number;
	maxLength?: number;
	default?: unknown;
}

const DEFINITIONS = schema.$defs as unknown as Record<string, { properties: Record<string, Field> }>;
const NAMES: Record<Kind, string> = {
	tracks: "Track",
	clips: "Clip",
	devices: "Device",
	sends: "Send",
	envelopes: "Envelope",
	points: "Point",
	markers: "Marker",
	regions: "Region",
};

/** Every fault, as a sentence. */
export function faults(arrangement: Arrangement): string[] {
	return [...KINDS.flatMap((kind) => malformed(arrangement, kind)), ...loose(arrangement)];
}

function malformed(arrangement: Arrangement, kind: Kind): string[] {
	const fields = DEFINITIONS[NAMES[kind]]?.properties ?? {};
	const found: string[] = [];
	for (const [id, shared] of arrangement.root(kind).entries()) {
		if (!(shared instanceof Y.Map)) found.push(`${kind} ${id} is no record`);
		const record = shared.toJSON();
		for (const [name, field] of Object.entries(fields))
			if (!("default" in field) && !(name in record)) found.push(`${kind} ${id} has no ${name}`);
		for (const [name, value] of Object.entries(record)) {
			const field = fields[name];
			if (!field) found.push(`${kind} ${id} has a ${name}`);
			else if (!fits(field, value)) found.push(`${kind} ${id}: ${name} is ${JSON.stringify(value)}`);
		}
	}
	return found;
}

function fits(field: Field, value: unknown): boolean {
	if (field.enum) return field.enum.includes(String(value));
	if (field.type === "string") return typeof value === "string" && value.length <= (field.maxLength ?? 1e9);
	if (field.type === "boolean") return typeof value === "boolean";
	if (field.type === "object") return typeof value === "object" && value !== null;
	if (typeof value !== "number" || !Number.isFinite(value)) return false;
	if (field.type === "integer" && !Number.isInteger(value)) return false;
	if (field.exclusiveMinimum !== undefined && value <= field.exclusiveMinimum) return false;
	return value >= (field.minimum ?? -Infinity) && value <= (field.maximum ?? Infinity);
}

function loose(arrangement: Arrangement): string[] {
	const { tracks, clips, devices, sends, envelopes, points, regions } = arrangement;
	const found: string[] = [];
	for (const track of tracks.values()) {
		if ((track.role === "master") !== (track.id === MASTER_ID)) found.push(`${track.id} is no master`);
		if (!track.parent) continue;
		if (track.role === "return") found.push(`return ${track.id} stands in a group`);
		if (tracks.get(track.parent)?.role !== "group") found.push(`${track.id} is in no group`);
		if (circular(tracks, track)) found.push(`${track.id} stands in itself`);
	}
	for (const clip of clips.values())
		if (!holdsClips(tracks.get(clip.track))) found.push(`clip ${clip.id} is on no track for clips`);
	for (const device of devices.values()) {
		if (device.clip ? !clips.has(device.clip) : !tracks.has(device.track))
			found.push(`device ${device.id} belongs to nothing`);
	}
	for (const send of sends.values()) {
		if (!tracks.has(send.source)) found.push(`send ${send.id} comes from nowhere`);
		if (tracks.get(send.target)?.role !== "return") found.push(`send ${send.id} leads to no return`);
	}
	const taken = new Set<string>();
	for (const { id, target, parameter } of envelopes.values()) {
		if (!tracks.has(target) && !sends.has(target) && !devices.has(target))
			found.push(`envelope ${id} moves nothing`);
		if (taken.has(`${target} ${parameter}`)) found.push(`${parameter} of ${target} has two envelopes`);
		taken.add(`${target} ${parameter}`);
	}
	for (const point of points.values())
		if (!envelopes.has(point.envelope)) found.push(`point ${point.id} is on no envelope`);
	for (const region of regions.values())
		if (region.end_seconds <= region.start_seconds) found.push(`region ${region.id} ends before it starts`);
	return found;
}

function circular(tracks: ReadonlyMap<string, PlacedTrack>, track: PlacedTrack): boolean {
	const around = groupsAround(tracks, track.id);
	const outermost = tracks.get(around.at(-1) ?? "");
	return Boolean(outermost?.parent && tracks.get(outermost.parent)?.role === "group");
}
