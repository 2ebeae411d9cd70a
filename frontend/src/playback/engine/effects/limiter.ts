/** Limiter: keeps the peaks between samples under a ceiling, by a gain that looks ahead and never steps. */
import { type Parameters, type Processor, value } from "../effect";
import { Glide } from "../glide";
import { LookAhead } from "../look-ahead";
import { CELL, dbToGain, type Stereo } from "../sound";

const SLOW_MS = 1.5;
const SLOW_RELEASE_MS = 50;

export class Limiter implements Processor {
	readonly latency_samples: number;
	reduction_db = 0;
	private readonly stages: LookAhead[];
	private readonly gain: Glide;

	constructor(parameters: Parameters) {
		const look_ahead_ms = value(parameters, "look_ahead_ms");
		const ceiling = dbToGain(value(parameters, "ceiling_dbtp"));
		this.stages = [new LookAhead(ceiling, value(parameters, "release_ms"), look_ahead_ms)];
		// A gain that moves within a few samples makes new peaks between them: a slower one takes what is left.
		if (look_ahead_ms < SLOW_MS) this.stages.push(new LookAhead(ceiling, SLOW_RELEASE_MS, SLOW_MS));
		this.gain = new Glide([dbToGain(value(parameters, "input_db"))]);
		this.latency_samples = this.stages.reduce((all, stage) => all + stage.latency_samples, 0);
	}

	update(parameters: Parameters): void {
		this.gain.to([dbToGain(value(parameters, "input_db"))]);
		const ceiling = dbToGain(value(parameters, "ceiling_dbtp"));
		this.stages.forEach((stage, k) => {
			stage.retune(ceiling, k ? SLOW_RELEASE_MS : value(parameters, "release_ms"));
		});
	}

	process(block: Stereo): void {
		for (let k = 0; k < CELL; k++) {
			const gain = this.gain.at(0, k);
			block.left[k] = (block.left[k] as number) * gain;
			block.right[k] = (block.right[k] as number) * gain;
		}
		this.gain.passed();
		this.reduction_db = 0;
		for (const stage of this.stages) {
			stage.process(block);
			this.reduction_db -= 20 * Math.log10(stage.reduction);
		}
	}
}
