import { describe, expect, it } from "vitest";
import type { DoctorFile, DoctorReport } from "../api/types";
import {
	expectation,
	histogram,
	keptInAll,
	levelBars,
	nearestThreshold,
	shares,
	spectrumArea,
	worst,
} from "./report";

const file = (name: string, fields: Partial<DoctorFile> = {}): DoctorFile => ({
	sample: name, name, class_name: null, error: null, seconds: 10, kept_seconds: 8, dropped_seconds: 2,
	kept_at_seconds: [10, 8, 1], bandwidth_hz: 4000, peak_dbfs: -3, kept_rms_dbfs: -23, clipped_share: 0, snr_db: 30,
	voicing: 0.5, timbre_distance_db: 3, timbre_place: [0, 0], sound_kind: 0, findings: [], ...fields,
}); // biome-ignore format: a row of figures

const report = (files: DoctorFile[], more: Partial<DoctorReport> = {}) =>
	({
		files,
		findings: [],
		classes: [],
		silence_thresholds_dbfs: [-90, -60, -30],
		levels: { lowest_dbfs: -90, seconds: [1, 2, 3, 4] },
		spectrum: { step_hz: 1000, levels_db: [-10, -20, -90, null] },
		...more,
	}) as DoctorReport;

describe("the silence threshold", () => {
	it("tells what would be kept of all, and of every file", () => {
		const told = report([file("a"), file("b", { seconds: 20, kept_at_seconds: [20, 20, 0] })]);
		expect([-90, -60, -30].map((at) => keptInAll(told, at))).toEqual([30, 28, 1]);
		expect(shares(told, -60)).toEqual([
			{ name: "b", seconds: 20, kept: 20 },
			{ name: "a", seconds: 10, kept: 8 },
		]);
		expect(nearestThreshold(told, -48)).toBe(-60);
	});
	it("is told by class where there are classes", () => {
		const told = report(
			[file("a", { class_name: "x" }), file("b", { class_name: "x" }), file("c", { class_name: "y" })],
			{
				classes: [{ name: "x", files: 2, seconds: 20, kept_seconds: 16 }],
			},
		);
		expect(shares(told, -30)).toEqual([
			{ name: "x", seconds: 20, kept: 2 },
			{ name: "y", seconds: 10, kept: 1 },
		]);
	});
});

it("puts the files that lower the verdict before the ones that are only noted", () => {
	const told = report(
		[file("good"), file("copy", { findings: ["duplicates"] }), file("hiss", { findings: ["noise-like"] })],
		{
			findings: [
				{ kind: "duplicates", severity: "note", sentence: "", advice: "", files: ["copy"] },
				{ kind: "noise-like", severity: "noise", sentence: "", advice: "", files: ["hiss"] },
			],
		},
	);
	expect(worst(told).map(({ name }) => name)).toEqual(["hiss", "copy"]);
});

it("says what to expect, and after how many steps", () => {
	const plan = { preset: "voice", steps: 12_000, epochs: 48 } as DoctorReport["plan"];
	const told = (level: DoctorReport["verdict"]["level"], voicing: number | null) =>
		expectation(
			report([], {
				plan,
				verdict: { level, headline: "", sentences: [] },
				totals: { voicing } as DoctorReport["totals"],
			}),
		);
	expect(told("good", 0.6)).toBe(
		"Expect babble in its voices: syllables, not words, after about 5,000 steps of the network “voice”, which are 20 times through it.",
	);
	expect(told("will babble", 0.1)).toContain("colour and texture, not a voice");
	expect(told("will give noise", 0.6)).toContain("expect noise");
});

it("counts seconds, and keeps what lies beyond the ends", () => {
	const files = [
		file("a", { snr_db: -5 }),
		file("b", { snr_db: 31 }),
		file("c", { snr_db: 99 }),
		file("d", { snr_db: null }),
	];
	expect(histogram(files, (each) => each.snr_db, 0, 60, 6).map(({ seconds }) => seconds)).toEqual([
		8, 0, 0, 8, 0, 8,
	]);
});

it("draws levels and spectrum", () => {
	expect(levelBars(report([]), 2)).toEqual([
		{ from: -90, to: -88, seconds: 3 },
		{ from: -88, to: -86, seconds: 7 },
	]);
	expect(spectrumArea(report([]), 2000)).toEqual([
		[0, 1],
		[0.5, 1 - 10 / 70],
		[1, 0],
	]);
});
