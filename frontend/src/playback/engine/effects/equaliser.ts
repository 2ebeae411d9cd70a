/** Equaliser: eight bands; a cut at either end, two shelves and four bells. */
import {
	bell,
	butterworthQs,
	Cascade,
	highPass,
	highShelf,
	lowPass,
	lowShelf,
	PLAIN,
	type Section,
} from "../biquads";
import { type Parameters, type Processor, value } from "../effect";
import type { Stereo } from "../sound";

const BANDS = [
	[lowShelf, "low"],
	[bell, "bell_1"],
	[bell, "bell_2"],
	[bell, "bell_3"],
	[bell, "bell_4"],
	[highShelf, "high"],
] as const;
const CUTS = [
	[highPass, "low_cut"],
	[lowPass, "high_cut"],
] as const;

export class Equaliser implements Processor {
	readonly latency_samples = 0;
	private readonly cascade: Cascade;

	constructor(parameters: Parameters) {
		this.cascade = new Cascade(sections(parameters));
	}

	update(parameters: Parameters): void {
		this.cascade.update(sections(parameters));
	}

	process(block: Stereo): void {
		this.cascade.process(block);
	}
}

/** Fourteen sections, of which those that change nothing are plain. */
function sections(parameters: Parameters): Section[] {
	const made: Section[] = BANDS.map(([design, name]) => {
		const gain_db = value(parameters, `${name}_gain_db`);
		if (!gain_db) return PLAIN;
		return design(value(parameters, `${name}_hz`), gain_db, value(parameters, `${name}_q`));
	});
	for (const [cut, name] of CUTS) {
		const steepness = Math.round(value(parameters, name));
		const hz = value(parameters, `${name}_hz`);
		for (const q of butterworthQs(steepness)) made.push(cut(hz, q));
		for (let k = steepness; k < 4; k++) made.push(PLAIN);
	}
	return made;
}
