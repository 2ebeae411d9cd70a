// WAV of 24 or 16 bits from float samples: the header, and the samples as they come.

export const HEADER_BYTES = 44;
export type Bits = 16 | 24;
/** What the studio takes as one file. */
export const MAXIMUM_DATA_BYTES = 2 ** 31 - HEADER_BYTES - 1;
/** In a header that is written before the end: the sound goes on to the end of the file. */
const UNKNOWN_BYTES = 2 ** 32 - 1;

/** Interleave the channels as little-endian integers, rounded and clipped to full scale. */
export function encode(channels: readonly Float32Array[], bits: Bits = 24): Uint8Array<ArrayBuffer> {
	const frames = channels[0]?.length ?? 0;
	const full = 2 ** (bits - 1);
	const out = new Uint8Array((frames * channels.length * bits) / 8);
	let at = 0;
	for (let frame = 0; frame < frames; frame++) {
		for (const channel of channels) {
			const scaled = Math.round((channel[frame] as number) * full);
			const value = Math.max(-full, Math.min(full - 1, scaled));
			for (let shift = 0; shift < bits; shift += 8) out[at++] = (value >> shift) & 255;
		}
	}
	return out;
}

/** The 44 bytes before samples whose number is not known yet. */
export function openWavHeader(rate_hz: number, channels: number, bits: Bits = 24): Uint8Array<ArrayBuffer> {
	const header = wavHeader(0, rate_hz, channels, bits);
	const view = new DataView(header.buffer);
	view.setUint32(4, UNKNOWN_BYTES, true);
	view.setUint32(40, UNKNOWN_BYTES, true);
	return header;
}

/** The 44 bytes before `dataBytes` bytes of samples. */
export function wavHeader(
	dataBytes: number,
	rate_hz: number,
	channels: number,
	bits: Bits = 24,
): Uint8Array<ArrayBuffer> {
	if (dataBytes > MAXIMUM_DATA_BYTES)
		throw new Error("A recording holds at most 2 GB: record in shorter parts.");
	const header = new DataView(new ArrayBuffer(HEADER_BYTES));
	const word = (at: number, text: string) => {
		for (let i = 0; i < text.length; i++) header.setUint8(at + i, text.charCodeAt(i));
	};
	const frameBytes = (channels * bits) / 8;
	word(0, "RIFF");
	header.setUint32(4, HEADER_BYTES - 8 + dataBytes + (dataBytes % 2), true);
	word(8, "WAVEfmt ");
	header.setUint32(16, 16, true);
	header.setUint16(20, 1, true); // PCM
	header.setUint16(22, channels, true);
	header.setUint32(24, rate_hz, true);
	header.setUint32(28, rate_hz * frameBytes, true);
	header.setUint16(32, frameBytes, true);
	header.setUint16(34, bits, true);
	word(36, "data");
	header.setUint32(40, dataBytes, true);
	return new Uint8Array(header.buffer);
}

/** A whole file from parts that `encode` made. */
export function wavFile(
	parts: readonly BlobPart[],
	dataBytes: number,
	rate_hz: number,
	channels: number,
	bits: Bits = 24,
): Blob {
	const padding = dataBytes % 2 ? [new Uint8Array(1)] : [];
	return new Blob([wavHeader(dataBytes, rate_hz, channels, bits), ...parts, ...padding], {
		type: "audio/wav",
	});
}

export function bytesPerSecond(rate_hz: number, channels: number, bits: Bits = 24): number {
	return (rate_hz * channels * bits) / 8;
}

/** How long that many bytes of samples sound. */
export function secondsOf(dataBytes: number, rate_hz: number, channels: number, bits: Bits = 24): number {
	return dataBytes / bytesPerSecond(rate_hz, channels, bits);
}
