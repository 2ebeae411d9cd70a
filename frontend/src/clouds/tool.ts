/** What a cloud tool says of itself: the panel draws its values and its preview from nothing else. */
import type { NewClip } from "../document/edits";
import type { Clip, PlacedClip } from "../document/records";
import type { Random } from "./random";

interface Named {
	name: string;
	title: string;
}

export interface RangeParameter extends Named {
	kind: "range";
	minimum: number;
	maximum: number;
	step: number;
	unit: string;
	usual: readonly [number, number];
	/** It can be left out: whether it takes part to begin with. */
	on: boolean;
}
export interface NumberParameter extends Named {
	kind: "number";
	minimum: number;
	maximum: number;
	step: number;
	unit: string;
	usual: number;
}
export interface ChoiceParameter extends Named {
	kind: "choice";
	choices: readonly { value: string; title: string }[];
	usual: string;
}
export interface ToggleParameter extends Named {
	kind: "toggle";
	usual: boolean;
}
/** Heights from left to right, drawn by hand. */
export interface CurveParameter extends Named {
	kind: "curve";
	usual: readonly number[];
}
export type Parameter = RangeParameter | NumberParameter | ChoiceParameter | ToggleParameter | CurveParameter;

export type Value = number | string | boolean | readonly number[];
/** Values by their parameters' names; of a range that can be left out, `NAME_on` says whether it takes part. */
export type Values = Readonly<Record<string, Value>>;

export interface Input {
	/** The selected clips, by their start. */
	clips: readonly PlacedClip[];
	values: Values;
	random: Random;
	/** How long the sample of a clip is; null where that is not known. */
	lengthOf(clip: Pick<Clip, "sample">): number | null;
	playhead_seconds: number;
	/** What is repeated, where anything is. */
	span: readonly [number, number] | null;
	/** The track that new clips go to, and whether clips may lie on it at any height. */
	track: { id: string; free: boolean } | null;
}

export interface Plan {
	changes: Map<string, Partial<Clip>>;
	added: NewClip[];
	removed: string[];
	/** What could not be done, in a sentence; empty when all could. */
	said: string;
}

export interface Tool {
	id: string;
	title: string;
	/** What it does, in a sentence. */
	says: string;
	/** The step's name before "14 clips": "Randomise". */
	verb: string;
	/** Chance takes part, so a seed is shown. */
	chance: boolean;
	parameters: readonly Parameter[];
	plan(input: Input): Plan;
}

export function plan(more: Partial<Plan> = {}): Plan {
	return { changes: new Map(), added: [], removed: [], said: "", ...more };
}

/** A change for each clip. */
export function changing(
	clips: readonly PlacedClip[],
	rule: (clip: PlacedClip, index: number) => Partial<Clip>,
): Plan {
	return plan({ changes: new Map(clips.map((clip, i) => [clip.id, rule(clip, i)])) });
}

/** The values that a tool begins with. */
export function usualValues(tool: Tool): Record<string, Value> {
	const values: Record<string, Value> = {};
	for (const parameter of tool.parameters) {
		values[parameter.name] = parameter.usual;
		if (parameter.kind === "range") values[`${parameter.name}_on`] = parameter.on;
	}
	return values;
}

export const number = (values: Values, name: string) => Number(values[name]);
export const range = (values: Values, name: string) => values[name] as readonly [number, number];
export const takesPart = (values: Values, name: string) => values[`${name}_on`] === true;

export const endOf = (clip: Pick<Clip, "start_seconds" | "duration_seconds">) =>
	clip.start_seconds + clip.duration_seconds;
/** From where the first begins to where the last ends. */
export function spanOf(clips: readonly PlacedClip[]): [number, number] {
	return [Math.min(...clips.map((clip) => clip.start_seconds)), Math.max(...clips.map(endOf))];
}
