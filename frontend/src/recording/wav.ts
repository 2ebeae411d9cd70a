// 24-bit WAV from float samples: the header, and the samples as they come.

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 3;
const FULL_SCALE = 2 ** 23;
/** A RIFF file counts its bytes in 32 bits. */
export const MAXIMUM_DATA_BYTES = 2 ** 32 - 1 - HEADER_BYTES;

/** Interleave the channels as 24-bit little-endian integers, rounded and clipped to full scale. */
export function encode24(channels: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
	const frames = channels[0]?.length ?? 0;
	const out = new Uint8Array(frames * channels.length * BYTES_PER_SAMPLE);
	let at = 0;
	for (let frame = 0; frame < frames; frame++) {
		for (const channel of channels) {
			const scaled = Math.round((channel[frame] as number) * FULL_SCALE);
			const value = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, scaled));
			out[at] = value & 255;
			out[at + 1] = (value >> 8) & 255;
			out[at + 2] = (value >> 16) & 255;
			at += BYTES_PER_SAMPLE;
		}
	}
	return out;
}

/** The 44 bytes before `dataBytes` bytes of samples. */
export function wavHeader(dataBytes: number, rate_hz: number, channels: number): Uint8Array<ArrayBuffer> {
	if (dataBytes > MAXIMUM_DATA_BYTES)
		throw new Error("A WAV file holds at most 4 GB: record in shorter parts.");
	const header = new DataView(new ArrayBuffer(HEADER_BYTES));
	const word = (at: number, text: string) => {
		for (let i = 0; i < text.length; i++) header.setUint8(at + i, text.charCodeAt(i));
	};
	const frameBytes = channels * BYTES_PER_SAMPLE;
	word(0, "RIFF");
	header.setUint32(4, HEADER_BYTES - 8 + dataBytes + (dataBytes % 2), true);
	word(8, "WAVEfmt ");
	header.setUint32(16, 16, true);
	header.setUint16(20, 1, true); // PCM
	header.setUint16(22, channels, true);
	header.setUint32(24, rate_hz, true);
	header.setUint32(28, rate_hz * frameBytes, true);
	header.setUint16(32, frameBytes, true);
	header.setUint16(34, 24, true);
	word(36, "data");
	header.setUint32(40, dataBytes, true);
	return new Uint8Array(header.buffer);
}

/** A whole file from parts that `encode24` made. */
export function wavFile(
	parts: readonly BlobPart[],
	dataBytes: number,
	rate_hz: number,
	channels: number,
): Blob {
	const padding = dataBytes % 2 ? [new Uint8Array(1)] : [];
	return new Blob([wavHeader(dataBytes, rate_hz, channels), ...parts, ...padding], { type: "audio/wav" });
}

/** How long that many bytes of samples sound. */
export function secondsOf(dataBytes: number, rate_hz: number, channels: number): number {
	return dataBytes / (rate_hz * channels * BYTES_PER_SAMPLE);
}
