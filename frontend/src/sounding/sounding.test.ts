import { describe, expect, it } from "vitest";
import { readBlock, toFloats } from "./blocks";
import { GrowingSound } from "./growing";

function packed(first: number, voices: number[][]): ArrayBuffer {
	const samples = voices[0]?.length ?? 0;
	const bytes = new ArrayBuffer(12 + 2 * voices.length * samples);
	const view = new DataView(bytes);
	view.setUint32(0, voices.length, true);
	view.setUint32(4, first, true);
	view.setUint32(8, samples, true);
	for (const [at, value] of voices.flat().entries()) view.setInt16(12 + 2 * at, value, true);
	return bytes;
}

describe("blocks", () => {
	it("hold every voice from a sample on", () => {
		const block = readBlock(
			packed(70_000, [
				[1, -2, 3],
				[4, 5, -32768],
			]),
		);
		expect(block.first).toBe(70_000);
		expect(block.voices.map((voice) => [...voice])).toEqual([
			[1, -2, 3],
			[4, 5, -32768],
		]);
		expect([...toFloats(block.voices[1] as Int16Array)]).toEqual([4 / 32768, 5 / 32768, -1]);
	});
});

describe("a growing sound", () => {
	it("keeps all samples and draws their peaks, block after block", () => {
		const sound = new GrowingSound();
		const all = Int16Array.from({ length: 50_000 }, (_, at) =>
			at % 640 < 64 ? (at % 2 ? 12_900 : -25_800) : 0,
		);
		for (let at = 0; at < all.length; at += 997) sound.add(at, all.slice(at, at + 997));
		expect(sound.length).toBe(all.length);
		expect(sound.slice(0)).toEqual(all);
		const columns = sound.columns(0, 6400, 100);
		expect([...columns.slice(0, 2)]).toEqual([-100, 50]);
		expect([...columns.slice(2, 4)]).toEqual([0, 0]);
		expect([...columns.slice(20, 22)]).toEqual([-100, 50]);
	});

	it("refuses a block that leaves a hole, and one that it knows", () => {
		const sound = new GrowingSound();
		sound.add(0, new Int16Array(10).fill(5));
		sound.add(20, new Int16Array(10));
		sound.add(0, new Int16Array(10).fill(7));
		expect(sound.length).toBe(10);
		expect(sound.slice(9)).toEqual(Int16Array.of(5));
	});
});
