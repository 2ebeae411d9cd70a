/** From a finished recording to clips: it is sent as every recording is, and laid where it belongs in one step. */
import type { Sample } from "../api/types";
import type { Workbench } from "../commands/workbench.svelte";
import { addClips, transact } from "../document/edits";
import { addTrack } from "../document/tracks";
import { holdsClips } from "../document/tree";
import { ready, sent } from "../library/arriving";
import { inHand } from "../recording/hands";
import { leftRecordings } from "../recording/left";
import { recordingName } from "../recording/names";
import { erase } from "../recording/shelf";
import type { Recording } from "../recording/tape";
import { type Belonging, belongingsOf, keepBelonging } from "./belongings";
import { heardOf, placesOf } from "./placing";

/** What waits to be laid on a track: still on this device, or in the library already. */
export interface Left {
	tape: string;
	belonging: Belonging;
	recording: Recording | null;
}

/** What was recorded onto this project and not laid there, and no page has in hand. */
export async function leftOf(bench: Workbench): Promise<Left[]> {
	const waiting = belongingsOf(bench.project.id);
	if (!waiting.length) return [];
	const recordings = new Map(
		(await leftRecordings(bench.person.id)).map((recording) => [recording.id, recording]),
	);
	const elsewhere = await inHand();
	return waiting.flatMap(([tape, belonging]) => {
		const recording = recordings.get(tape) ?? null;
		if (elsewhere.has(tape)) return [];
		if (recording || belonging.sample) return [{ tape, belonging, recording }];
		keepBelonging(tape, null); // kept from the library, or thrown away
		return [];
	});
}

/**
 * Send it where it is not sent yet, and lay it on its track, unless the project was left meanwhile. Throws a sentence;
 * nothing is lost then.
 */
export async function keep(
	bench: Workbench,
	{ tape, belonging, recording }: Left,
	open: () => boolean,
): Promise<void> {
	let { sample: id } = belonging;
	if (!id) {
		if (!recording) throw new Error("It is no longer on this device.");
		const name = recordingName(recording.started_at, belonging.track_name);
		id = await sent(new File([recording.file], `${name}.wav`, { type: "audio/wav" }), { origin: "recorded" });
		const { rate_hz } = recording;
		const frames = Math.round(recording.seconds * rate_hz);
		belonging = { ...belonging, sample: id, recorded: { ...belonging.recorded, frames } };
		keepBelonging(tape, belonging);
		await erase(tape);
	}
	const sample = await ready(id);
	if (!open()) return;
	if (!bench.canEdit)
		throw new Error("You may no longer change this project. It is in your library, and on no track.");
	lay(bench, await bench.samples.bring(sample), belonging);
	keepBelonging(tape, null);
}

/** Nothing is in it: take it off this device. */
export async function drop(tape: string): Promise<void> {
	keepBelonging(tape, null);
	await erase(tape);
}

/** One step: undoing it takes the clips away, and leaves the sample. */
function lay(bench: Workbench, sample: Sample, { track, track_name, recorded }: Belonging): void {
	const places = placesOf(recorded);
	const heard = heardOf(places);
	const ids = bench.edit(`Record “${sample.name}”`, () => {
		let made: string[] = [];
		transact(bench.arrangement, () => {
			const wanted = bench.arrangement.tracks.get(track);
			const on = wanted && holdsClips(wanted) ? wanted.id : addTrack(bench.arrangement, track_name);
			made = addClips(
				bench.arrangement,
				places.map((place, at) => ({ ...place, track: on, sample: sample.id, mute: !heard.has(at) })),
			);
		});
		return made;
	});
	const audible = (ids ?? []).filter((_, at) => heard.has(at));
	if (audible.length) bench.select(audible, audible[0] ?? null);
}
