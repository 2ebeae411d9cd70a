/** One recording onto a track while it grows: its tape, its outline, and where the transport stood meanwhile. */
import { Tape } from "../recording/tape";
import { encode, MAXIMUM_DATA_BYTES } from "../recording/wav";
import { Outline } from "./outline";
import { type Pass, type Placed, placesOf, type Recorded } from "./placing";

export interface Beginning {
	track: string;
	rate_hz: number;
	channels: number;
	from_seconds: number;
	latency_seconds: number;
}

/** The most silence that is put where the microphone gave nothing. */
const LONGEST_GAP_SECONDS = 60;

export class Growing {
	readonly outline = new Outline();
	readonly tape: Tape;
	state = $state<"recording" | "sending" | "unsent">("recording");
	/** Of the audio clock, at which the first frame came in; null before it has. */
	first_frame: number | null = null;
	end_frame = Number.POSITIVE_INFINITY;
	readonly passes: Pass[] = [];
	/** There is no room for more in one file. */
	full = false;

	constructor(readonly beginning: Beginning) {
		this.tape = new Tape(beginning.rate_hz, beginning.channels);
	}

	get track(): string {
		return this.beginning.track;
	}

	get recorded(): Recorded {
		const { rate_hz, from_seconds, latency_seconds } = this.beginning;
		return {
			rate_hz,
			from_seconds,
			latency_seconds,
			first_frame: this.first_frame ?? 0,
			frames: this.outline.frames,
			passes: this.passes,
			end_frame: this.end_frame,
		};
	}

	get places(): Placed[] {
		return this.first_frame === null ? [] : placesOf(this.recorded);
	}

	/** The transport went on from another place. */
	went(seconds: number, clock_seconds: number): void {
		this.passes.push({ seconds, frame: Math.round(clock_seconds * this.beginning.rate_hz) });
	}

	add(channels: Float32Array[], frame: number): void {
		if (this.full) return;
		this.first_frame ??= frame;
		const { rate_hz } = this.beginning;
		const gap = frame - (this.first_frame + this.outline.frames);
		// Where a device pauses, the clock goes on: what follows stays where it belongs.
		if (gap > 0) this.append(this.beginning.channels, Math.min(gap, LONGEST_GAP_SECONDS * rate_hz));
		this.put(channels);
	}

	/** When everything up to a frame of the clock has come in. */
	reached(frame: number): boolean {
		return this.first_frame !== null && this.first_frame + this.outline.frames >= frame;
	}

	private append(channels: number, frames: number): void {
		this.put(Array.from({ length: channels }, () => new Float32Array(frames)));
	}

	private put(channels: Float32Array[]): void {
		const data = encode(channels);
		if (this.tape.bytes + data.length > MAXIMUM_DATA_BYTES) {
			this.full = true;
			return;
		}
		this.tape.append(data);
		this.outline.add(channels);
	}
}
