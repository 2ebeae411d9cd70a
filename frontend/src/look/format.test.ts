import { expect, test } from "vitest";
import * as format from "./format";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test("durations carry into minutes and hours and are never 60 seconds", () => {
	expect([0, 38.2, 59.96, 198.75, 3723].map((seconds) => format.duration(seconds))).toEqual([
		"0:00.0",
		"0:38.2",
		"1:00.0",
		"3:18.8",
		"1:02:03.0",
	]);
	expect(format.duration(760, 0)).toBe("12:40");
	expect(format.duration(null)).toBe("unknown");
});

test("spans are said in two units at most", () => {
	const spans = [0.4, 8, 8.25, 42, 60, 252, 3600, 12_420, 432_000].map((seconds) =>
		plain(format.span(seconds)),
	);
	expect(spans).toEqual([
		"0.4 s",
		"8 s",
		"8.3 s",
		"42 s",
		"1 min",
		"4 min 12 s",
		"1 h",
		"3 h 27 min",
		"5 days",
	]);
});

test("a measured frequency keeps its decimal, a sample rate is exact", () => {
	expect([363, 8000, 22_050].map((hz) => plain(format.hertz(hz)))).toEqual(["363 Hz", "8.0 kHz", "22.1 kHz"]);
	expect([8000, 44_100, 11_025].map((hz) => plain(format.sampleRate(hz)))).toEqual([
		"8 kHz",
		"44.1 kHz",
		"11.025 kHz",
	]);
});

test("levels have a real minus and a sign, and no minus zero", () => {
	expect([-14.2, 2.6, 0, -0.04].map((db) => plain(format.decibels(db)))).toEqual([
		"−14.2 dB",
		"+2.6 dB",
		"0.0 dB",
		"0.0 dB",
	]);
	expect(plain(format.decibels(-1, "dBTP", 0))).toBe("−1 dBTP");
	expect(format.decibels(null)).toBe("unknown");
	expect(format.decibels(Number.NEGATIVE_INFINITY)).toBe("silence");
});

test("sizes and counts are short and never round up to a thousand", () => {
	expect([0, 999, 12_000_000, 1_440_000, 999_600].map((size) => plain(format.bytes(size)))).toEqual([
		"0 B",
		"999 B",
		"12 MB",
		"1.4 MB",
		"1 MB",
	]);
	expect([999, 1000, 15_500, 88_000, 999_960, 1_200_000].map(format.count)).toEqual([
		"999",
		"1K",
		"15.5K",
		"88K",
		"1M",
		"1.2M",
	]);
	expect([format.whole(15_000), format.plural(1, "sample"), format.plural(1200, "sample")]).toEqual([
		"15,000",
		"1 sample",
		"1,200 samples",
	]);
});

test("shares never claim to be done before they are", () => {
	expect([-1, 0, 0.999, 1, 2].map(format.percent)).toEqual(["0%", "0%", "99%", "100%", "100%"]);
});

test("days are those of the calendar, not 24 hours", () => {
	const now = new Date(2026, 10, 23, 9, 0);
	const at = (...part: [number, number, number, number, number]) =>
		format.ago(new Date(...part).toISOString(), now);
	expect(at(2026, 10, 23, 8, 59)).toBe("1 minute ago");
	expect(at(2026, 10, 23, 6, 0)).toBe("3 hours ago");
	expect(at(2026, 10, 22, 23, 0)).toBe("yesterday");
	expect(at(2026, 10, 20, 9, 0)).toBe("3 days ago");
	expect(at(2026, 2, 3, 9, 0)).toBe("3 March");
	expect(at(2024, 2, 3, 9, 0)).toBe("3 March 2024");
	expect(format.ago(now.toISOString(), now)).toBe("just now");
});
