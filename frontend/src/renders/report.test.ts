import { describe, expect, it } from "vitest";
import type { Examination, Measurement, RenderReport } from "../api/types";
import {
	additions,
	examined,
	hopSeconds,
	masterLoudness,
	matchedGains,
	mixLoudness,
	reductions,
	stagesOf,
	verdicts,
} from "./report";

const plain = (text: string) => text.replaceAll("\u202f", " ");
const measured = (change: Partial<Measurement> = {}): Measurement => ({
	integrated_lufs: -16.4,
	loudness_range_lu: 11.8,
	true_peak_dbtp: -0.26,
	sample_peak_dbfs: -0.61,
	headroom_db: 11,
	duration_seconds: 198.75,
	sample_rate: 44_100,
	channels: 2,
	bit_depth: 16,
	...change,
});

const heard = (change: Partial<Examination> = {}): Examination => ({
	correlation: 0.62,
	correlation_curve: [0.7, 0.5, null],
	spectrum_hz: [100, 1000],
	spectrum_db: [-20, -30],
	bandwidth_hz: 15_900,
	clicks: 0,
	...change,
});
const told = (report: RenderReport, title: string) => {
	const found = verdicts(report).find((verdict) => verdict.title === title);
	return found && { ...found, value: plain(found.value), said: plain(found.said) };
};

describe("a report that tells of the chain", () => {
	const trace = { reduction_db: [0, 4.6, 1], rms_dbfs: [-30, -20, null], peak_dbfs: [-12, -3, null] };
	const idle = { reduction_db: [0, 0, 0], rms_dbfs: [null], peak_dbfs: [null] };
	it("names the stages in the order of the signal", () => {
		const stages = stagesOf({
			stages: { b: idle, a: trace, ceiling: trace },
			devices: { a: { effect: "noise_reduction", on: "Mix" }, b: { effect: "tape", on: "Mix" } },
		});
		expect(stages.map(({ title, most_db, peak_dbfs }) => [title, most_db, peak_dbfs])).toEqual([
			["Tape", null, null],
			["Noise reduction", 4.6, -3],
			["Ceiling", 4.6, -3],
		]);
	});
	it("never turns a file up to compare it", () => {
		expect(matchedGains({ matched_gain_db: { mix: 0, master: -5.3 } })).toEqual({ mix: 0, master: -5.3 });
		expect(matchedGains({ matched_gain_db: { mix: 2 } })).toEqual({ mix: 0, master: 0 });
		const [mix, master] = [measured({ integrated_lufs: -21 }), measured({ integrated_lufs: -16 })];
		expect(matchedGains({ mix, master })).toEqual({ mix: 0, master: -5 });
		expect(matchedGains({ mix: measured({ integrated_lufs: null }), master })).toEqual({ mix: 0, master: 0 });
	});
	it("tells of the sides, the bandwidth and clicks", () => {
		const report = { examined: { master: heard({ clicks: 2 }) } };
		expect(told(report, "Correlation of the sides")).toMatchObject({ value: "+0.62", good: true });
		expect(told(report, "Bandwidth")).toMatchObject({ value: "15.9 kHz" });
		expect(told(report, "Clicks")).toMatchObject({ value: "2", good: false });
		const against = heard({ correlation: -0.4, correlation_curve: [-0.5, -0.3, 0.1, 0.2] });
		const said = told({ examined: { master: against } }, "Correlation of the sides");
		expect(said).toMatchObject({
			good: false,
			said: "the sides work against each other for 50 % of the time",
		});
	});
	it("tells whether the wanted loudness was reached", () => {
		const reached = told({ master: measured(), target_lufs: -16.5, drive_db: 3.2 }, "Integrated loudness");
		expect(reached).toMatchObject({ good: true });
		expect(reached?.said).toContain("+3.2 dB before the limiter");
		const missed = told({ master: measured(), target_lufs: -9 }, "Integrated loudness");
		expect(missed).toMatchObject({ good: false });
		expect(missed?.said).toContain("−9.0 LUFS was wanted, and cannot be reached");
	});
	it("tells what an exciter added, or that it added nothing", () => {
		const report = {
			added: { a: { bandwidth_hz: 8000, before_db: -80, after_db: -31 } },
			devices: { a: { effect: "exciter", on: "Babbling" } },
		};
		expect(additions(report)).toMatchObject([{ on: "Babbling", after_db: -31 }]);
		expect(told(report, "Exciter on Babbling")).toMatchObject({ value: "−31.0 dB", good: true });
		const nothing = { added: { a: { bandwidth_hz: 8000, before_db: -80, after_db: -80 } } };
		expect(told(nothing, "Exciter")).toMatchObject({ good: false });
	});
	it("is silent about what older renders did not measure", () => {
		const old = { master: measured(), mix: measured(), ceiling_dbtp: -1 };
		expect(verdicts(old)).toHaveLength(3);
		expect([stagesOf(old), additions(old), examined(old, "master")]).toEqual([[], [], null]);
	});
});

describe("a render's report", () => {
	it("tells loudness, true peak and headroom", () => {
		const told = verdicts({ master: measured(), mix: measured(), ceiling_dbtp: -0.26 });
		expect(told.map(({ title, value }) => `${title} ${plain(value)}`)).toEqual([
			"Integrated loudness −16.4 LUFS",
			"True peak −0.26 dBTP",
			"Headroom of the mix 11.0 dB",
		]);
		expect(told.every(({ good }) => good)).toBe(true);
		expect(plain(told[1]?.said ?? "")).toContain("held under the ceiling of −0.26 dBTP");
	});
	it("says when the ceiling was not held", () => {
		const [, peak] = verdicts({ master: measured({ true_peak_dbtp: -0.2 }), ceiling_dbtp: -0.26 });
		expect(peak?.good).toBe(false);
		expect(peak?.said).toContain("over the ceiling");
	});
	it("says when the mix was turned down", () => {
		const [headroom] = verdicts({ mix: measured(), mix_turned_down_db: -3.24 });
		expect(headroom?.good).toBe(false);
		expect(plain(headroom?.said ?? "")).toContain("3.2 dB");
	});
	it("says silence for what has no loudness", () => {
		expect(verdicts({ master: measured({ integrated_lufs: null, loudness_range_lu: null }) })[0]?.value).toBe(
			"silence",
		);
	});
	it("draws the loudness of a window at its middle", () => {
		expect(mixLoudness({ hop_seconds: 0.5, mix_short_term_lufs: [-20, null, "x"] })).toEqual([
			[1.5, -20, null],
			[2, null, null],
			[2.5, null, null],
		]);
		expect(masterLoudness({ curve: [[0.5, -18, null]] })).toEqual([[2, -18, null]]);
	});
	it("is nothing where nothing was measured", () => {
		expect(verdicts({})).toEqual([]);
		expect(hopSeconds({})).toBe(0.1);
		expect(mixLoudness({})).toEqual([]);
		expect(masterLoudness({})).toEqual([]);
		expect(reductions({ reduction_db: { a: [1, 2], b: "x" } })).toEqual([[1, 2], []]);
	});
});
