/**
 * Plays the arrangement while it is edited.
 *
 * The mixing is done on the audio thread, by the same rules as the server's. This side tells it what changed, has the
 * sounds that will be needed next fetched and decoded, and knows where the playhead is.
 */

import { catalogue } from "../devices/catalogue.svelte";
import type { Arrangement } from "../document/arrangement";
import { MASTER_ID, type PlacedClip } from "../document/records";
import { Feed, materialOf } from "./feed";
import type { At, Meters, Order, Report } from "./player";
import workletUrl from "./player.worklet.ts?worker&url";
import { type Find, Sounds } from "./sounds";

const PREFETCH_SECONDS = 20;
const TICK_MS = 100;
/** After the last clip, before the transport stops by itself: echoes and reverberation ring on so long. */
const RING_SECONDS = 4;
/** A meter that has not been fed for so long has nothing to say. */
const STALE_MS = 300;
const RATE_HZ = 44_100;

export interface TransportEvents {
	changed: () => void;
	loading: (loading: number, failed: number, why: string) => void;
	/** It plays on from another place: at the start, and where a loop begins again. */
	went?: (at: At) => void;
}

export interface Loudness {
	momentary: number;
	short_term: number;
	integrated: number;
}

const SILENT: Loudness = {
	momentary: Number.NEGATIVE_INFINITY,
	short_term: Number.NEGATIVE_INFINITY,
	integrated: Number.NEGATIVE_INFINITY,
};

export class Transport {
	playing = false;
	/** How often, since the start, sound came too late. */
	late = 0;
	/** Play on behind the last clip, until somebody stops it. */
	endless = false;
	private context: AudioContext | null = null;
	private node: AudioWorkletNode | null = null;
	private starting: Promise<AudioContext> | null = null;
	private sounds: Sounds | null = null;
	private readonly feed: Feed;
	private readonly leave: (() => void)[] = [];
	private from_seconds = 0;
	/** The audio clock at which the timeline stands at `from_seconds`; none before the first sound. */
	private zero_seconds: number | null = null;
	private timer: ReturnType<typeof setInterval> | undefined;
	private meters: Meters | null = null;
	private metered_ms = 0;
	private places = new Map<string, number>();
	private readonly watched: string[] = [];
	private looped: [number, number] | null = null;
	/** Some clips are heard by themselves: which, until when, and where to go back to. */
	private alone: { clips: ReadonlySet<string>; to_seconds: number; back_seconds: number } | null = null;

	constructor(
		private readonly arrangement: Arrangement,
		private readonly find: Find,
		private readonly events: TransportEvents,
	) {
		this.feed = new Feed(arrangement.doc, (changes) => this.order({ kind: "change", changes }));
		this.leave.push(
			() => this.feed.destroy(),
			catalogue.onLoaded(() => this.feed.again("devices")),
			arrangement.onChange(() => this.playing && this.tick()),
		);
	}

	/** Where the sound that is heard now stands on the timeline. */
	get position_seconds(): number {
		if (!this.playing || !this.context || this.zero_seconds === null) return this.from_seconds;
		const heard = this.context.currentTime - (this.context.outputLatency || 0);
		return Math.max(this.from_seconds, this.from_seconds + heard - this.zero_seconds);
	}

	get loop(): [number, number] | null {
		return this.looped;
	}

	set loop(seconds: [number, number] | null) {
		this.looped = seconds;
		this.order({ kind: "loop", seconds });
	}

	/** Where the timeline stands by the audio clock; null before the first sound. */
	get anchor(): Pick<At, "seconds" | "clock_seconds"> | null {
		if (!this.playing || this.zero_seconds === null) return null;
		return { seconds: this.from_seconds, clock_seconds: this.zero_seconds };
	}

	/** The audio clock that it plays by, running. */
	async clock(): Promise<AudioContext> {
		const context = await this.start();
		if (context.state === "suspended") await context.resume();
		return context;
	}

	async play(): Promise<void> {
		if (this.playing) return;
		this.playing = true;
		this.zero_seconds = null;
		this.events.changed();
		try {
			await this.clock();
		} catch {
			this.playing = false;
			this.events.changed();
			return;
		}
		if (!this.playing) return;
		this.tick();
		this.order({ kind: "play", seconds: this.from_seconds });
		this.timer = setInterval(() => this.tick(), TICK_MS);
	}

	get auditioning(): boolean {
		return this.alone !== null;
	}

	/** Play only these clips from a time to another one, muted or not; then be as before. */
	audition(clips: ReadonlySet<string>, from_seconds: number, to_seconds: number): void {
		const back_seconds = this.position_seconds;
		this.pause();
		this.alone = { clips, to_seconds, back_seconds };
		this.feed.hearOnly(clips);
		this.order({ kind: "loop", seconds: null });
		this.from_seconds = from_seconds;
		void this.play();
	}

	pause(): void {
		if (!this.playing) return;
		this.from_seconds = this.alone?.back_seconds ?? this.position_seconds;
		if (this.alone) {
			this.alone = null;
			this.feed.hearOnly(null);
			this.order({ kind: "loop", seconds: this.looped });
		}
		this.playing = false;
		clearInterval(this.timer);
		this.order({ kind: "stop" });
		this.events.changed();
	}

	seek(seconds: number): void {
		if (this.alone) this.pause();
		this.from_seconds = Math.max(0, seconds);
		this.zero_seconds = null;
		if (this.playing) {
			this.tick();
			this.order({ kind: "play", seconds: this.from_seconds });
		}
		this.events.changed();
	}

	/** Go to a place and hear a moment of it; while it plays, play on from there. */
	scrub(seconds: number): void {
		this.seek(seconds);
		if (this.playing) return;
		this.fetchAll(this.from_seconds);
		void this.start()
			.then((context) => context.resume())
			.then(
				() => this.order({ kind: "scrub", seconds: this.from_seconds }),
				() => undefined, // without sound the playhead has moved all the same
			);
	}

	/** Peak of a track (or of the master) now, left and right, in dBFS. */
	level(track: string): [number, number] {
		const [left, right] = this.measured(track);
		return [decibels(left), decibels(right)];
	}

	/** Mean level of a track (or of the master) now, left and right, in dBFS. */
	mean(track: string): [number, number] {
		const [, , left, right] = this.measured(track);
		return [decibels(left), decibels(right)];
	}

	/** From 1, both sides alike, to -1, where they cancel. */
	correlation(track: string = MASTER_ID): number {
		return this.measured(track)[4];
	}

	/** Of the master while it plays, in LUFS. */
	get loudness(): Loudness {
		return this.fresh ? (this.meters?.loudness ?? SILENT) : SILENT;
	}

	/** The gain reduction of a device now, in dB. */
	reduction(device: string): number {
		if (!this.fresh) return 0;
		return this.meters?.reductions.find(([key]) => key === device)?.[1] ?? 0;
	}

	/** Look at what comes out of a device, until the returned function is called. */
	watch(device: string): () => void {
		this.watched.push(device);
		this.tellWatched();
		return () => {
			this.watched.splice(this.watched.indexOf(device), 1);
			this.tellWatched();
		};
	}

	/** The last moment of what comes out of a watched device; null while nothing does. */
	wave(device: string): Float32Array | null {
		if (!this.fresh) return null;
		return this.meters?.waves.find(([key]) => key === device)?.[1] ?? null;
	}

	private tellWatched(): void {
		this.order({ kind: "watch", devices: [...new Set(this.watched)] });
	}

	destroy(): void {
		this.pause();
		for (const leave of this.leave) leave();
		void this.context?.close();
	}

	private get fresh(): boolean {
		return performance.now() - this.metered_ms < STALE_MS;
	}

	private measured(track: string): [number, number, number, number, number] {
		const place = this.places.get(track);
		const levels = this.meters?.levels;
		if (place === undefined || !levels || !this.fresh) return [0, 0, 0, 0, 0];
		return [...levels.subarray(5 * place, 5 * place + 5)] as [number, number, number, number, number];
	}

	private start(): Promise<AudioContext> {
		this.starting ??= this.open().catch((error: unknown) => {
			this.starting = null;
			throw error;
		});
		return this.starting;
	}

	private async open(): Promise<AudioContext> {
		catalogue.load();
		const context = new AudioContext({ sampleRate: RATE_HZ, latencyHint: "interactive" });
		await context.audioWorklet.addModule(workletUrl);
		const node = new AudioWorkletNode(context, "player", { numberOfInputs: 0, outputChannelCount: [2] });
		node.port.onmessage = ({ data }: MessageEvent<Report>) => this.take(data);
		node.connect(context.destination);
		this.context = context;
		this.node = node;
		this.sounds = new Sounds(
			context,
			this.find,
			(key, channels) => this.material(key, channels),
			this.events.loading,
		);
		this.feed.whole();
		this.order({ kind: "loop", seconds: this.looped });
		this.tellWatched();
		return context;
	}

	private order(order: Order, transfer: Transferable[] = []): void {
		this.node?.port.postMessage(order, transfer);
	}

	private material(key: string, channels: Float32Array[] | null): void {
		this.order(
			{ kind: "material", key, channels },
			(channels ?? []).map((one) => one.buffer),
		);
	}

	private take(report: Report): void {
		if (report.kind === "late") this.late++;
		else if (report.kind === "at") {
			if (!this.playing) return; // a moment that was scrubbed over
			this.from_seconds = report.seconds;
			this.zero_seconds = report.clock_seconds;
			this.events.went?.(report);
		} else {
			this.meters = report;
			this.metered_ms = performance.now();
			this.places = new Map(report.keys.map((key, place) => [key, place]));
		}
	}

	/** Has what will soon be needed fetched, and stops after the end. */
	private tick(): void {
		const now = this.position_seconds;
		if (this.alone && now >= this.alone.to_seconds) {
			this.pause();
			return;
		}
		const end = this.arrangement.duration_seconds;
		if (!this.looped && !this.endless && this.from_seconds < end && now > end + RING_SECONDS) {
			this.pause();
			return;
		}
		this.fetchAll(now);
	}

	private fetchAll(now: number): void {
		for (const { id: track } of this.arrangement.rowsInOrder) this.fetch(track, now);
	}

	private fetch(track: string, now: number): void {
		const clips = this.arrangement.clipsOf(track);
		const [first, last] = this.arrangement.between(track, now, now + PREFETCH_SECONDS);
		for (let k = first; k < last; k++) {
			const clip = clips[k] as PlacedClip;
			const silent = this.alone ? !this.alone.clips.has(clip.id) : clip.mute;
			if (!silent && clip.start_seconds + clip.duration_seconds > now)
				this.sounds?.want(materialOf(clip), clip);
		}
	}
}

function decibels(amplitude: number): number {
	return 20 * Math.log10(Math.max(amplitude, 1e-6));
}
