/** Writes to envelopes and their points: one transaction each. */
import type { Arrangement } from "./arrangement";
import { add, change, transact } from "./edits";
import { type Bend, newId, type PlacedEnvelope, type PlacedPoint, type Point } from "./records";

export type NewPoint = Pick<Point, "seconds" | "value"> & Partial<Pick<Point, "curve">>;

/** The envelope of a parameter, whether it is enabled or not. */
export function envelopeOf(
	arrangement: Arrangement,
	target: string,
	parameter: string,
): PlacedEnvelope | undefined {
	for (const envelope of arrangement.envelopes.values())
		if (envelope.target === target && envelope.parameter === parameter) return envelope;
	return undefined;
}

/** Give a parameter an envelope with some points, or add the points to the one that it has; returns its id. */
export function addEnvelope(
	arrangement: Arrangement,
	target: string,
	parameter: string,
	points: readonly NewPoint[] = [],
): string {
	const known = envelopeOf(arrangement, target, parameter)?.id;
	const id = known ?? newId();
	transact(arrangement, () => {
		if (!known) add(arrangement, "envelopes", { target, parameter }, id);
		addPoints(arrangement, id, points);
	});
	return id;
}

/** Add points; returns their ids in the same order. */
export function addPoints(arrangement: Arrangement, envelope: string, points: readonly NewPoint[]): string[] {
	const ids = points.map(() => newId());
	transact(arrangement, () => {
		points.forEach((point, i) => {
			add(arrangement, "points", { ...point, envelope }, ids[i]);
		});
	});
	return ids;
}

export function removePoints(arrangement: Arrangement, ids: Iterable<string>): void {
	transact(arrangement, () => {
		for (const id of ids) arrangement.root("points").delete(id);
	});
}

export function changePoints(arrangement: Arrangement, changes: ReadonlyMap<string, Partial<Point>>): void {
	change(arrangement, "points", changes);
}

export function bendPoints(arrangement: Arrangement, ids: Iterable<string>, curve: Bend): void {
	changePoints(arrangement, new Map([...ids].map((id) => [id, { curve }])));
}

/** Draw over an envelope: what it had in the drawn span gives way to what was drawn there. */
export function redraw(arrangement: Arrangement, envelope: string, drawn: readonly NewPoint[]): string[] {
	const from = Math.min(...drawn.map((point) => point.seconds));
	const to = Math.max(...drawn.map((point) => point.seconds));
	const covered = arrangement
		.pointsOf(envelope)
		.filter((point) => point.seconds >= from && point.seconds <= to);
	let made: string[] = [];
	transact(arrangement, () => {
		removePoints(
			arrangement,
			covered.map((point) => point.id),
		);
		made = addPoints(arrangement, envelope, drawn);
	});
	return made;
}

/** Scale values around a middle: 0.5 halves how far they are from it, -1 turns them over. */
export function scaled(
	points: readonly PlacedPoint[],
	factor: number,
	middle: number,
	[low, high]: readonly [number, number],
): Map<string, Partial<Point>> {
	const value = (point: PlacedPoint) =>
		Math.min(high, Math.max(low, middle + (point.value - middle) * factor));
	return new Map(points.map((point) => [point.id, { value: value(point) }]));
}

/** Copies of points, moved so that the first stands at a time. */
export function copied(points: readonly PlacedPoint[], to_seconds: number): NewPoint[] {
	const from = Math.min(...points.map((point) => point.seconds));
	return points.map(({ seconds, value, curve }) => ({
		seconds: Math.max(0, seconds - from + to_seconds),
		value,
		curve,
	}));
}

/**
 * The points that a line can be without: leaving them out moves it by less than the tolerance (Ramer, Douglas, Peucker).
 * The ends stay, and so do points that hold or bend.
 */
export function dispensable<T extends NewPoint>(line: readonly T[], tolerance: number): T[] {
	const kept = new Set<number>([0, line.length - 1]);
	const look = (from: number, to: number): void => {
		const [a, b] = [line[from], line[to]];
		if (!a || !b || to - from < 2) return;
		let worst = -1;
		let far = tolerance;
		for (let i = from + 1; i < to; i++) {
			const point = line[i] as T;
			const span = b.seconds - a.seconds;
			const share = span > 0 ? (point.seconds - a.seconds) / span : 0;
			const off = Math.abs(point.value - (a.value + (b.value - a.value) * share));
			const bends = (point.curve ?? "linear") !== "linear";
			if (off > far || (bends && worst < 0)) [worst, far] = [i, Math.max(off, far)];
		}
		if (worst < 0) return;
		kept.add(worst);
		look(from, worst);
		look(worst, to);
	};
	look(0, line.length - 1);
	return line.filter((_, i) => !kept.has(i));
}
