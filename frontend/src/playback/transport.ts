/**
 * Plays the arrangement while it is edited.
 *
 * A timer looks a little ahead and starts each clip on the audio clock; what has changed since it was
 * scheduled is stopped and scheduled anew, so that an edit is heard at once.
 */
import type { Arrangement, Change } from "../document/arrangement";
import { MASTER_ID, type PlacedClip } from "../document/records";
import { Buffers, type Source } from "./buffers";
import { audible, gainLine, playFrom } from "./schedule";
import { Strip } from "./strips";

const AHEAD_SECONDS = 0.6;
const PREFETCH_SECONDS = 20;
const TICK_MS = 60;
/** From the decision to start until the first sound: what scheduling needs. */
const LEAD_SECONDS = 0.05;
/** Between looking at the clock and the sound card's next block. */
const LATE_SECONDS = 0.01;
/** After the last clip, before the transport stops by itself. */
const RING_SECONDS = 0.5;
const STOP_SECONDS = 0.006;

interface Voice {
	signature: string;
	track: string;
	source: AudioBufferSourceNode;
	gain: GainNode;
	pan: StereoPannerNode;
	end_seconds: number;
}

export interface TransportEvents {
	changed: () => void;
	loading: (loading: number, failed: number) => void;
}

export class Transport {
	playing = false;
	loop: [number, number] | null = null;
	private context: AudioContext | null = null;
	private buffers: Buffers | null = null;
	private mix: Strip | null = null;
	private readonly strips = new Map<string, Strip>();
	private readonly voices = new Map<string, Voice>();
	private from_seconds = 0;
	/** The audio clock at which the timeline stands at `from_seconds`. */
	private zero_seconds = 0;
	private timer: ReturnType<typeof setInterval> | undefined;
	private readonly unsubscribe: () => void;

	constructor(
		private readonly arrangement: Arrangement,
		private readonly sourceOf: (sample: string) => Source | undefined,
		private readonly events: TransportEvents,
	) {
		this.unsubscribe = arrangement.onChange((change) => this.edited(change));
	}

	/** Where the sound that is heard now stands on the timeline. */
	get position_seconds(): number {
		if (!this.playing || !this.context) return this.from_seconds;
		const late = this.context.outputLatency || 0;
		return Math.max(this.from_seconds, this.scheduled(this.context.currentTime - late));
	}

	async play(): Promise<void> {
		if (this.playing) return;
		const context = this.start();
		this.playing = true;
		this.events.changed();
		if (context.state === "suspended") await context.resume();
		if (!this.playing) return;
		this.zero_seconds = context.currentTime + LEAD_SECONDS;
		this.timer = setInterval(() => this.tick(), TICK_MS);
		this.tick();
	}

	pause(): void {
		if (!this.playing) return;
		this.from_seconds = this.position_seconds;
		this.playing = false;
		clearInterval(this.timer);
		this.silence();
		this.events.changed();
	}

	seek(seconds: number): void {
		this.silence();
		this.from_seconds = Math.max(0, seconds);
		if (this.context) this.zero_seconds = this.context.currentTime + LEAD_SECONDS;
		if (this.playing) this.tick();
		this.events.changed();
	}

	/** Peak of a track (or of the mix) now, left and right, in dBFS. */
	level(track: string): [number, number] {
		const strip = track === MASTER_ID ? this.mix : this.strips.get(track);
		return strip && this.playing ? strip.meter.read() : [-120, -120];
	}

	destroy(): void {
		this.pause();
		this.unsubscribe();
		void this.context?.close();
	}

	private start(): AudioContext {
		if (this.context) return this.context;
		const context = new AudioContext({ sampleRate: 44_100, latencyHint: "interactive" });
		this.context = context;
		this.buffers = new Buffers(context, this.events.loading);
		this.mix = new Strip(context, context.destination);
		this.setStrips();
		return context;
	}

	private scheduled(clock_seconds: number): number {
		return this.from_seconds + clock_seconds - this.zero_seconds;
	}

	private tick(): void {
		const { context } = this;
		if (!context || !this.playing) return;
		const now = Math.max(this.from_seconds, this.scheduled(context.currentTime));
		if (this.loop && now >= this.loop[1] && this.loop[1] > this.loop[0]) {
			this.seek(this.loop[0]);
			return;
		}
		const end = this.arrangement.duration_seconds;
		if (!this.loop && this.from_seconds < end && now > end + RING_SECONDS) {
			this.pause();
			return;
		}
		const until = this.loop ? Math.min(this.loop[1], now + AHEAD_SECONDS) : now + AHEAD_SECONDS;
		for (const [id, voice] of this.voices) if (voice.end_seconds < now - 0.5) this.drop(id);
		for (const { id: track } of this.arrangement.rowsInOrder) this.scan(track, now, until);
	}

	private scan(track: string, now: number, until: number): void {
		const clips = this.arrangement.clipsOf(track);
		const [first, last] = this.arrangement.between(track, now, now + PREFETCH_SECONDS);
		for (let i = first; i < last; i++) {
			const clip = clips[i] as PlacedClip;
			if (clip.mute || clip.start_seconds + clip.duration_seconds <= now) continue;
			const source = this.sourceOf(clip.sample);
			if (!source) continue;
			const buffer = this.buffers?.get(source.id);
			if (!buffer) void this.buffers?.load(source);
			else if (clip.start_seconds < until && !this.voices.has(clip.id))
				this.voice(clip, buffer, now + LATE_SECONDS);
		}
	}

	private voice(clip: PlacedClip, buffer: AudioBuffer, now: number): void {
		const { context } = this;
		const strip = this.strips.get(clip.track);
		const play = playFrom(clip, buffer.duration, now);
		if (!context || !strip || !play) return;
		const source = new AudioBufferSourceNode(context, { buffer });
		const gain = context.createGain();
		const pan = new StereoPannerNode(context, { pan: clip.pan });
		const clock = (seconds: number) => this.zero_seconds + seconds - this.from_seconds;
		const [first, ...rest] = gainLine(clip, play.at_seconds);
		// In the middle of a clip the sound comes in over a few milliseconds, or it would click.
		if (play.at_seconds > clip.start_seconds && first) {
			gain.gain.setValueAtTime(0, clock(play.at_seconds));
			gain.gain.linearRampToValueAtTime(first[1], clock(play.at_seconds) + STOP_SECONDS);
		} else if (first) gain.gain.setValueAtTime(first[1], Math.max(0, clock(first[0])));
		for (const [at, value] of rest) gain.gain.linearRampToValueAtTime(value, clock(at));
		source.connect(gain).connect(pan).connect(strip.input);
		source.start(Math.max(0, clock(play.at_seconds)), play.offset_seconds, play.duration_seconds);
		const end_seconds = clip.start_seconds + clip.duration_seconds;
		this.voices.set(clip.id, {
			signature: signature(clip),
			track: clip.track,
			source,
			gain,
			pan,
			end_seconds,
		});
	}

	private edited(change: Change): void {
		if (change.tracks.size || change.master) this.setStrips();
		for (const id of change.clips) {
			const voice = this.voices.get(id);
			const clip = this.arrangement.clips.get(id);
			if (!voice) continue;
			if (!clip || clip.mute || signature(clip) !== voice.signature) this.drop(id);
			else voice.pan.pan.value = clip.pan;
		}
		if (this.playing && change.clips.size) this.tick();
	}

	private setStrips(): void {
		const { context, mix } = this;
		if (!context || !mix) return;
		const heard = audible(this.arrangement.rowsInOrder);
		for (const track of this.arrangement.rowsInOrder) {
			let strip = this.strips.get(track.id);
			if (!strip) {
				strip = new Strip(context, mix.input);
				this.strips.set(track.id, strip);
			}
			strip.set(track, heard.has(track.id));
		}
		for (const [id, strip] of this.strips)
			if (!this.arrangement.tracks.has(id)) {
				strip.disconnect();
				this.strips.delete(id);
			}
		const master = this.arrangement.tracks.get(MASTER_ID);
		mix.set({ gain_db: master?.gain_db ?? 0, pan: master?.pan ?? 0 }, !master?.mute);
	}

	private silence(): void {
		for (const id of [...this.voices.keys()]) this.drop(id);
	}

	/** Let go of a clip without a click. */
	private drop(id: string): void {
		const voice = this.voices.get(id);
		if (!voice || !this.context) return;
		this.voices.delete(id);
		const now = this.context.currentTime;
		hold(voice.gain.gain, now);
		voice.gain.gain.setTargetAtTime(0, now, STOP_SECONDS / 3);
		voice.source.stop(now + STOP_SECONDS * 2);
		voice.source.onended = () => voice.pan.disconnect();
	}
}

/** Stay at the value of now, whatever was planned. */
function hold(parameter: AudioParam, now_seconds: number): void {
	if (parameter.cancelAndHoldAtTime) parameter.cancelAndHoldAtTime(now_seconds);
	else {
		const { value } = parameter;
		parameter.cancelScheduledValues(now_seconds);
		parameter.setValueAtTime(value, now_seconds);
	}
}

/** What cannot be changed in a clip that sounds already. */
function signature(clip: PlacedClip): string {
	const { track, sample, start_seconds, offset_seconds, duration_seconds } = clip;
	const { gain_db, fade_in_seconds, fade_out_seconds } = clip;
	return [
		track,
		sample,
		start_seconds,
		offset_seconds,
		duration_seconds,
		gain_db,
		fade_in_seconds,
		fade_out_seconds,
	].join();
}
