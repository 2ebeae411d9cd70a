/** What makes the previewed effects, by name. */
import type { Parameters, Processor } from "../effect";
import type { Previewed } from "../previewed";
import { Chorus } from "./chorus";
import { Compressor } from "./compressor";
import { Crusher } from "./crusher";
import { Delay } from "./delay";
import { Equaliser } from "./equaliser";
import { Exciter } from "./exciter";
import { Filter } from "./filter";
import { Gain } from "./gain";
import { Gate } from "./gate";
import { Limiter } from "./limiter";
import { Reverb } from "./reverb";
import { Saturation } from "./saturation";
import { Tape } from "./tape";
import { Tremolo } from "./tremolo";
import { Width } from "./width";

export type Make = new (parameters: Parameters) => Processor;

const MADE: Readonly<Record<Previewed, Make>> = {
	chorus: Chorus,
	compressor: Compressor,
	crusher: Crusher,
	delay: Delay,
	equaliser: Equaliser,
	exciter: Exciter,
	filter: Filter,
	gain: Gain,
	gate: Gate,
	limiter: Limiter,
	reverb: Reverb,
	saturation: Saturation,
	tape: Tape,
	tremolo: Tremolo,
	width: Width,
};

export const EFFECTS: Readonly<Record<string, Make>> = MADE;

/** Parameters that cannot move while a device is at work: another value is another device. */
export const FIXED: Readonly<Record<string, readonly string[]>> = {
	limiter: ["look_ahead_ms"],
	reverb: ["size", "pre_delay_ms"],
	saturation: ["curve"],
};
