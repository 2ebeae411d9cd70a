// What a report says of a render, read out of the JSON that the server stored with it.
import type { Measurement, Render } from "../api/types";
import { decibels, signed } from "../look/format";
import { evenly, type LoudnessPoint } from "./loudness";

export interface Verdict {
	title: string;
	value: string;
	said: string;
	good: boolean;
}

const numbers = (value: unknown): number[] =>
	Array.isArray(value) ? value.filter((item): item is number => typeof item === "number") : [];

export function hopSeconds(report: Render["report"]): number {
	return typeof report.hop_seconds === "number" && report.hop_seconds > 0 ? report.hop_seconds : 0.1;
}

/** A window of 3 s is told by its beginning, and is drawn at its middle. */
const HALF_WINDOW_SECONDS = 1.5;

export function mixLoudness(report: Render["report"]): LoudnessPoint[] {
	const curve = report.mix_short_term_lufs;
	const values = Array.isArray(curve) ? curve.map((value) => (typeof value === "number" ? value : null)) : [];
	return centred(evenly(values, hopSeconds(report)));
}

export function masterLoudness(report: Render["report"]): LoudnessPoint[] {
	return centred(report.curve ?? []);
}

function centred(curve: readonly LoudnessPoint[]): LoudnessPoint[] {
	return curve.map(([at, shortTerm, momentary]) => [at + HALF_WINDOW_SECONDS, shortTerm, momentary]);
}

export function reductions(report: Render["report"]): number[][] {
	const found = report.reduction_db;
	return found && typeof found === "object" ? Object.values(found).map(numbers) : [];
}

/** The verdicts in the order of their weight; only those whose figures are there. */
export function verdicts(report: Render["report"]): Verdict[] {
	const found: Verdict[] = [];
	const { master, mix } = report;
	if (master) found.push(loudness(master), truePeak(master, report));
	if (mix) found.push(headroom(mix, report.mix_turned_down_db ?? 0));
	return found;
}

function loudness(master: Measurement): Verdict {
	return {
		title: "Integrated loudness",
		value: decibels(master.integrated_lufs, "LUFS").replace("unknown", "silence"),
		said:
			master.loudness_range_lu === null
				? "too short for a loudness range"
				: `loudness range ${master.loudness_range_lu.toFixed(1)}\u202fLU`,
		good: master.integrated_lufs !== null,
	};
}

function truePeak(master: Measurement, report: Render["report"]): Verdict {
	const ceiling = report.ceiling_dbtp ?? null;
	const peak = master.true_peak_dbtp;
	// The file's own rounding may lift a sample by half of its last bit: 0.005 dB is under every meter's figure.
	const held = ceiling === null || peak === null || peak <= ceiling + 0.005;
	const limiter = report.limiter as
		| { max_reduction_db?: unknown; corrections_db?: unknown }
		| null
		| undefined;
	const most = typeof limiter?.max_reduction_db === "number" ? limiter.max_reduction_db : null;
	const corrections = numbers(limiter?.corrections_db).length;
	const said = [
		ceiling === null ? "" : `${held ? "held under" : "over"} the ceiling of ${signed(ceiling, 2)}\u202fdBTP`,
		most && most > 0.05 ? `the limiter took up to ${most.toFixed(1)}\u202fdB` : "",
		corrections ? `corrected ${corrections === 1 ? "once" : `${corrections} times`}` : "",
		`sample peak ${decibels(master.sample_peak_dbfs, "dBFS", 2)}`,
	];
	return {
		title: "True peak",
		value: decibels(peak, "dBTP", 2),
		said: said.filter(Boolean).join("; "),
		good: held,
	};
}

function headroom(mix: Measurement, turnedDown: number): Verdict {
	const value = mix.headroom_db === null ? "unknown" : `${mix.headroom_db.toFixed(1)}\u202fdB`;
	const down = Math.abs(turnedDown);
	return {
		title: "Headroom of the mix",
		value,
		said:
			down > 0.05
				? `it was turned down by ${down.toFixed(1)}\u202fdB, or it would have clipped`
				: "before the master chain",
		good: down <= 0.05,
	};
}
