// What is drawn of the doctor's report: sums at a threshold, histograms, outlines, the files to hear first.
import type { DoctorFile, DoctorReport } from "../api/types";
import { whole } from "../look/format";
import { VOICED } from "./words";

/** The report's own threshold that lies nearest to a level. */
export function nearestThreshold(report: DoctorReport, dbfs: number): number {
	return report.silence_thresholds_dbfs.reduce((best, each) =>
		Math.abs(each - dbfs) < Math.abs(best - dbfs) ? each : best,
	);
}

/** Seconds of a file that would be kept at one of the report's thresholds. */
export function keptAt(report: DoctorReport, file: DoctorFile, threshold_dbfs: number): number {
	return file.kept_at_seconds[report.silence_thresholds_dbfs.indexOf(threshold_dbfs)] ?? file.kept_seconds;
}

export interface Share {
	name: string;
	seconds: number;
	kept: number;
}

/** What is kept and dropped of every class, or of every file where there are no classes; the largest first. */
export function shares(report: DoctorReport, threshold_dbfs: number): Share[] {
	const found = new Map<string, Share>();
	for (const file of report.files) {
		const name = report.classes.length ? (file.class_name ?? "") : file.name;
		const share = found.get(name) ?? { name, seconds: 0, kept: 0 };
		share.seconds += file.seconds;
		share.kept += keptAt(report, file, threshold_dbfs);
		found.set(name, share);
	}
	return [...found.values()].sort((a, b) => b.seconds - a.seconds);
}

export const keptInAll = (report: DoctorReport, threshold_dbfs: number) =>
	report.files.reduce((sum, file) => sum + keptAt(report, file, threshold_dbfs), 0);

/** The files with the most wrong with them, worst first: those in the findings that lower the verdict lead. */
export function worst(report: DoctorReport, most = 6): DoctorFile[] {
	const weight: Record<string, number> = { noise: 100, babble: 10, note: 1 };
	const blame = new Map<string, number>();
	for (const { severity, files } of report.findings)
		for (const [place, name] of files.entries())
			blame.set(name, (blame.get(name) ?? 0) + (weight[severity] ?? 1) / (1 + place));
	return report.files
		.filter((file) => file.findings.length > 0)
		.map((file) => ({ file, badness: (blame.get(file.name) ?? 0) + file.findings.length }))
		.sort((a, b) => b.badness - a.badness)
		.slice(0, most)
		.map(({ file }) => file);
}

/** Measured: so many times through four minutes of one speaker gave takes that are more voiced than noise. */
export const GOOD_EPOCHS = 20;

/** What a model of it will be like, and after how many steps of the network that the doctor had in mind. */
export function expectation({ verdict, totals, plan }: DoctorReport): string {
	if (verdict.level === "will give noise") return "As it is, expect noise from it, however long it learns.";
	const voiced = totals.voicing !== null && totals.voicing >= VOICED;
	const what = voiced ? "babble in its voices: syllables, not words" : "its colour and texture, not a voice";
	if (!plan.steps || !plan.epochs) return `Expect ${what}.`;
	const steps = Math.round((GOOD_EPOCHS * plan.steps) / plan.epochs);
	const rounded = Number(steps.toPrecision(2));
	return `Expect ${what}, after about ${whole(rounded)} steps of the network “${plan.preset}”, which are ${GOOD_EPOCHS} times through it.`;
}

export interface Bar {
	from: number;
	to: number;
	seconds: number;
}

/** Seconds of sound by a figure of its files, in equal steps from `low` to `high`; what lies beyond joins the ends. */
export function histogram(
	files: readonly DoctorFile[],
	of: (file: DoctorFile) => number | null,
	low: number,
	high: number,
	count: number,
): Bar[] {
	const step = (high - low) / count;
	const bars = Array.from({ length: count }, (_, i) => ({
		from: low + i * step,
		to: low + (i + 1) * step,
		seconds: 0,
	}));
	for (const file of files) {
		const value = of(file);
		if (value === null) continue;
		const bar = bars[Math.min(count - 1, Math.max(0, Math.floor((value - low) / step)))];
		if (bar) bar.seconds += file.kept_seconds;
	}
	return bars;
}

/** The levels of 20 ms frames as bars of `step` dB, from the quietest that sounds. */
export function levelBars({ levels }: DoctorReport, step = 3): Bar[] {
	const bars: Bar[] = [];
	for (let at = 0; at < levels.seconds.length; at += step) {
		const seconds = levels.seconds.slice(at, at + step).reduce((sum, each) => sum + each, 0);
		bars.push({ from: levels.lowest_dbfs + at, to: levels.lowest_dbfs + at + step, seconds });
	}
	return bars;
}

/** The long-term spectrum as an area: points x 0…1 over the frequencies, y 0…1 over 70 dB under its top. */
export function spectrumArea({ spectrum }: DoctorReport, highest_hz: number): [number, number][] {
	const known = spectrum.levels_db
		.map((level, bin) => [bin * spectrum.step_hz, level] as const)
		.filter((pair): pair is readonly [number, number] => pair[1] !== null && pair[0] <= highest_hz);
	const top = Math.max(...known.map(([, level]) => level));
	return known.map(([hz, level]) => [hz / highest_hz, Math.max(0, 1 + (level - top) / 70)]);
}
