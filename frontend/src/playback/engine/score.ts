/** What the engine plays: the document's records by id, and where each clip's sound lies. */
import type { Clip, Device, Envelope, Point, Send, Track } from "../../generated/project";

export interface ScoreClip extends Clip {
	/** The key of the decoded sound that it plays. */
	material: string;
	/** Where in that sound it begins, in samples. */
	offset_samples: number;
}

export interface ScoreDevice extends Device {
	/** Which parameters may move, with their limits. */
	limits: Readonly<Record<string, readonly [number, number]>>;
}

/** `parameters` of devices are complete, the defaults among them. */
export interface Score {
	tracks: Map<string, Track>;
	clips: Map<string, ScoreClip>;
	devices: Map<string, ScoreDevice>;
	sends: Map<string, Send>;
	envelopes: Map<string, Envelope>;
	points: Map<string, Point>;
}

export function emptyScore(): Score {
	return {
		tracks: new Map(),
		clips: new Map(),
		devices: new Map(),
		sends: new Map(),
		envelopes: new Map(),
		points: new Map(),
	};
}

export const MASTER = "master";

/** Rows by their fractional index, then by id. */
export function inOrder<T extends { order: string }>(records: Iterable<[string, T]>): [string, T][] {
	return [...records].sort(([a, one], [b, other]) =>
		one.order === other.order ? compare(a, b) : compare(one.order, other.order),
	);
}

/** As the server sorts text: by code points, whatever the language. */
export function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
