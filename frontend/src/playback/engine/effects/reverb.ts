/** Reverb: a large, long and dark room. The reverberation alone comes out. */
import { Cascade, highPass, lowPass, type Section } from "../biquads";
import { type Parameters, type Processor, value } from "../effect";
import { Network, type Room } from "../network";
import { dbToGain, Late, RATE_HZ, rounded, type Stereo } from "../sound";

const Q = Math.SQRT1_2;

export class Reverb implements Processor {
	readonly latency_samples = 0;
	private readonly tone: Cascade;
	private readonly before: Late;
	private readonly network: Network;

	constructor(parameters: Parameters) {
		this.tone = new Cascade(tone(parameters));
		this.before = new Late(rounded((value(parameters, "pre_delay_ms") * RATE_HZ) / 1000));
		this.network = new Network(room(parameters), value(parameters, "size"));
	}

	update(parameters: Parameters): void {
		this.tone.update(tone(parameters));
		this.network.update(room(parameters));
	}

	process(block: Stereo): void {
		this.tone.process(block);
		this.before.process(block);
		this.network.process(block);
	}
}

function room(parameters: Parameters): Room {
	return {
		decay_seconds: value(parameters, "decay_seconds"),
		high_share: value(parameters, "high_share"),
		diffusion: value(parameters, "diffusion"),
		depth_samples: 8 * value(parameters, "modulation"),
		width: value(parameters, "width"),
		gain: dbToGain(value(parameters, "level_db")),
	};
}

function tone(parameters: Parameters): Section[] {
	return [highPass(value(parameters, "low_cut_hz"), Q), lowPass(value(parameters, "high_cut_hz"), Q)];
}
