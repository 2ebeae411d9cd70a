/** Envelopes: what moves by itself. Give a parameter one, add and bend points, scale and thin them. */
import {
	addEnvelope,
	addPoints,
	bendPoints,
	changePoints,
	dispensable,
	removePoints,
	scaled,
} from "../document/automation";
import { change, removeEnvelope } from "../document/edits";
import type { PlacedPoint } from "../document/records";
import { BEND_TITLES, BENDS, valueAt } from "../document/shapes";
import { rangeOf } from "../timeline/parameters";
import type { Command } from "./command";
import { current } from "./tracks";
import type { Workbench } from "./workbench.svelte";

/** The points that are held; without any, all of the chosen envelope. */
function chosen(bench: Workbench): PlacedPoint[] {
	const held = [...bench.points].flatMap((id) => bench.arrangement.points.get(id) ?? []);
	return held.length ? held : [...bench.arrangement.pointsOf(bench.envelope ?? "")];
}

const has = (bench: Workbench) => chosen(bench).length > 0;

/** Give a parameter an envelope that stands where the parameter stands now. */
export function automate(bench: Workbench, target: string, parameter: string): void {
	const range = rangeOf(bench.arrangement, target, parameter);
	if (!range) return;
	const id = bench.edit(`Automate ${range.title}`, () =>
		addEnvelope(bench.arrangement, target, parameter, [{ seconds: 0, value: range.now }]),
	);
	if (!id) return;
	bench.envelope = id;
	if (bench.settings.automation === "hidden") bench.settings.set({ automation: "lanes" });
}

export const automates: readonly Command[] = (
	[
		["gain_db", "gain"],
		["pan", "pan"],
		["width", "width"],
	] as const
).map(([parameter, words]) => ({
	id: `automate-${words}`,
	title: `Automate the track's ${words}`,
	group: "Envelopes",
	edits: true,
	track: true,
	enabled: (bench) => current(bench) !== undefined,
	run(bench) {
		const track = current(bench);
		if (track) automate(bench, track.id, parameter);
	},
}));

const scales: readonly Command[] = (
	[
		["double", 2, "Double how far they go"],
		["halve", 0.5, "Halve how far they go"],
		["invert", -1, "Turn them over"],
	] as const
).map(([id, factor, words]) => ({
	id: `points-${id}`,
	title: `Points: ${words.toLowerCase()}`,
	group: "Envelopes",
	edits: true,
	enabled: has,
	run(bench) {
		const points = chosen(bench);
		const envelope = bench.arrangement.envelopes.get(points[0]?.envelope ?? "");
		const range = envelope && rangeOf(bench.arrangement, envelope.target, envelope.parameter);
		if (!range) return;
		const values = points.map((point) => point.value);
		const middle = (Math.min(...values) + Math.max(...values)) / 2;
		bench.edit(words, () =>
			changePoints(bench.arrangement, scaled(points, factor, middle, [range.minimum, range.maximum])),
		);
	},
}));

/** Thinning may move the line by this share of the parameter's range. */
const TOLERANCE = 0.01;

export const envelopes: readonly Command[] = [
	...automates,
	{
		id: "add-point",
		title: "Put a point at the playhead",
		group: "Envelopes",
		keys: ["p"],
		edits: true,
		enabled: (bench) => bench.envelope !== null,
		run(bench) {
			const { arrangement, envelope } = bench;
			const record = arrangement.envelopes.get(envelope ?? "");
			const range = record && rangeOf(arrangement, record.target, record.parameter);
			if (!record || !range) return;
			const seconds = bench.now_seconds;
			const value = valueAt(arrangement.pointsOf(record.id), seconds, range.decibels) ?? range.now;
			const ids = bench.edit("Put a point", () => addPoints(arrangement, record.id, [{ seconds, value }]));
			if (ids) bench.points = new Set(ids);
		},
	},
	...BENDS.map(
		(bend): Command => ({
			id: `bend-${bend}`,
			title: `Points: ${BEND_TITLES[bend].toLowerCase()} to the next`,
			group: "Envelopes",
			edits: true,
			enabled: has,
			run: (bench) =>
				void bench.edit("Bend an envelope", () =>
					bendPoints(
						bench.arrangement,
						chosen(bench).map((point) => point.id),
						bend,
					),
				),
		}),
	),
	...scales,
	{
		id: "points-thin",
		title: "Points: thin them out",
		group: "Envelopes",
		edits: true,
		enabled: has,
		run(bench) {
			const points = chosen(bench).sort((a, b) => a.seconds - b.seconds);
			const envelope = bench.arrangement.envelopes.get(points[0]?.envelope ?? "");
			const range = envelope && rangeOf(bench.arrangement, envelope.target, envelope.parameter);
			if (!range) return;
			const gone = dispensable(points, (range.maximum - range.minimum) * TOLERANCE);
			if (!gone.length) {
				bench.said = "No point can be left out.";
				return;
			}
			bench.edit(`Thin out ${gone.length} points`, () =>
				removePoints(
					bench.arrangement,
					gone.map((point) => point.id),
				),
			);
		},
	},
	{
		id: "select-points",
		title: "Select all points of the envelope",
		group: "Envelopes",
		enabled: (bench) => bench.envelope !== null,
		run(bench) {
			bench.points = new Set(bench.arrangement.pointsOf(bench.envelope ?? "").map((point) => point.id));
			bench.said = `${bench.points.size} points selected.`;
		},
	},
	{
		id: "envelope-on",
		title: "Let the envelope rest, or move again",
		group: "Envelopes",
		edits: true,
		enabled: (bench) => bench.envelope !== null,
		run(bench) {
			const record = bench.arrangement.envelopes.get(bench.envelope ?? "");
			if (!record) return;
			bench.edit(record.enabled ? "Let an envelope rest" : "Let an envelope move", () =>
				change(bench.arrangement, "envelopes", new Map([[record.id, { enabled: !record.enabled }]])),
			);
		},
	},
	{
		id: "remove-envelope",
		title: "Remove the envelope",
		group: "Envelopes",
		edits: true,
		enabled: (bench) => bench.envelope !== null,
		run(bench) {
			const { envelope } = bench;
			if (!envelope) return;
			bench.edit("Remove an envelope", () => removeEnvelope(bench.arrangement, envelope));
			bench.envelope = null;
		},
	},
];
