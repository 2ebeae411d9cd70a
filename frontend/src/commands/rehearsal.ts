/**
 * For tests: sequences of all that a person can do to an arrangement, as plain data, so that other programs can
 * write them too. Numbers choose among what is there; whatever they are, the step means something.
 */
import { apply, planOf } from "../clouds/apply";
import { usualValues } from "../clouds/tool";
import { TOOLS } from "../clouds/tools";
import { addEnvelope, addPoints, changePoints, redraw } from "../document/automation";
import { addClipDevice, addClips, addDevice, removeDevice, removeSend } from "../document/edits";
import { addMarker, addRegion } from "../document/places";
import type { Clip, PlacedClip } from "../document/records";
import { addSend } from "../document/routing";
import { moveTrack } from "../document/tracks";
import { fade, move, slip, stretch, trimEnd, trimStart } from "../timeline/moves";
import { editClips } from "./edit-clips";
import { COMMANDS, run } from "./registry";
import type { Workbench } from "./workbench.svelte";

export interface Step {
	/** Which of ACTIONS. */
	what: number;
	/** Which clips are selected: every clip whose number leaves a remainder below `some` of `of`. */
	some: number;
	of: number;
	/** Which track, or which of other things. */
	which: number;
	/** Where the playhead stands. */
	at_seconds: number;
	/** How far, within -1 and 1. */
	by: number;
}

export const SAMPLE_SECONDS: Readonly<Record<string, number>> = { noise: 5, syllables: 7.9, narrator: 38.2 };
const SAMPLES = Object.keys(SAMPLE_SECONDS);
const EFFECTS = ["equaliser", "compressor", "reverb", "width"] as const;

type Action = (bench: Workbench, step: Step) => void;

/** The nth of a list, counted round and round. */
function nth<T>(list: readonly T[], n: number): T | undefined {
	return list[((n % list.length) + list.length) % list.length];
}

const trackAt = (bench: Workbench, n: number) => nth(bench.arrangement.rowsInOrder, n);
const clipRow = (bench: Workbench, n: number) => nth(bench.clipRows, n);

function eachClip(
	verb: string,
	rule: (clip: PlacedClip, step: Step, bench: Workbench) => Partial<Clip>,
): Action {
	return (bench, step) => {
		const changes = new Map(bench.selected.map((clip) => [clip.id, rule(clip, step, bench)]));
		editClips(bench, verb, changes, true);
	};
}

const GESTURES: readonly Action[] = [
	(bench, { which, at_seconds, by }) => {
		const track = clipRow(bench, which)?.id;
		const sample = nth(SAMPLES, which) ?? "noise";
		if (!track) return;
		const duration_seconds = Math.abs(by) * 10 + 0.05;
		bench.edit("Place", () =>
			addClips(bench.arrangement, [
				{ track, sample, start_seconds: at_seconds, duration_seconds, height: Math.abs(by) },
			]),
		);
	},
	(bench, { which, by }) =>
		void editClips(bench, "Move", move(bench.selected, bench.clipRows, by * 20, which - 2, by), true),
	eachClip("Trim", (clip, { by }, bench) =>
		trimStart(clip, clip.start_seconds + by * 5, bench.lengthOf(clip)),
	),
	eachClip("Trim", (clip, { by }, bench) =>
		trimEnd(clip, clip.start_seconds + clip.duration_seconds + by * 5, bench.lengthOf(clip)),
	),
	eachClip("Stretch", (clip, { by }) =>
		stretch(clip, by < 0 ? "start" : "end", clip.start_seconds + by * 30),
	),
	eachClip("Slip", (clip, { by }, bench) => slip(clip, by * 4, bench.lengthOf(clip))),
	eachClip("Fade", (clip, { by }) =>
		fade(clip, by < 0 ? "in" : "out", clip.start_seconds + Math.abs(by) * 8),
	),
	eachClip("Set", (_, { by }) => ({ gain_db: by * 200, pan: by * 3, semitones: by * 60, height: by * 2 })),
	(bench, { which, by }) => {
		const track = trackAt(bench, which);
		const group = trackAt(bench, which + Math.round(by * 5));
		if (track && group)
			bench.edit("Move a track", () =>
				moveTrack(bench.arrangement, track.id, which % 4, by < 0 ? "" : group.id),
			);
	},
	(bench, { which, by }) => {
		const [source, target] = [trackAt(bench, which), trackAt(bench, which + Math.round(by * 6))];
		if (source && target)
			bench.edit("Send", () => addSend(bench.arrangement, source.id, target.id, { gain_db: by * 40 }));
	},
	(bench, { which }) => {
		const send = nth([...bench.arrangement.sends.values()], which);
		if (send) bench.edit("Remove a send", () => removeSend(bench.arrangement, send.id));
	},
	(bench, { which }) => {
		const track = trackAt(bench, which);
		if (track)
			bench.edit("Add a device", () =>
				addDevice(bench.arrangement, track.id, nth(EFFECTS, which) ?? "width"),
			);
	},
	(bench, { which }) => {
		const [clip] = bench.selected;
		if (clip)
			bench.edit("Add a clip’s device", () =>
				addClipDevice(bench.arrangement, clip.id, nth(EFFECTS, which) ?? "width"),
			);
	},
	(bench, { which }) => {
		const device = nth([...bench.arrangement.devices.values()], which);
		if (device) bench.edit("Remove a device", () => removeDevice(bench.arrangement, device.id));
	},
	(bench, { which, at_seconds, by }) => {
		const { devices, sends } = bench.arrangement;
		const [target, parameter] = nth(
			[
				[trackAt(bench, which)?.id, "pan"],
				[nth([...devices.keys()], which), "wet"],
				[nth([...sends.keys()], which), "gain_db"],
			] as const,
			which,
		) ?? [undefined, ""];
		if (target)
			bench.edit("Automate", () =>
				addEnvelope(bench.arrangement, target, parameter, [{ seconds: at_seconds, value: by }]),
			);
	},
	(bench, { which, at_seconds, by }) => {
		const envelope = nth([...bench.arrangement.envelopes.keys()], which);
		if (!envelope) return;
		bench.envelope = envelope;
		const points = [0, 1, 2].map((i) => ({ seconds: at_seconds + i * Math.abs(by), value: by / (i + 1) }));
		const ids = bench.edit("Draw", () =>
			by < 0 ? redraw(bench.arrangement, envelope, points) : addPoints(bench.arrangement, envelope, points),
		);
		bench.points = new Set(ids?.slice(0, which % 4));
	},
	(bench, { which, at_seconds, by }) => {
		const point = nth([...bench.arrangement.points.values()], which);
		if (point)
			bench.edit("Move a point", () =>
				changePoints(bench.arrangement, new Map([[point.id, { seconds: at_seconds * by, value: by * 1e7 }]])),
			);
	},
	(bench, { at_seconds, by }) =>
		void bench.edit("Mark", () =>
			by < 0
				? addMarker(bench.arrangement, at_seconds)
				: addRegion(bench.arrangement, at_seconds, at_seconds * by),
		),
	(bench, { by }) => bench.settings.set({ ripple: by > 0.5 }),
	(bench, { at_seconds, by }) => bench.setLoop(by < 0 ? null : [at_seconds, at_seconds + by * 30]),
];

const CLOUDS: readonly Action[] = TOOLS.map((tool) => (bench, { which, by }) => {
	if (!bench.selection.size) return;
	const values = {
		...usualValues(tool),
		count: which,
		about: by < 0 ? "playhead" : "middle",
		copy: by > 0.5,
	};
	const on = Object.fromEntries(tool.parameters.map(({ name }) => [`${name}_on`, by < 0.3]));
	apply(bench, tool, planOf(bench, tool, { ...values, ...on }, which));
});

/** Undone by the tests themselves, or only shown. */
const LEFT_OUT = new Set(["undo", "redo"]);
const EDITING = COMMANDS.filter((command) => command.edits && !LEFT_OUT.has(command.id)).map(
	(command): Action =>
		(bench) =>
			void run(command.id, bench),
);

export const ACTIONS: readonly Action[] = [...GESTURES, ...CLOUDS, ...EDITING];

/** Do one step after another. */
export function rehearse(bench: Workbench, steps: readonly Step[]): void {
	for (const step of steps) {
		const ids = [...bench.arrangement.clips.keys()];
		bench.select(ids.filter((_, i) => i % Math.max(1, step.of) < step.some));
		bench.track = trackAt(bench, step.which)?.id ?? null;
		bench.seek(Math.max(0, step.at_seconds));
		nth(ACTIONS, step.what)?.(bench, step);
	}
}
