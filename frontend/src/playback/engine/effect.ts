/** What every previewed effect is: made from its parameters, it changes blocks in place. */
import type { Stereo } from "./sound";

/** Every parameter of an effect by its name, the defaults among them. */
export type Parameters = Readonly<Record<string, number>>;

export interface Processor {
	/** How much later the output is than the input. */
	readonly latency_samples: number;
	/** The greatest gain reduction within the last block; none for effects that reduce nothing. */
	readonly reduction_db?: number;
	process(block: Stereo): void;
	/** New parameters from the next sample on; what is heard at once moves over one cell. */
	update(parameters: Parameters): void;
}

/** Parameters are complete by what the catalogue says; a missing one is a fault of the caller. */
export function value(parameters: Parameters, name: string): number {
	const found = parameters[name];
	if (found === undefined) throw new Error(`The parameter ${name} is missing.`);
	return found;
}
