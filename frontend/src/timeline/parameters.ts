/** What can move by itself: the parameters of tracks, sends and devices, with their limits and the words for their values. */
import type { EffectParameter } from "../api/types";
import { catalogue } from "../devices/catalogue.svelte";
import type { Arrangement } from "../document/arrangement";
import { limits, type PlacedDevice, type PlacedSend, type PlacedTrack } from "../document/records";
import { signed } from "../look/format";
import { faderDb, faderShare, level, panned, type Scale, share, valueAt } from "../mixer/levels";

export interface Range {
	/** "Gain of Cloud", "Wet of Equaliser". */
	title: string;
	/** "Gain", for where the track stands beside it. */
	short: string;
	minimum: number;
	maximum: number;
	/** Where the parameter stands without an envelope. */
	now: number;
	/** Values in decibels, which move as amplitudes. */
	decibels: boolean;
	/** How far up a value stands, 0 to 1, and back. */
	up(value: number): number;
	at(up: number): number;
	words(value: number): string;
}

const TRACK_PARAMETERS = ["gain_db", "pan", "width"] as const;
const SEND_PARAMETERS = ["gain_db", "pan"] as const;
const TITLES = { gain_db: "Gain", pan: "Pan", width: "Width" } as const;

/** Where all parameters stand, now or at another time. */
export interface Values {
	readonly tracks: ReadonlyMap<string, PlacedTrack>;
	readonly sends: ReadonlyMap<string, PlacedSend>;
	readonly devices: ReadonlyMap<string, PlacedDevice>;
}

/** The parameter of a track, a send or a device; null where there is none. */
export function rangeOf(arrangement: Values, target: string, parameter: string): Range | null {
	const track = arrangement.tracks.get(target);
	if (track && isIn(TRACK_PARAMETERS, parameter))
		return strip("tracks", parameter, track[parameter], track.name);
	const send = arrangement.sends.get(target);
	if (send && isIn(SEND_PARAMETERS, parameter)) {
		const to = arrangement.tracks.get(send.target)?.name ?? "";
		return strip("sends", parameter, send[parameter], `the send to ${to}`, `→ ${to}`);
	}
	const device = arrangement.devices.get(target);
	if (!device) return null;
	const kind = catalogue.kind(device.effect);
	const title = kind?.title ?? device.effect;
	if (parameter === "wet")
		return ranged("Wet", title, { minimum: 0, maximum: 1, scale: "linear" }, device.wet, percent);
	const known = kind?.parameters[parameter];
	if (!known) return null;
	const scale: Scale = known.scale === "log" ? { ...known, scale: "log" } : { ...known, scale: "linear" };
	const now = device.parameters[parameter] ?? known.default;
	return ranged(known.title, title, scale, now, (value) => figure(value, known));
}

/** The parameters of a track, of its sends and of its devices that an envelope can move. */
export function automatable(
	arrangement: Arrangement,
	track: string,
): { target: string; parameter: string }[] {
	const found: { target: string; parameter: string }[] = TRACK_PARAMETERS.map((parameter) => ({
		target: track,
		parameter,
	}));
	for (const send of arrangement.sends.values())
		if (send.source === track)
			for (const parameter of SEND_PARAMETERS) found.push({ target: send.id, parameter });
	for (const device of arrangement.devicesOf(track)) {
		found.push({ target: device.id, parameter: "wet" });
		const kind = catalogue.kind(device.effect);
		for (const name of Object.keys(kind?.parameters ?? {}))
			if (!kind?.fixed?.includes(name)) found.push({ target: device.id, parameter: name });
	}
	return found;
}

function strip(
	kind: "tracks" | "sends",
	parameter: "gain_db" | "pan" | "width",
	now: number,
	of: string,
	to = "",
): Range {
	const [minimum, maximum] = limits(kind, parameter);
	const short = to ? `${to} ${TITLES[parameter].toLowerCase()}` : TITLES[parameter];
	const base = { title: `${TITLES[parameter]} of ${of}`, short, minimum, maximum, now };
	if (parameter === "gain_db")
		// As the fader travels, which ends where a fader does: what is louder stands at its top.
		return { ...base, decibels: true, up: faderShare, at: faderDb, words: (db) => `${level(db)} dB` };
	const scale: Scale = { minimum, maximum, scale: "linear" };
	return {
		...base,
		decibels: false,
		up: (value) => share(value, scale),
		at: (up) => valueAt(up, scale),
		words: parameter === "pan" ? panned : percent,
	};
}

function ranged(name: string, of: string, scale: Scale, now: number, words: Range["words"]): Range {
	return {
		title: `${name} of ${of}`,
		short: `${of} ${name.toLowerCase()}`,
		minimum: scale.minimum,
		maximum: scale.maximum,
		now,
		decibels: false,
		up: (value) => share(value, scale),
		at: (up) => valueAt(up, scale),
		words,
	};
}

function percent(value: number): string {
	return `${signed(value * 100, 0).replace("+", "")}\u202f%`;
}

function figure(value: number, { unit, choices }: EffectParameter): string {
	if (choices.length) return choices[Math.round(value)] ?? "";
	const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
	return `${signed(value, decimals).replace("+", "")}\u202f${unit}`.trim();
}

function isIn<T extends string>(names: readonly T[], name: string): name is T {
	return (names as readonly string[]).includes(name);
}
