/** How long sound takes out and back in, by the pair of devices: measured, written by hand, or as the browser reports it. */
import type { Found } from "./probe";

export interface Latency {
	seconds: number;
	by: "measured" | "hand" | "browser";
	/** Of a measurement: how far its chirps lay apart, and how many were heard. */
	spread_seconds?: number;
	heard?: number;
	played?: number;
}

/** No pair of devices takes longer. */
export const MOST_SECONDS = 2;

const KEY = "overhear-latencies";

type Kept = Record<string, Latency>;

export function pairOf(input: string, output: string): string {
	return `${input} → ${output}`;
}

/** What is known of a pair of devices; null where nothing was measured or written. */
export function keptLatency(pair: string): Latency | null {
	const found = read()[pair];
	return found && Number.isFinite(found.seconds) ? found : null;
}

/** Null forgets it again. */
export function keepLatency(pair: string, latency: Latency | null): void {
	const kept = read();
	if (latency) kept[pair] = latency;
	else delete kept[pair];
	try {
		localStorage.setItem(KEY, JSON.stringify(kept));
	} catch {
		// Known for this page only.
	}
}

export function measured({ latency_seconds, spread_seconds, heard, played }: Found): Latency {
	return { seconds: latency_seconds, by: "measured", spread_seconds, heard, played };
}

/** What the browser says of its own way out, and the device of its way in; what it does not say counts as nothing. */
export function reportedLatency(
	context: Pick<AudioContext, "baseLatency" | "outputLatency">,
	input_seconds: number,
): Latency {
	const seconds = (context.baseLatency || 0) + (context.outputLatency || 0) + input_seconds;
	return { seconds, by: "browser" };
}

/** A latency as a person reads it. */
export function milliseconds(seconds: number): string {
	return (seconds * 1000).toFixed(1);
}

/** Where a latency comes from, and how far it can be relied on. */
export function latencyWords({ by, spread_seconds = 0, heard = 0, played = 0 }: Latency): string {
	if (by === "hand") return "Written by hand.";
	if (by === "browser")
		return "Never measured with these devices: this is what the browser reports, which can be far off.";
	return `Measured, ± ${milliseconds(Math.max(0.0001, spread_seconds))} ms: ${heard} of ${played} chirps were heard.`;
}

function read(): Kept {
	try {
		return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Kept;
	} catch {
		return {};
	}
}
