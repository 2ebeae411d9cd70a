/**
 * For tests: the shape of the reference piece, made with what the editor offers and nothing else.
 *
 * 198.75 s, 358 clips on eight lanes, of which 238 in one cloud (103 of them slices of one reversed bounce);
 * envelopes, sends, chains, devices on clips.
 */
import { apply, planOf } from "../clouds/apply";
import { usualValues } from "../clouds/tool";
import { toolOf } from "../clouds/tools";
import { addEnvelope, type NewPoint } from "../document/automation";
import { addClipDevice, addClips, addDevice, change, type NewClip } from "../document/edits";
import { sendsOf } from "../document/routing";
import { run } from "./registry";
import type { Workbench } from "./workbench.svelte";

export const PIECE_SECONDS = 198.75;
export const CLIPS_A_LANE: Readonly<Record<string, number>> = {
	"Noise C": 12,
	"Noise L": 13,
	"Noise R": 13,
	"Babbling C": 26,
	"Babbling L": 27,
	"Babbling R": 22,
	Cloud: 238,
	"Reverb return": 7,
};
/** What the clips are made of, and how long each is. */
export const SOURCES: Readonly<Record<string, number>> = {
	noise: 6,
	syllables: 8,
	babble: 40,
	bounce: 60,
};
const SLICES = 103;
const SLICE_SECONDS = 0.5;
const CLOUD_FROM = 0.21 * PIECE_SECONDS;
const CUT_SECONDS = 131.2;

function track(bench: Workbench, name: string): string {
	const found = bench.arrangement.rowsInOrder.find((row) => row.name === name);
	if (!found) throw new Error(`There is no track ${name}.`);
	return found.id;
}

function put(bench: Workbench, clips: readonly NewClip[]): string[] {
	return bench.edit(`Place ${clips.length} clips`, () => addClips(bench.arrangement, clips)) ?? [];
}

/** So many clips in a row on a lane, over two spans of the piece. */
function lane(
	bench: Workbench,
	name: string,
	sample: string,
	spans: readonly [number, number][],
	length: number,
): void {
	const count = CLIPS_A_LANE[name] ?? 0;
	const all = spans.reduce((sum, [from, to]) => sum + to - from, 0);
	const clips = Array.from({ length: count }, (_, i) => {
		let at = (i / count) * all;
		for (const [from, to] of spans) {
			if (at < to - from) {
				at += from;
				break;
			}
			at -= to - from;
		}
		return { track: track(bench, name), sample, start_seconds: at * PIECE_SECONDS, duration_seconds: length };
	});
	put(bench, clips);
}

const NOISE: readonly [number, number][] = [
	[0, 0.08],
	[0.9, 1],
];
const SPEECH: readonly [number, number][] = [
	[0.08, 0.21],
	[0.3, 0.66],
];

export const CHAPTERS: readonly ((bench: Workbench) => void)[] = [
	(bench) => void run("template-noise-babbling-cloud", bench),
	(bench) => lane(bench, "Noise C", "noise", NOISE, 0.9),
	(bench) => lane(bench, "Noise L", "noise", NOISE, 0.7),
	(bench) => lane(bench, "Noise R", "noise", NOISE, 0.7),
	(bench) => lane(bench, "Babbling C", "babble", SPEECH, 3.5),
	(bench) => lane(bench, "Babbling L", "syllables", SPEECH, 2.2),
	(bench) => lane(bench, "Babbling R", "syllables", SPEECH, 2.4),
	(bench) => lane(bench, "Reverb return", "bounce", [[0.41, 0.9]], 12),
	cloud,
	slices,
	automation,
	chains,
];

/** Takes scattered over the cloud's span, their pans anywhere. */
function cloud(bench: Workbench): void {
	const wanted = (CLIPS_A_LANE.Cloud ?? 0) - SLICES;
	const on = track(bench, "Cloud");
	const takes = put(bench, [
		{ track: on, sample: "noise", start_seconds: CLOUD_FROM, duration_seconds: 4 },
		{ track: on, sample: "syllables", start_seconds: CLOUD_FROM + 2, duration_seconds: 4 },
	]);
	bench.track = on;
	bench.setLoop([CLOUD_FROM, CUT_SECONDS]);
	const scatter = toolOf("scatter");
	for (let seed = 1, made = takes.length; made < wanted; seed++) {
		bench.select(takes);
		const values = { ...usualValues(scatter), count: wanted - made, length_seconds: [2, 6.7], polyphony: 12 };
		made += apply(bench, scatter, planOf(bench, scatter, values, seed)).length;
	}
	bench.setLoop(null);
	bench.select(bench.arrangement.clipsOf(on).map((clip) => clip.id));
	const randomise = toolOf("randomise");
	const ranges = { speed: [0.64, 1.98], speed_on: true, semitones_on: true, fade_seconds_on: true };
	apply(bench, randomise, planOf(bench, randomise, { ...usualValues(randomise), ...ranges }, 11));
}

/** One reversed bounce, cut into slices. */
function slices(bench: Workbench): void {
	const on = track(bench, "Cloud");
	const length = SLICES * SLICE_SECONDS;
	const [first = ""] = put(bench, [
		{ track: on, sample: "bounce", start_seconds: CUT_SECONDS, duration_seconds: length, gain_db: 32.2 },
	]);
	bench.select([first], first);
	run("reverse", bench);
	for (let i = 1; i < SLICES; i++) {
		bench.seek(CUT_SECONDS + i * SLICE_SECONDS);
		run("split", bench);
	}
}

function automation(bench: Workbench): void {
	const { arrangement } = bench;
	const draw = (target: string, parameter: string, points: readonly (readonly [number, number])[]) =>
		bench.edit("Draw", () =>
			addEnvelope(
				arrangement,
				target,
				parameter,
				points.map(([seconds, value]): NewPoint => ({ seconds, value })),
			),
		);
	draw(track(bench, "Noise"), "width", [
		[0, 1],
		[8.43, -0.1],
		[9.32, 0.99],
		[181.96, 0.01],
		[182.94, 0.99],
	]);
	const cloud = track(bench, "Cloud");
	const equaliser = bench.edit("Add an equaliser", () => addDevice(arrangement, cloud, "equaliser"));
	draw(equaliser ?? "", "wet", [
		[46.6, 0.005],
		[59.2, 1],
		[131.2, 0.984],
		[157.7, 0],
	]);
	const [send] = sendsOf(arrangement, cloud);
	draw(send?.id ?? "", "gain_db", [
		[45.97, -40],
		[60.2, -4.03],
		[131.1, -4.03],
		[131.5, -37.9],
	]);
}

function chains(bench: Workbench): void {
	const { arrangement } = bench;
	const babbling = track(bench, "Babbling");
	bench.edit("Add an exciter", () => addDevice(arrangement, babbling, "exciter"));
	const parameters = { threshold_db: -42, ratio: 1.53, attack_ms: 9.1, release_ms: 132, knee_db: 0 };
	bench.edit("Add a compressor", () => addDevice(arrangement, babbling, "compressor", { parameters }));
	const clips = arrangement.clipsOf(track(bench, "Babbling C")).slice(0, 6);
	for (const [i, clip] of clips.entries())
		bench.edit("Add a clip’s device", () => addClipDevice(arrangement, clip.id, i < 4 ? "delay" : "filter"));
	for (const [name, gain_db] of [
		["Noise", -3.7],
		["Cloud", -16.9],
	] as const)
		bench.edit("Fader", () => change(arrangement, "tracks", new Map([[track(bench, name), { gain_db }]])));
}
