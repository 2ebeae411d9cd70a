/** A cloud: parts of the selected clips, scattered over a span by a drawn density. */
import type { NewClip } from "../document/edits";
import { copyOf } from "../document/edits";
import type { PlacedClip } from "../document/records";
import { byDensity, type Random, within } from "./random";
import { type Input, number, plan, range, spanOf, type Tool } from "./tool";

/** So often a place is looked for where the polyphony allows one. */
const TRIES = 24;
export const DENSITY_STEPS = 24;

export const scatter: Tool = {
	id: "scatter",
	title: "Scatter",
	says: "Scatters parts of the selected clips over what repeats, or over a span from the playhead on.",
	verb: "Scatter",
	chance: true,
	parameters: [
		{
			kind: "number",
			name: "count",
			title: "Clips",
			minimum: 1,
			maximum: 2000,
			step: 1,
			unit: "",
			usual: 40,
		},
		{
			kind: "number",
			name: "span_seconds",
			title: "Over",
			minimum: 0.1,
			maximum: 3600,
			step: 0.1,
			unit: "s",
			usual: 30,
		},
		{
			kind: "curve",
			name: "density",
			title: "Density",
			usual: Array.from({ length: DENSITY_STEPS }, () => 0.5),
		},
		{
			kind: "number",
			name: "polyphony",
			title: "At most at once",
			minimum: 1,
			maximum: 64,
			step: 1,
			unit: "",
			usual: 12,
		},
		{
			kind: "range",
			name: "length_seconds",
			title: "Length",
			minimum: 0.02,
			maximum: 60,
			step: 0.01,
			unit: "s",
			usual: [0.5, 4],
			on: true,
		},
		{
			kind: "range",
			name: "height",
			title: "Height",
			minimum: 0,
			maximum: 1,
			step: 0.01,
			unit: "",
			usual: [0, 1],
			on: true,
		},
		{
			kind: "number",
			name: "fade_share",
			title: "Fades",
			minimum: 0,
			maximum: 50,
			step: 1,
			unit: "% of the length",
			usual: 30,
		},
		{ kind: "toggle", name: "keep", title: "Keep the selected clips", usual: true },
	],
	plan(input) {
		const { clips, values, random, track } = input;
		const first = clips[0];
		if (!first) return plan();
		const [from, to] = spanFor(input);
		const places = new Places(number(values, "polyphony"));
		const density = values.density as readonly number[];
		const chance = {
			take: random.fork("take"),
			place: random.fork("place"),
			length: random.fork("length"),
			part: random.fork("part"),
			height: random.fork("height"),
		};
		const added: NewClip[] = [];
		const count = Math.round(number(values, "count"));
		for (let i = 0; i < count; i++) {
			const take = clips[Math.floor(chance.take.next() * clips.length)] ?? first;
			const part = partOf(take, input, chance.length, chance.part);
			const start = places.find(
				() => from + byDensity(chance.place, density) * (to - from),
				part.duration_seconds,
			);
			const height = within(chance.height, range(values, "height"), "even");
			if (start === null) continue;
			const fade = (part.duration_seconds * number(values, "fade_share")) / 100;
			added.push({
				...copyOf(take),
				...part,
				track: track?.id ?? take.track,
				start_seconds: start,
				fade_in_seconds: fade,
				fade_out_seconds: fade,
				height: track?.free ? height : 0,
			});
		}
		const left = count - added.length;
		return plan({
			added,
			removed: values.keep === true ? [] : clips.map((clip) => clip.id),
			said: left ? `${left} of ${count} found no place: more would sound at once than allowed.` : "",
		});
	},
};

function spanFor({ clips, values, span, playhead_seconds }: Input): readonly [number, number] {
	if (span) return span;
	const [start] = spanOf(clips);
	const from = playhead_seconds > 0 ? playhead_seconds : start;
	return [from, from + number(values, "span_seconds")];
}

/** A part of a clip's sound: as long as wanted, no longer than the sample, from anywhere in it. */
function partOf(take: PlacedClip, { values, lengthOf }: Input, lengths: Random, parts: Random) {
	const sample = lengthOf(take) ?? take.offset_seconds + take.duration_seconds * take.speed;
	const longest = sample / take.speed;
	const wanted = within(lengths, range(values, "length_seconds"), "even");
	const duration_seconds = Math.max(0.01, Math.min(wanted, longest));
	const room = Math.max(0, sample - duration_seconds * take.speed);
	return { duration_seconds, offset_seconds: parts.next() * room };
}

/** Where clips lie already: no more of them at once than allowed. */
class Places {
	private readonly taken: [number, number][] = [];

	constructor(private readonly most: number) {}

	find(draw: () => number, duration_seconds: number): number | null {
		for (let i = 0; i < TRIES; i++) {
			const start = draw();
			if (atOnce(this.taken, start, start + duration_seconds) >= this.most) continue;
			this.taken.push([start, start + duration_seconds]);
			return start;
		}
		return null;
	}
}

/** The most spans that overlap each other at any time between two. */
export function atOnce(spans: readonly (readonly [number, number])[], from: number, to: number): number {
	const there = spans.filter(([start, end]) => start < to && end > from);
	let most = 0;
	// The greatest number is reached where one of them, or the time itself, begins.
	for (const at of [from, ...there.map(([start]) => start)]) {
		if (at < from || at >= to) continue;
		most = Math.max(most, there.filter(([start, end]) => start <= at && end > at).length);
	}
	return most;
}
