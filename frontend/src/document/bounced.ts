/** Putting a bounce in the place of what it was made from, and taking it out again: one transaction each. */
import type { Arrangement } from "./arrangement";
import { add, addClips, change, transact } from "./edits";
import { newId, type PlacedTrack, type Track } from "./records";
import { sendsOf } from "./routing";
import { addTrack, removeTrack } from "./tracks";

export type Tap = "dry" | "wet" | "post";

export interface Placing {
	sample: string;
	/** The track that it is the sound of. */
	source: string;
	tap: Tap;
	/** The clips that it holds; null: all that sounds there. */
	clips: readonly string[] | null;
	start_seconds: number;
	duration_seconds: number;
	name: string;
}

/**
 * Put a bounce on a new track under its source, and silence what it stands for. Whatever comes behind the place where
 * it was tapped goes on: the fader and the sends, and for a dry one the devices too. Returns the id of the track.
 */
export function placeBounced(arrangement: Arrangement, placing: Placing): string {
	const { source, tap, clips } = placing;
	const from = arrangement.tracks.get(source);
	let made = "";
	transact(arrangement, () => {
		made = addTrack(arrangement, placing.name, from?.id, from ? stripOf(from, tap) : {});
		const { sample, start_seconds, duration_seconds } = placing;
		const fades = { fade_in_seconds: 0, fade_out_seconds: 0 };
		addClips(arrangement, [{ track: made, sample, start_seconds, duration_seconds, ...fades }]);
		if (!from) return;
		if (tap !== "post") copyEnvelopes(arrangement, source, made);
		if (tap === "dry") copyDevices(arrangement, source, made);
		copySends(arrangement, from, made, tap);
		if (clips) silenceClips(arrangement, clips);
		else change(arrangement, "tracks", new Map([[source, { mute: true }]]));
	});
	return made;
}

/** Take a placed bounce out again, and let its source sound. */
export function takeOut(arrangement: Arrangement, placed: string, source: string): void {
	transact(arrangement, () => {
		removeTrack(arrangement, placed);
		change(arrangement, "tracks", new Map([[source, { mute: false }]]));
	});
}

/** What of the source's strip its bounce does not hold. */
function stripOf(from: PlacedTrack, tap: Tap): Partial<Track> {
	const { colour, solo, gain_db, pan, width, phase_inverted } = from;
	return tap === "post" ? { colour, solo } : { colour, solo, gain_db, pan, width, phase_inverted };
}

function copyEnvelopes(arrangement: Arrangement, from: string, to: string): void {
	for (const { id, ...envelope } of [...arrangement.envelopes.values()]) {
		if (envelope.target !== from) continue;
		const made = add(arrangement, "envelopes", { ...envelope, target: to });
		for (const { id: _, ...point } of arrangement.pointsOf(id))
			add(arrangement, "points", { ...point, envelope: made });
	}
}

function copyDevices(arrangement: Arrangement, from: string, to: string): void {
	for (const { id, ...device } of [...arrangement.devicesOf(from)]) {
		const made = newId();
		add(arrangement, "devices", { ...device, track: to }, made);
		copyEnvelopes(arrangement, id, made);
	}
}

/** What was sent before the fader has passed it in a bounce of what is heard: its gain is taken off again. */
function copySends(arrangement: Arrangement, from: PlacedTrack, to: string, tap: Tap): void {
	for (const { id, ...send } of sendsOf(arrangement, from.id)) {
		const gain_db = tap === "post" && send.pre ? send.gain_db - from.gain_db : send.gain_db;
		const made = add(arrangement, "sends", { ...send, gain_db, source: to });
		copyEnvelopes(arrangement, id, made);
	}
}

function silenceClips(arrangement: Arrangement, clips: readonly string[]): void {
	change(arrangement, "clips", new Map(clips.map((id) => [id, { mute: true }])));
}
