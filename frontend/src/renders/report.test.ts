import { describe, expect, it } from "vitest";
import type { Measurement } from "../api/types";
import { hopSeconds, masterLoudness, mixLoudness, reductions, verdicts } from "./report";

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
