/** Saturation: overdrive by one of three curves, with a tone control behind it. */
import { Cascade, highPass, lowPass, PLAIN, type Section } from "../biquads";
import { type Parameters, type Processor, value } from "../effect";
import { type Curve, evenlyLoud, folded, hard, Shaper, soft } from "../shaping";
import { dbToGain, type Stereo } from "../sound";

const REFERENCE = dbToGain(-12);
const STILL_HZ = 10;
const OPEN_HZ = 20_000;
const Q = Math.SQRT1_2;

export class Saturation implements Processor {
	readonly latency_samples: number;
	private readonly curve: Curve;
	private readonly shaper: Shaper;
	private readonly after: Cascade;

	constructor(parameters: Parameters) {
		this.curve = [soft, hard, folded][Math.round(value(parameters, "curve"))] ?? soft;
		this.shaper = new Shaper(this.curve, bending(this.curve, parameters));
		this.after = new Cascade(after(parameters));
		this.latency_samples = this.shaper.latency_samples;
	}

	update(parameters: Parameters): void {
		this.shaper.update(bending(this.curve, parameters));
		this.after.update(after(parameters));
	}

	process(block: Stereo): void {
		this.shaper.process(block);
		this.after.process(block);
	}
}

/** Drive, bias and level of the curve; a sine at -12 dBFS keeps its loudness. */
function bending(curve: Curve, parameters: Parameters): [number, number, number] {
	const drive = dbToGain(value(parameters, "drive_db"));
	const bias = value(parameters, "bias");
	const level = evenlyLoud(curve, drive, bias, REFERENCE) * dbToGain(value(parameters, "output_db"));
	return [drive, bias, level];
}

function after(parameters: Parameters): Section[] {
	const tone_hz = value(parameters, "tone_hz");
	return [
		value(parameters, "bias") ? highPass(STILL_HZ, Q) : PLAIN,
		tone_hz < OPEN_HZ ? lowPass(tone_hz, Q) : PLAIN,
	];
}
