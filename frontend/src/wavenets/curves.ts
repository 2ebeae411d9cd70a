// Curves as a person draws them: points at shares of the take's length, straight lines between, the ends held.

export interface Point {
	at: number; // 0…1 of the take
	value: number;
}

export interface ClassPoint {
	seconds: number;
	shares: Record<string, number>;
}

/** The curve's value at a share of the take. */
export function valueAt(points: readonly Point[], at: number): number {
	const first = points[0];
	if (!first) return 0;
	if (at <= first.at) return first.value;
	for (let index = 1; index < points.length; index++) {
		const left = points[index - 1] as Point;
		const right = points[index] as Point;
		if (at > right.at) continue;
		const span = right.at - left.at;
		return span > 0 ? left.value + ((at - left.at) / span) * (right.value - left.value) : right.value;
	}
	return (points.at(-1) as Point).value;
}

/** With a point more, on the curve where no value is given. */
export function withPoint(points: readonly Point[], at: number, value = valueAt(points, at)): Point[] {
	return [...points, { at, value }].sort((a, b) => a.at - b.at);
}

/** With one point moved; it stays between its neighbours, and within the bounds. */
export function moved(
	points: readonly Point[],
	index: number,
	to: Point,
	lowest: number,
	highest: number,
): Point[] {
	const before = index > 0 ? (points[index - 1] as Point).at : 0;
	const after = index < points.length - 1 ? (points[index + 1] as Point).at : 1;
	const at = Math.min(after, Math.max(before, to.at));
	const value = Math.min(highest, Math.max(lowest, to.value));
	return points.map((point, each) => (each === index ? { at, value } : point));
}

export function isFlat(points: readonly Point[]): boolean {
	return points.every(({ value }) => value === points[0]?.value);
}

/** For the server: seconds and values. */
export function timed(points: readonly Point[], seconds: number): [number, number][] {
	return points.map(({ at, value }) => [round(at * seconds), round(value)]);
}

/** The shares of classes along a line drawn over their rows: between two rows, the two are mixed. */
export function classCurve(
	points: readonly Point[],
	classes: readonly string[],
	seconds: number,
): [number, Record<string, number>][] {
	const through: Point[] = [];
	for (const [index, point] of points.entries()) {
		const left = points[index - 1];
		if (left) through.push(...crossings(left, point));
		through.push(point);
	}
	return through.map(({ at, value }) => [round(at * seconds), shares(value, classes)]);
}

export function shares(row: number, classes: readonly string[]): Record<string, number> {
	const lower = Math.min(classes.length - 1, Math.max(0, Math.floor(row)));
	const part = round(row - lower);
	const name = classes[lower] as string;
	const next = classes[lower + 1];
	if (part <= 0 || next === undefined) return { [name]: 1 };
	return { [name]: round(1 - part), [next]: part };
}

/** What the line passes, as “jackson to lucas”. */
export function passed(points: readonly Point[], classes: readonly string[]): string {
	const names = points.map(({ value }) => classes[Math.round(value)] ?? "");
	return names.filter((name, index) => name !== names[index - 1]).join(" to ");
}

/** Where a line between two points meets whole rows, which are classes of their own. */
function crossings(left: Point, right: Point): Point[] {
	const found: Point[] = [];
	const low = Math.min(left.value, right.value);
	const high = Math.max(left.value, right.value);
	for (let row = Math.floor(low) + 1; row < high; row++) {
		const share = (row - left.value) / (right.value - left.value);
		found.push({ at: left.at + share * (right.at - left.at), value: row });
	}
	return left.value > right.value ? found.reverse() : found;
}

function round(value: number): number {
	return Number(value.toFixed(4));
}
