/** Tape: high frequencies bend first, and the louder it goes in the more it bends. */
import { bell, Cascade, highPass, highShelf, PLAIN, type Section } from "../biquads";
import { type Parameters, type Processor, value } from "../effect";
import { evenlyLoud, Shaper, soft } from "../shaping";
import { dbToGain, type Stereo } from "../sound";

const REFERENCE = dbToGain(-12);
const EMPHASIS_HZ = 4_000;
const STILL_HZ = 10;
const Q = Math.SQRT1_2;

export class Tape implements Processor {
	readonly latency_samples: number;
	private readonly before: Cascade;
	private readonly shaper: Shaper;
	private readonly after: Cascade;

	constructor(parameters: Parameters) {
		this.before = new Cascade(before(parameters));
		this.shaper = new Shaper(soft, bending(parameters));
		this.after = new Cascade(after(parameters));
		this.latency_samples = this.shaper.latency_samples;
	}

	update(parameters: Parameters): void {
		this.before.update(before(parameters));
		this.shaper.update(bending(parameters));
		this.after.update(after(parameters));
	}

	process(block: Stereo): void {
		this.before.process(block);
		this.shaper.process(block);
		this.after.process(block);
	}
}

function bending(parameters: Parameters): [number, number, number] {
	const drive = dbToGain(value(parameters, "drive_db"));
	const bias = value(parameters, "bias");
	const level = evenlyLoud(soft, drive, bias, REFERENCE) * dbToGain(value(parameters, "output_db"));
	return [drive, bias, level];
}

function before(parameters: Parameters): Section[] {
	const emphasis_db = value(parameters, "emphasis_db");
	return [emphasis_db ? highShelf(EMPHASIS_HZ, emphasis_db, Q) : PLAIN];
}

function after(parameters: Parameters): Section[] {
	const emphasis_db = value(parameters, "emphasis_db");
	const bump_db = value(parameters, "bump_db");
	return [
		emphasis_db ? highShelf(EMPHASIS_HZ, -emphasis_db, Q) : PLAIN,
		bump_db ? bell(80, bump_db, 0.8) : PLAIN,
		value(parameters, "bias") ? highPass(STILL_HZ, Q) : PLAIN,
	];
}
