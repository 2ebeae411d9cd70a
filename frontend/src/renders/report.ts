// What a report says of a render, read out of the JSON that the server stored with it.
import type { Addition, Examination, Measurement, Render, Side, StageTrace } from "../api/types";
import { decibels, hertz, signed } from "../look/format";
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

/** An effect's name as people write it: noise_reduction is "Noise reduction". */
const inWords = (effect: string) => effect.charAt(0).toUpperCase() + effect.slice(1).replaceAll("_", " ");

export interface Stage {
	key: string;
	title: string;
	trace: StageTrace;
	/** The greatest gain reduction in dB; null for stages that reduce nothing. */
	most_db: number | null;
	/** The highest peak of what comes out of it; null in silence. */
	peak_dbfs: number | null;
}

/** The stages of the master in the order of the signal. */
export function stagesOf(report: Render["report"]): Stage[] {
	return Object.entries(report.stages ?? {}).map(([key, trace]) => {
		const most = Math.max(0, ...trace.reduction_db);
		const peaks = trace.peak_dbfs.filter((value) => value !== null);
		return {
			key,
			title: inWords(report.devices?.[key]?.effect ?? (key === "ceiling" ? "Ceiling" : "Device")),
			trace,
			most_db: most > 0 ? most : null,
			peak_dbfs: peaks.length ? Math.max(...peaks) : null,
		};
	});
}

export function examined(report: Render["report"], side: Side): Examination | null {
	return report.examined?.[side] ?? null;
}

/** What every exciter added, and on which track it stands. */
export function additions(report: Render["report"]): (Addition & { on: string })[] {
	return Object.entries(report.added ?? {}).map(([key, added]) => ({
		...added,
		on: report.devices?.[key]?.on ?? "",
	}));
}

/** The gain with which each file is as loud as the softer one: never above 0, so that nothing clips. */
export function matchedGains(report: Render["report"]): Record<Side, number> {
	const [mix, master] = [report.mix?.integrated_lufs ?? null, report.master?.integrated_lufs ?? null];
	const told = report.matched_gain_db;
	if (told) return { mix: Math.min(0, told.mix ?? 0), master: Math.min(0, told.master ?? 0) };
	if (mix === null || master === null) return { mix: 0, master: 0 };
	return { mix: Math.min(0, master - mix), master: Math.min(0, mix - master) };
}

/** The verdicts in the order of their weight; only those whose figures are there. */
export function verdicts(report: Render["report"]): Verdict[] {
	const found: Verdict[] = [];
	const { master, mix } = report;
	if (master) found.push(loudness(master, report), truePeak(master, report));
	if (mix) found.push(headroom(mix, report.mix_turned_down_db ?? 0));
	const heard = examined(report, "master") ?? examined(report, "mix");
	if (heard) found.push(...correlation(heard), ...bandwidth(heard), clicks(heard));
	return [...found, ...additions(report).map(addition)];
}

/** How far from what was wanted a master may be, and still be as loud as wanted. */
const CLOSE_LU = 0.3;

function loudness(master: Measurement, report: Render["report"]): Verdict {
	const found = master.integrated_lufs;
	const wanted = report.target_lufs ?? null;
	const reached = wanted === null || (found !== null && Math.abs(found - wanted) <= CLOSE_LU);
	const range = master.loudness_range_lu;
	const drive = report.drive_db ?? 0;
	const said = [
		wanted === null
			? ""
			: `${decibels(wanted, "LUFS")} was wanted${reached ? "" : ", and cannot be reached under this ceiling"}`,
		wanted !== null && Math.abs(drive) > 0.05 ? `${decibels(drive, "dB")} before the limiter` : "",
		range === null ? "too short for a loudness range" : `loudness range ${range.toFixed(1)}\u202fLU`,
	];
	return {
		title: "Integrated loudness",
		value: decibels(found, "LUFS").replace("unknown", "silence"),
		said: said.filter(Boolean).join("; "),
		good: found !== null && reached,
	};
}

function correlation({ correlation: found, correlation_curve: curve }: Examination): Verdict[] {
	if (found === null) return [];
	const against = curve.filter((value) => value !== null && value < 0).length;
	const share = Math.round((100 * against) / Math.max(1, curve.length));
	const said =
		found > 0.98
			? "almost mono"
			: share
				? `the sides work against each other for ${share}\u202f% of the time`
				: "left and right are apart, and hold in mono";
	return [
		{ title: "Correlation of the sides", value: signed(found, 2), said, good: found >= 0 && share < 20 },
	];
}

function bandwidth({ bandwidth_hz }: Examination): Verdict[] {
	if (bandwidth_hz === null) return [];
	return [
		{
			title: "Bandwidth",
			value: hertz(bandwidth_hz),
			said: "where the spectrum falls off",
			good: true,
		},
	];
}

function clicks({ clicks: found }: Examination): Verdict {
	return {
		title: "Clicks",
		value: String(found),
		said: found ? "moments that stand far out of their surroundings, in the master" : "none were found",
		good: found === 0,
	};
}

function addition({ on, bandwidth_hz, before_db, after_db }: Addition & { on: string }): Verdict {
	const added = after_db - before_db;
	return {
		title: `Exciter${on ? ` on ${on}` : ""}`,
		value: decibels(after_db),
		said:
			added < 0.5
				? `added nothing above ${hertz(bandwidth_hz)}, where the sound ended`
				: `above ${hertz(bandwidth_hz)}, where the sound ended; ${decibels(before_db)} before`,
		good: added >= 0.5,
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
