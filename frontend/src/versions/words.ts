/** Deeds and differences as people say them: "moved 3 clips", "level −3.0 dB, was −6.0 dB". */
import type { Change, Deed, Difference } from "../api/types";
import { defaults, type Kind } from "../document/records";
import { decibels, duration, plural } from "../look/format";

const KINDS: Readonly<Record<string, [one: string, many: string]>> = {
	tracks: ["track", "tracks"],
	clips: ["clip", "clips"],
	devices: ["device", "devices"],
	sends: ["send", "sends"],
	envelopes: ["envelope", "envelopes"],
	points: ["point of an envelope", "points of envelopes"],
	markers: ["marker", "markers"],
	regions: ["region", "regions"],
};

/** What stands before the things; a verb that is not here says itself. */
const VERBS: Readonly<Record<string, string>> = {
	levelled: "changed the level of",
	faded: "changed the fades of",
	stretched: "changed the speed of",
	pitched: "changed the pitch of",
	muted: "muted or unmuted",
	soloed: "changed the solo of",
	looped: "changed the looping of",
	linked: "changed the links of",
	widened: "changed the width of",
	resized: "changed the height of",
	replaced: "replaced the sound of",
};

/** "moved 3 clips"; of one thing its name, where `nameOf` knows it. */
export function deedWords(deed: Deed, nameOf: (kind: string, id: string) => string = () => ""): string {
	const verb = VERBS[deed.verb] ?? deed.verb;
	if (deed.kind === "master") return `${verb} the master settings`;
	const [one, many] = KINDS[deed.kind] ?? ["record", "records"];
	const name = deed.count === 1 ? nameOf(deed.kind, deed.ids[0] ?? "") : "";
	return name ? `${verb} ${one} “${name}”` : `${verb} ${plural(deed.count, one, many)}`;
}

export function changeWords(change: Change, nameOf?: (kind: string, id: string) => string): string {
	const who = change.author?.name ?? "Somebody";
	const deeds = change.deeds.map((deed) => deedWords(deed, nameOf)).join(", ");
	return `${who} ${deeds}${change.times > 1 ? `, in ${change.times} steps` : ""}`;
}

/** The differences of a whole comparison, counted: "moved 3 clips, removed 1 track". */
export function summary(differences: readonly Difference[]): string {
	const counts = new Map<string, Deed>();
	for (const { kind, verbs, id } of differences)
		for (const verb of verbs) {
			const deed = counts.get(`${verb} ${kind}`) ?? { verb, kind, count: 0, ids: [] };
			counts.set(`${verb} ${kind}`, { ...deed, count: deed.count + 1, ids: [...deed.ids, id] });
		}
	return [...counts.values()].map((deed) => deedWords(deed)).join(", ");
}

const FIELDS: Readonly<Record<string, string>> = {
	start_seconds: "begins at",
	end_seconds: "ends at",
	seconds: "at",
	duration_seconds: "long",
	offset_seconds: "from",
	gain_db: "level",
	fade_in_seconds: "fade in",
	fade_out_seconds: "fade out",
	semitones: "pitch",
	order: "place",
};

/** "level", "begins at". */
export function fieldLabel(field: string): string {
	return FIELDS[field] ?? field.replace(/_(seconds|db|hz|ms)$/, "").replaceAll("_", " ");
}

/** A field's value with its unit. */
export function fieldValue(
	field: string,
	given: unknown,
	nameOf: (kind: string, id: string) => string,
): string {
	if (given === undefined || given === null) return "none";
	if (field === "track") return nameOf("tracks", String(given)) || "a track that is gone";
	if (typeof given === "boolean") return given ? "on" : "off";
	if (typeof given === "object") return "other values";
	if (typeof given !== "number") return `“${given}”`;
	if (field.endsWith("_db")) return decibels(given);
	if (field === "start_seconds" || field === "end_seconds" || field === "seconds") return duration(given, 2);
	if (field.endsWith("_seconds")) return `${Number(given.toFixed(3))}\u202fs`;
	return String(Number(given.toFixed(3)));
}

/** What changed in one record: "level −3.0 dB, was −6.0 dB". */
export function fieldWords(difference: Difference, nameOf: (kind: string, id: string) => string): string[] {
	const before = (difference.before ?? {}) as Record<string, unknown>;
	const after = (difference.after ?? {}) as Record<string, unknown>;
	const usual = defaults(difference.kind as Kind) ?? {};
	return difference.changed.map((field) => {
		const name = fieldLabel(field);
		if (field === "order" || field === "parameters") return `other ${field === "order" ? "place" : "values"}`;
		const now = fieldValue(field, after[field] ?? usual[field], nameOf);
		return `${name} ${now}, was ${fieldValue(field, before[field] ?? usual[field], nameOf)}`;
	});
}
