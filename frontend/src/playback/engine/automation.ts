/** The envelopes that are enabled and have points, by what they move. */
import type { Point } from "../../generated/project";
import { Curve } from "./curve";
import { compare, type Score } from "./score";

export type Limits = Readonly<Record<string, readonly [number, number]>>;
export type Curves = ReadonlyMap<string, Curve>;

export const NONE: Curves = new Map();

export class Automation {
	private readonly moved = new Map<string, Map<string, Point[]>>();

	constructor(score: Score) {
		const points = new Map<string, Point[]>();
		for (const [, point] of sorted(score.points)) {
			const placed = points.get(point.envelope);
			if (placed) placed.push(point);
			else points.set(point.envelope, [point]);
		}
		for (const [key, envelope] of sorted(score.envelopes)) {
			const placed = points.get(key);
			if (!envelope.enabled || !placed) continue;
			const target = this.moved.get(envelope.target) ?? new Map<string, Point[]>();
			if (!target.has(envelope.parameter)) target.set(envelope.parameter, placed);
			this.moved.set(envelope.target, target);
		}
	}

	/** The curves of a target's parameters; `amplitude` is in decibels and comes as a factor. */
	curves(target: string, limits: Limits, amplitude = ""): Curves {
		const moved = this.moved.get(target);
		if (!moved) return NONE;
		const found = new Map<string, Curve>();
		for (const [name, points] of moved) {
			const held = limits[name];
			if (held) found.set(name, new Curve(points, held[0], held[1], name === amplitude));
		}
		return found;
	}
}

function sorted<T>(records: ReadonlyMap<string, T>): [string, T][] {
	return [...records].sort(([a], [b]) => compare(a, b));
}
