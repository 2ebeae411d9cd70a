// A recording as samples, to be drawn from near: decoded where it is short, else read from its peaks.
import type { Sample } from "../api/types";
import { FRAMES_PER_PAIR, loadPeaks } from "../look/peaks";

export interface Recording {
	name: string;
	samples: Float32Array;
	rate_hz: number;
}

/** Decoding takes memory in full: 90 s of stereo at 48 kHz are 35 MB for a moment. */
const LONGEST_DECODED_SECONDS = 90;

export async function loadRecording(sample: Sample, rate_hz: number): Promise<Recording> {
	const seconds = sample.duration_seconds ?? Number.POSITIVE_INFINITY;
	if (seconds <= LONGEST_DECODED_SECONDS)
		try {
			return { name: sample.name, samples: await decoded(sample.audio_url, rate_hz), rate_hz };
		} catch {
			// What this browser cannot decode still has peaks.
		}
	const { levels } = await loadPeaks(sample.peaks_url);
	const level = levels[0];
	const samples = new Float32Array((level?.least.length ?? 0) * 2);
	for (let i = 0; i < samples.length; i++)
		samples[i] = ((i % 2 ? level?.greatest : level?.least)?.[i >> 1] ?? 0) / 127;
	return { name: sample.name, samples, rate_hz: ((sample.sample_rate_hz ?? 16_000) * 2) / FRAMES_PER_PAIR };
}

async function decoded(url: string, rate_hz: number): Promise<Float32Array> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`The recording could not be loaded (${response.status}).`);
	const context = new OfflineAudioContext(1, 1, rate_hz);
	const buffer = await context.decodeAudioData(await response.arrayBuffer());
	return buffer.getChannelData(0);
}
