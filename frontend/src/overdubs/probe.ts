/**
 * Finding how long sound takes out of the speakers and back into the microphone: short chirps at uneven distances are
 * played, and looked for in what was heard by their correlation. Pure: no sound is made here.
 */

const LOWEST_HZ = 600;
const HIGHEST_HZ = 7000;
const CHIRP_SECONDS = 0.03;
const LEVEL = 0.35;
/** Uneven, so that nothing which merely repeats is taken for them. */
const STARTS_SECONDS = [0, 0.41, 0.77, 1.22, 1.55, 1.99] as const;
/** Bluetooth takes up to a third of a second. */
export const LONGEST_SECONDS = 0.8;
/** How far the sum of all correlations must stand out of what it is elsewhere: noise alone reaches about 4.5. */
const LEAST_PROMINENCE = 8;
/** A chirp counts as heard where its own correlation is greatest so near to the common place, and stands out too. */
const AGREEING_SECONDS = 0.001;
const NEAR_SECONDS = 0.005;
const LEAST_ALONE = 6;
const LEAST_HEARD = 4;

export interface Probe {
	rate_hz: number;
	chirp: Float32Array<ArrayBuffer>;
	/** Frames at which the chirps begin. */
	starts: readonly number[];
	/** All of them, as they are played. */
	signal: Float32Array<ArrayBuffer>;
	/** So much has to be heard from the first chirp's playing on. */
	listen_frames: number;
}

export interface Found {
	latency_seconds: number;
	/** How far the chirps that were heard lie from that, at most. */
	spread_seconds: number;
	heard: number;
	played: number;
}

export function probeAt(rate_hz: number): Probe {
	const chirp = new Float32Array(Math.round(CHIRP_SECONDS * rate_hz));
	for (let k = 0; k < chirp.length; k++) {
		const t = k / rate_hz;
		const sweep = LOWEST_HZ * t + ((HIGHEST_HZ - LOWEST_HZ) * t * t) / (2 * CHIRP_SECONDS);
		const window = Math.sin((Math.PI * k) / (chirp.length - 1)) ** 2;
		chirp[k] = LEVEL * window * Math.sin(2 * Math.PI * sweep);
	}
	const starts = STARTS_SECONDS.map((seconds) => Math.round(seconds * rate_hz));
	const end = (starts.at(-1) as number) + chirp.length;
	const signal = new Float32Array(end);
	for (const start of starts) signal.set(chirp, start);
	return { rate_hz, chirp, starts, signal, listen_frames: end + Math.round(LONGEST_SECONDS * rate_hz) };
}

/**
 * How late the probe is in what was heard; null where it was not heard. `heard` begins at the frame at which the first
 * chirp was played. `pause` is waited for now and then, so that the page stays alive.
 */
export async function find(
	probe: Probe,
	heard: Float32Array,
	pause: () => Promise<void> = async () => {},
): Promise<Found | null> {
	const lags = Math.round(LONGEST_SECONDS * probe.rate_hz);
	const each: Float32Array[] = [];
	for (const start of probe.starts) {
		each.push(correlation(probe.chirp, heard.subarray(start), lags));
		await pause();
	}
	const sum = new Float32Array(lags);
	// Each counts alike: a door that slams over one of them must not outvote the others.
	for (const one of each) {
		const level = meanLevel(one) || 1;
		for (let lag = 0; lag < lags; lag++) sum[lag] = (sum[lag] as number) + (one[lag] as number) / level;
	}
	const place = greatest(sum, 0, lags);
	const prominence = Math.abs(sum[place] as number) / (meanLevel(sum) || 1);
	if (!(prominence >= LEAST_PROMINENCE)) return null;
	return agreed(probe, each, place);
}

/** The median of the chirps that are where all of them together are. */
function agreed(probe: Probe, each: readonly Float32Array[], place: number): Found | null {
	const frames = (seconds: number) => Math.round(seconds * probe.rate_hz);
	const places = each
		.filter((one) => Math.abs(one[place] as number) > 0)
		.map((one) => {
			const lag = greatest(one, Math.max(0, place - frames(NEAR_SECONDS)), place + frames(NEAR_SECONDS));
			return { lag, alone: Math.abs(one[lag] as number) / meanLevel(one) };
		})
		.filter(({ lag, alone }) => alone >= LEAST_ALONE && Math.abs(lag - place) <= frames(AGREEING_SECONDS))
		.map(({ lag }) => lag)
		.sort((a, b) => a - b);
	if (places.length < LEAST_HEARD) return null;
	const middle = places[places.length >> 1] as number;
	const off = Math.max(...places.map((lag) => Math.abs(lag - middle)));
	return {
		latency_seconds: middle / probe.rate_hz,
		spread_seconds: Math.max(off, 1) / probe.rate_hz,
		heard: places.length,
		played: each.length,
	};
}

/** Of a pattern with what begins at each of the first `lags` frames. */
export function correlation(pattern: Float32Array, heard: Float32Array, lags: number): Float32Array {
	const found = new Float32Array(lags);
	const count = pattern.length;
	for (let lag = 0; lag < lags && lag + count <= heard.length; lag++) {
		let sum = 0;
		for (let k = 0; k < count; k++) sum += (pattern[k] as number) * (heard[lag + k] as number);
		found[lag] = sum;
	}
	return found;
}

function meanLevel(values: Float32Array): number {
	let sum = 0;
	for (const value of values) sum += value * value;
	return Math.sqrt(sum / values.length);
}

function greatest(values: Float32Array, from: number, to: number): number {
	let place = from;
	for (let at = from; at < Math.min(to, values.length); at++)
		if (Math.abs(values[at] as number) > Math.abs(values[place] as number)) place = at;
	return place;
}
