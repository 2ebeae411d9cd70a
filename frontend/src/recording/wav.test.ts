import fc from "fast-check";
import { expect, test } from "vitest";
import { encode, MAXIMUM_DATA_BYTES, secondsOf, wavFile, wavHeader } from "./wav";

function decode(bytes: Uint8Array): number[] {
	const out = [];
	for (let at = 0; at < bytes.length; at += 3) {
		const [low, middle, high] = [...bytes.subarray(at, at + 3)] as [number, number, number];
		out.push((((low | (middle << 8) | (high << 16)) << 8) >> 8) / 2 ** 23);
	}
	return out;
}

test("every 24-bit value survives exactly", () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: -(2 ** 23), max: 2 ** 23 - 1 })), (integers) => {
			const samples = Float32Array.from(integers, (value) => value / 2 ** 23);
			expect(decode(encode([samples]))).toEqual([...samples]);
		}),
	);
});

test("other values are rounded to the nearest step, never truncated towards zero", () => {
	const step = 2 ** -23;
	expect(decode(encode([Float32Array.of(0.6 * step, -0.6 * step, 0.4 * step)]))).toEqual([step, -step, 0]);
});

test("what is over full scale is held there and does not wrap", () => {
	expect(decode(encode([Float32Array.of(1.5, 1, -1, -1.5)]))).toEqual([1 - 2 ** -23, 1 - 2 ** -23, -1, -1]);
});

test("channels are interleaved", () => {
	const bytes = encode([Float32Array.of(0.25, 0.5), Float32Array.of(-0.25, -0.5)]);
	expect(decode(bytes)).toEqual([0.25, -0.25, 0.5, -0.5]);
});

test("the file says what it holds", async () => {
	const parts = [encode([new Float32Array(3)]), encode([new Float32Array(4)])];
	const view = new DataView(await wavFile(parts, 21, 44_100, 1).arrayBuffer());
	const text = (at: number) => String.fromCharCode(...new Uint8Array(view.buffer, at, 4));
	expect([text(0), text(8), text(12), text(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
	expect(view.getUint32(40, true)).toBe(21);
	expect(view.byteLength).toBe(44 + 21 + 1); // chunks are padded to an even length
	expect(view.getUint32(4, true)).toBe(view.byteLength - 8);
	expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([
		1, 44_100, 24,
	]);
	expect([view.getUint32(28, true), view.getUint16(32, true)]).toEqual([132_300, 3]);
	expect(secondsOf(132_300, 44_100, 1)).toBe(1);
});

test("a file longer than WAV can count is refused", () => {
	expect(() => wavHeader(MAXIMUM_DATA_BYTES + 1, 48_000, 2)).toThrow("shorter parts");
});

test("16 bits are rounded and clipped as 24 are", async () => {
	const bytes = encode([Float32Array.of(0.5, -1.5, 1.5, 2 ** -15)], 16);
	expect([...new Int16Array(bytes.buffer)]).toEqual([16_384, -32_768, 32_767, 1]);
	const view = new DataView(await wavFile([bytes], 8, 8000, 2, 16).arrayBuffer());
	expect([view.getUint16(34, true), view.getUint32(28, true), view.getUint16(32, true)]).toEqual([
		16, 32_000, 4,
	]);
	expect(secondsOf(32_000, 8000, 2, 16)).toBe(1);
});
