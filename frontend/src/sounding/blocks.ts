// What the socket of a generation sends: blocks of sound as bytes, and words about it as JSON.

export interface Block {
	first: number; // sample of the take at which it begins
	voices: Int16Array[];
}

export interface Begins {
	type: "begins";
	sample_rate_hz: number;
	voices: number;
	samples: number[]; // of each voice when it is whole
	join_samples: number; // of the prompt that the takes begin with
	live?: boolean;
}

export type Word =
	| Begins
	| { type: "ended"; reason?: string }
	| { type: "refused"; sentence: string }
	| { type: "recording"; begins: number };

const HEADER_BYTES = 12;

/** A block as the worker packed it: voices, first sample, samples, then 16-bit samples voice after voice. */
export function readBlock(bytes: ArrayBuffer): Block {
	const header = new DataView(bytes, 0, HEADER_BYTES);
	const count = header.getUint32(0, true);
	const samples = header.getUint32(8, true);
	const voices = Array.from(
		{ length: count },
		(_, voice) => new Int16Array(bytes, HEADER_BYTES + 2 * voice * samples, samples),
	);
	return { first: header.getUint32(4, true), voices };
}

export function toFloats(samples: Int16Array): Float32Array {
	const floats = new Float32Array(samples.length);
	for (let at = 0; at < samples.length; at++) floats[at] = (samples[at] as number) / 32768;
	return floats;
}
