/** The kinds of effects as the menus show them: grouped by category, with their presets by name. */
import type { EffectKind, EffectParameter } from "../api/types";

type Values = Readonly<Record<string, number>>;

const CATEGORIES: Readonly<Record<string, string>> = {
	filter: "Equalisers and filters",
	dynamics: "Dynamics",
	colour: "Colour",
	space: "Space",
	modulation: "Movement and pitch",
	repair: "Repair",
	utility: "Level and width",
};

export interface Group {
	title: string;
	kinds: EffectKind[];
}

/** The effects that a track, or the mix, can hold; categories that this page has no words for come last. */
export function groupsOf(kinds: readonly EffectKind[], master: boolean): Group[] {
	const known = Object.keys(CATEGORIES);
	const others = [...new Set(kinds.map((kind) => kind.category))].filter((name) => !known.includes(name));
	return [...known, ...others.sort()].flatMap((category) => {
		const held = kinds.filter((kind) => kind.category === category && (master || !kind.master_only));
		const title = CATEGORIES[category] ?? category.charAt(0).toUpperCase() + category.slice(1);
		return held.length ? [{ title, kinds: held.sort((a, b) => a.title.localeCompare(b.title)) }] : [];
	});
}

/** All values of a kind as they are at first. */
export function defaultsOf(kind: EffectKind): Record<string, number> {
	return Object.fromEntries(
		Object.entries(kind.parameters).map(([name, { default: usual }]) => [name, usual]),
	);
}

/** All values that a preset sets: its own, and the defaults of all others. */
export function presetValues(kind: EffectKind, name: string): Record<string, number> {
	return { ...defaultsOf(kind), ...kind.presets[name] };
}

/** The preset that a device's values are those of; null when they are nobody's but its own. */
export function presetOf(kind: EffectKind, values: Values): string | null {
	const names = Object.keys(kind.presets);
	return names.find((name) => equal(presetValues(kind, name), values)) ?? null;
}

export function isDefault(kind: EffectKind, values: Values): boolean {
	return equal(defaultsOf(kind), values);
}

function equal(wanted: Values, values: Values): boolean {
	return Object.entries(wanted).every(([name, value]) => values[name] === value);
}

/** The number of the choice that a value stands for. */
export function chosen(parameter: EffectParameter, value: number): number {
	return Math.min(parameter.choices.length - 1, Math.max(0, Math.round(value)));
}

export type Picture = "equaliser" | "filter" | "compressor" | "gate" | "decay";

/** Which picture the values of an effect have, by the parameters that it has. */
export function pictureOf(kind: EffectKind | undefined): Picture | null {
	const names = Object.keys(kind?.parameters ?? {});
	const has = (...wanted: string[]) => wanted.every((name) => names.includes(name));
	if (names.some((name) => name.endsWith("_gain_db"))) return "equaliser";
	if (has("mode", "frequency_hz", "q", "slope")) return "filter";
	if (has("threshold_db", "ratio", "knee_db")) return "compressor";
	if (has("threshold_db", "expansion", "range_db")) return "gate";
	if (has("decay_seconds", "high_share")) return "decay";
	return null;
}
