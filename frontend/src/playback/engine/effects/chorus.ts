/** Chorus: an ensemble of voices, each a little late, its time wandering by itself and in its own place. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { hermite } from "../hermite";
import { CELL, RATE_HZ, type Stereo } from "../sound";

const MOST_VOICES = 6;
const MOST_MS = 60;
const TAPE_SECONDS = 0.05;
const RING = 1 << (32 - Math.clz32(Math.floor((MOST_MS * RATE_HZ) / 1000)));
const PLACES = [-0.9, 0.9, -0.3, 0.3, -0.6, 0.6];

export class Chorus implements Processor {
	readonly latency_samples = 0;
	private readonly glide: Glide;
	private readonly rings = [new Float32Array(RING), new Float32Array(RING)] as const;
	private readonly pace = Math.exp(-1 / (TAPE_SECONDS * RATE_HZ));
	private time = 0;
	private turn = 0;
	private depth: number;
	private late: number;

	constructor(parameters: Parameters) {
		this.glide = new Glide(values(parameters));
		this.depth = this.glide.target[1] as number;
		this.late = this.glide.target[2] as number;
	}

	update(parameters: Parameters): void {
		this.glide.to(values(parameters));
	}

	process({ left, right }: Stereo): void {
		const { glide, rings, pace } = this;
		const mask = RING - 1;
		for (let k = 0; k < CELL; k++) {
			const depth = glide.at(1, k);
			const late = glide.at(2, k);
			this.depth = depth + (this.depth - depth) * pace;
			this.late = late + (this.late - late) * pace;
			rings[0][this.time & mask] = left[k] as number;
			rings[1][this.time & mask] = right[k] as number;
			let one = glide.at(3, k) * (left[k] as number);
			let other = glide.at(3, k) * (right[k] as number);
			for (let voice = 0; voice < MOST_VOICES; voice++) {
				const to_left = glide.at(4 + voice, k);
				const to_right = glide.at(4 + MOST_VOICES + voice, k);
				if (to_left === 0 && to_right === 0) continue;
				// Voices swing at rates a little apart, so that they never meet in the same way.
				const swing = sine(this.turn * (1 + 0.13 * voice) + voice / MOST_VOICES);
				const delay = Math.max(this.late + this.depth * swing, 1);
				one += to_left * hermite(rings[0], this.time, delay, mask);
				other += to_right * hermite(rings[1], this.time, delay, mask);
			}
			left[k] = one;
			right[k] = other;
			this.turn += glide.at(0, k);
			this.time++;
		}
		glide.passed();
	}
}

/** Turns a sample, depth and lateness in samples, the original's gain, then each voice's, left and right. */
function values(parameters: Parameters): number[] {
	const per_ms = RATE_HZ / 1000;
	const delay_ms = value(parameters, "delay_ms");
	const depth_ms = Math.min(value(parameters, "depth_ms"), delay_ms - 0.5); // a voice cannot be early
	const voices = value(parameters, "voices");
	const mix = (value(parameters, "mix") * Math.PI) / 2;
	const places = PLACES.map((place) => ((value(parameters, "spread") * place + 1) * Math.PI) / 4);
	const loud = places.map(
		(_, voice) => Math.sin(mix) * Math.sqrt(2 / voices) * Math.min(Math.max(voices - voice, 0), 1),
	);
	return [
		value(parameters, "rate_hz") / RATE_HZ,
		depth_ms * per_ms,
		delay_ms * per_ms,
		Math.cos(mix),
		...places.map((angle, voice) => (loud[voice] as number) * Math.cos(angle)),
		...places.map((angle, voice) => (loud[voice] as number) * Math.sin(angle)),
	];
}

/** A sine, within 2e-4, a quarter of a turn early. */
function sine(turns: number): number {
	const t = 4 * Math.abs(turns - Math.floor(turns) - 0.5) - 1;
	const square = t * t;
	return t * (1.5706 + square * (-0.6452 + square * (0.078 - 0.0034 * square)));
}
