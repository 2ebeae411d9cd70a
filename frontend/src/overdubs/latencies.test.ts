import { beforeEach, expect, test, vi } from "vitest";
import { keepLatency, keptLatency, latencyWords, measured, pairOf, reportedLatency } from "./latencies";

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal("localStorage", {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
	});
});

test("each pair of devices has its own, until it is forgotten", () => {
	const pair = pairOf("Microphone", "Speakers");
	const found = { latency_seconds: 0.137, spread_seconds: 0.0001, heard: 6, played: 6 };
	keepLatency(pair, measured(found));
	expect(keptLatency(pair)).toMatchObject({ seconds: 0.137, by: "measured", heard: 6 });
	expect(keptLatency(pairOf("Microphone", "Headphones"))).toBe(null);
	keepLatency(pair, null);
	expect(keptLatency(pair)).toBe(null);
});

test("what the browser reports is taken together, and said to be no more than that", () => {
	const context = { baseLatency: 0.01, outputLatency: 0.03 };
	const latency = reportedLatency(context, 0.02);
	expect(latency.seconds).toBeCloseTo(0.06, 9);
	expect(latencyWords(latency)).toMatch(/^Never measured/);
	const silent = { baseLatency: 0.01, outputLatency: undefined as unknown as number };
	expect(reportedLatency(silent, 0).seconds).toBe(0.01);
});
