/** Plays the probe out of the speakers and listens for it, by the audio clock that recordings are placed by. */
import type { Input } from "./input.svelte";
import { type Found, find, probeAt } from "./probe";

const AHEAD_SECONDS = 0.2;
/** For what is on its way from the audio thread to the page. */
const PATIENCE_MS = 2000;

/** Null where it was not heard. */
export async function measure(input: Input, context: AudioContext): Promise<Found | null> {
	const probe = probeAt(context.sampleRate);
	const first = Math.ceil((context.currentTime + AHEAD_SECONDS) * probe.rate_hz);
	const heard = new Float32Array(probe.listen_frames);
	const listening = collect(input, first, heard);
	const buffer = context.createBuffer(1, probe.signal.length, probe.rate_hz);
	buffer.copyToChannel(probe.signal, 0);
	const source = new AudioBufferSourceNode(context, { buffer });
	source.connect(context.destination);
	source.start(first / probe.rate_hz);
	await listening;
	source.disconnect();
	return find(probe, heard, () => new Promise((go) => setTimeout(go, 0)));
}

/** Fill `into` with what comes in from a frame of the audio clock on, all channels together. */
function collect(input: Input, first_frame: number, into: Float32Array): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(patience);
			leave();
			resolve();
		};
		const longest_ms = (1000 * into.length) / input.rate_hz + 1000 * AHEAD_SECONDS + PATIENCE_MS;
		const patience = setTimeout(end, longest_ms);
		const leave = input.listen((channels, frame) => {
			const count = channels[0]?.length ?? 0;
			for (let k = 0; k < count; k++) {
				const at = frame + k - first_frame;
				if (at < 0 || at >= into.length) continue;
				let sum = 0;
				for (const channel of channels) sum += channel[k] as number;
				into[at] = sum;
			}
			if (frame + count >= first_frame + into.length) end();
		});
	});
}
