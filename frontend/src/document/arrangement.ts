/**
 * The arrangement as plain objects, kept up to date from the shared document.
 *
 * The Y.Doc is the truth. Drawing and sounding read thousands of clips a frame, so each record is mirrored
 * as a plain object, and the clips of a track lie sorted by their start. As for the server, a clip is not there
 * while its track is not: one person removed it, another put the clip on it meanwhile.
 */
import * as Y from "yjs";
import { crossfadesOf, type Spread, spreadOf } from "./overlaps";
import {
	type ChainPlace,
	defaults,
	KINDS,
	type Kind,
	MASTER_ID,
	type Master,
	type PlacedClip,
	type PlacedDevice,
	type PlacedEnvelope,
	type PlacedMarker,
	type PlacedPoint,
	type PlacedRegion,
	type PlacedSend,
	type PlacedTrack,
	REQUIRED,
	type Records,
} from "./records";
import { inTree } from "./tree";

/** Which records one transaction touched. */
export interface Change extends Record<Kind, Set<string>> {
	master: boolean;
	local: boolean;
}

interface Lane {
	clips: PlacedClip[];
	/** Grows with every change of its clips. */
	revision: number;
	longest_seconds: number;
	sorted: boolean;
	spread: Spread | null;
	crossfades: ReadonlyMap<string, PlacedClip> | null;
}

const EMPTY: readonly PlacedClip[] = [];
const NO_OVERLAPS: Spread = { lanes: new Map(), count: 0 };
const NO_CROSSFADES: ReadonlyMap<string, PlacedClip> = new Map();
const NO_POINTS: readonly PlacedPoint[] = [];

export class Arrangement {
	readonly tracks = new Map<string, PlacedTrack>();
	readonly clips = new Map<string, PlacedClip>();
	/** How many clips play each sample. */
	readonly uses = new Map<string, number>();
	readonly devices = new Map<string, PlacedDevice>();
	readonly sends = new Map<string, PlacedSend>();
	readonly envelopes = new Map<string, PlacedEnvelope>();
	readonly points = new Map<string, PlacedPoint>();
	readonly markers = new Map<string, PlacedMarker>();
	readonly regions = new Map<string, PlacedRegion>();
	master: Master = defaults("master") as unknown as Master;
	private rows: PlacedTrack[] | null = null;
	private lanes = new Map<string, Lane>();
	/** Clips on tracks that are not there. */
	private strays = new Map<string, PlacedClip>();
	private lines: Map<string, PlacedPoint[]> | null = null;
	private end_seconds: number | null = null;
	private listeners = new Set<(change: Change) => void>();

	constructor(readonly doc: Y.Doc) {
		for (const kind of KINDS) {
			const ids = [...this.root(kind).keys()];
			for (const id of ids) this.read(kind, id);
			if (kind === "tracks") this.follow(ids);
			this.root(kind).observeDeep((events, transaction) => this.take(kind, events, transaction));
		}
		this.readMaster();
		doc.getMap("master").observe((_, transaction) => {
			this.readMaster();
			this.tell({ ...nothing(transaction.local), master: true });
		});
	}

	root(kind: Kind): Y.Map<Y.Map<unknown>> {
		return this.doc.getMap(kind);
	}

	/** Call back after each transaction that touched a record. */
	onChange(listener: (change: Change) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/** The tracks from top to bottom, those of a group under it; without the master. */
	get rowsInOrder(): readonly PlacedTrack[] {
		this.rows ??= inTree([...this.tracks.values()].filter((track) => track.id !== MASTER_ID).sort(byOrder));
		return this.rows;
	}

	/** A track's devices in the order of the signal. */
	devicesOf(track: string): PlacedDevice[] {
		return [...this.devices.values()]
			.filter((device) => device.track === track && !device.clip)
			.sort(byOrder);
	}

	/** A clip's own devices in the order of the signal. */
	devicesOfClip(clip: string): PlacedDevice[] {
		return [...this.devices.values()].filter((device) => device.clip === clip).sort(byOrder);
	}

	devicesAt({ track, clip }: ChainPlace): PlacedDevice[] {
		return clip ? this.devicesOfClip(clip) : this.devicesOf(track);
	}

	/** The points of an envelope, sorted by time. */
	pointsOf(envelope: string): readonly PlacedPoint[] {
		if (!this.lines) {
			this.lines = new Map();
			for (const point of this.points.values()) {
				const line = this.lines.get(point.envelope);
				if (line) line.push(point);
				else this.lines.set(point.envelope, [point]);
			}
			for (const line of this.lines.values())
				line.sort((a, b) => a.seconds - b.seconds || (a.id < b.id ? -1 : 1));
		}
		return this.lines.get(envelope) ?? NO_POINTS;
	}

	/** A track's clips, sorted by start. */
	clipsOf(track: string): readonly PlacedClip[] {
		return this.lane(track)?.clips ?? EMPTY;
	}

	/** How the clips of a track overlap. */
	spreadOf(track: string): Spread {
		const lane = this.lane(track);
		if (!lane) return NO_OVERLAPS;
		lane.spread ??= spreadOf(lane.clips);
		return lane.spread;
	}

	/** The clips of an ordinary track that fade into each other, with the fades that are heard. */
	crossfadesOf(track: string): ReadonlyMap<string, PlacedClip> {
		const lane = this.lane(track);
		if (!lane) return NO_CROSSFADES;
		lane.crossfades ??= crossfadesOf(lane.clips);
		return lane.crossfades;
	}

	/** The indices [first, last) of a track's clips that may sound between two times. */
	between(track: string, from_seconds: number, to_seconds: number): [number, number] {
		const lane = this.lane(track);
		if (!lane) return [0, 0];
		return [
			firstAtLeast(lane.clips, from_seconds - lane.longest_seconds),
			firstAtLeast(lane.clips, to_seconds),
		];
	}

	/** Another number after every change of a track's clips. */
	revisionOf(track: string): number {
		return this.lanes.get(track)?.revision ?? 0;
	}

	/** Where the last clip ends. */
	get duration_seconds(): number {
		if (this.end_seconds === null) {
			let end = 0;
			for (const clip of this.clips.values()) end = Math.max(end, endOf(clip));
			this.end_seconds = end;
		}
		return this.end_seconds;
	}

	private lane(track: string): Lane | undefined {
		const lane = this.lanes.get(track);
		if (lane && !lane.sorted) {
			lane.clips.sort((a, b) => a.start_seconds - b.start_seconds || (a.id < b.id ? -1 : 1));
			lane.longest_seconds = lane.clips.reduce((most, clip) => Math.max(most, clip.duration_seconds), 0);
			lane.sorted = true;
			lane.spread = null;
			lane.crossfades = null;
		}
		return lane;
	}

	private take(kind: Kind, events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void {
		const change = nothing(transaction.local);
		for (const event of events) {
			const id = event.path[0];
			if (typeof id === "string") change[kind].add(id);
			else for (const key of event.keys.keys()) change[kind].add(key);
		}
		for (const id of change[kind]) this.read(kind, id);
		if (kind === "tracks") for (const clip of this.follow(change.tracks)) change.clips.add(clip);
		this.tell(change);
	}

	private tell(change: Change): void {
		for (const listener of this.listeners) listener(change);
	}

	private read(kind: Kind, id: string): void {
		const record = plain(kind, id, this.root(kind).get(id));
		if (kind === "clips") {
			this.unplace(id);
			if (record) this.place(record as PlacedClip);
			else this.clips.delete(id);
			return;
		}
		const mirror = this[kind] as unknown as Map<string, Records[Kind]>;
		if (kind === "tracks") this.rows = null;
		if (kind === "points") this.lines = null;
		if (record) mirror.set(id, record);
		else mirror.delete(id);
	}

	/** Clips go and come back with their tracks; returns which. */
	private follow(tracks: Iterable<string>): string[] {
		const moved: PlacedClip[] = [];
		for (const track of tracks) {
			if (!this.tracks.has(track)) moved.push(...(this.lanes.get(track)?.clips ?? []));
			else for (const clip of this.strays.values()) if (clip.track === track) moved.push(clip);
		}
		for (const clip of moved) {
			this.unplace(clip.id);
			this.place(clip);
		}
		return moved.map(({ id }) => id);
	}

	private readMaster(): void {
		this.master = { ...defaults("master"), ...this.doc.getMap("master").toJSON() } as Master;
	}

	private place(clip: PlacedClip): void {
		if (!this.tracks.has(clip.track)) {
			this.strays.set(clip.id, clip);
			this.clips.delete(clip.id);
			return;
		}
		this.clips.set(clip.id, clip);
		const lane = this.lanes.get(clip.track) ?? {
			clips: [],
			revision: 0,
			longest_seconds: 0,
			sorted: true,
			spread: null,
			crossfades: null,
		};
		lane.clips.push(clip);
		this.uses.set(clip.sample, (this.uses.get(clip.sample) ?? 0) + 1);
		if (this.end_seconds !== null) this.end_seconds = Math.max(this.end_seconds, endOf(clip));
		lane.revision++;
		lane.sorted = false;
		this.lanes.set(clip.track, lane);
	}

	private unplace(id: string): void {
		this.strays.delete(id);
		const clip = this.clips.get(id);
		const lane = clip && this.lanes.get(clip.track);
		if (!lane) return;
		const uses = (this.uses.get(clip.sample) ?? 0) - 1;
		if (uses > 0) this.uses.set(clip.sample, uses);
		else this.uses.delete(clip.sample);
		if (endOf(clip) === this.end_seconds) this.end_seconds = null;
		lane.revision++;
		// While a batch is being read the lane is unsorted, and the clip is most often near where it was.
		const at = lane.clips.indexOf(clip);
		const last = lane.clips.pop();
		if (last && at < lane.clips.length && at >= 0) lane.clips[at] = last;
		lane.sorted = false;
	}
}

function endOf(clip: PlacedClip): number {
	return clip.start_seconds + clip.duration_seconds;
}

function nothing(local: boolean): Change {
	const touched = Object.fromEntries(KINDS.map((kind) => [kind, new Set<string>()]));
	return { ...(touched as Record<Kind, Set<string>>), master: false, local };
}

/** A record as a plain object; null where two people's edits left it half made. */
function plain(kind: Kind, id: string, shared: Y.Map<unknown> | undefined): Records[Kind] | null {
	if (!(shared instanceof Y.Map)) return null;
	if (REQUIRED[kind].some((field) => !shared.has(field))) return null;
	return { ...defaults(kind), ...shared.toJSON(), id } as unknown as Records[Kind];
}

function byOrder(a: { order: string; id: string }, b: { order: string; id: string }): number {
	if (a.order !== b.order) return a.order < b.order ? -1 : 1;
	return a.id < b.id ? -1 : 1;
}

function firstAtLeast(clips: readonly PlacedClip[], seconds: number): number {
	let low = 0;
	let high = clips.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((clips[middle] as PlacedClip).start_seconds < seconds) low = middle + 1;
		else high = middle;
	}
	return low;
}
