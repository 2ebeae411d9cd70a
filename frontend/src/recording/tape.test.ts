import { expect, test } from "vitest";
import { Tape } from "./tape";
import { encode } from "./wav";

// Here there is no storage at all, as in a browser that forbids it.
test("without storage a recording is kept in memory, whole and in order", async () => {
	const tape = new Tape(48_000, 1);
	const expected: number[] = [];
	for (let block = 0; block < 300; block++) {
		const bytes = encode([new Float32Array(2048).fill(block / 300)]);
		expected.push(bytes[1] as number);
		tape.append(bytes);
	}
	const recording = await tape.finish();
	expect(tape.stored).toBe(false);
	expect(recording.seconds).toBeCloseTo((300 * 2048) / 48_000, 9);
	const file = new Uint8Array(await recording.file.arrayBuffer());
	expect(file.length).toBe(44 + 300 * 2048 * 3);
	const found = Array.from({ length: 300 }, (_, block) => file[44 + block * 2048 * 3 + 1]);
	expect(found).toEqual(expected);
});

test("marked moments stay with the recording", async () => {
	const tape = new Tape(8000, 1, 16);
	tape.append(encode([new Float32Array(8000)], 16));
	expect(tape.mark()).toBe(1);
	tape.append(encode([new Float32Array(4000)], 16));
	tape.mark();
	const recording = await tape.finish();
	expect(recording.markers).toEqual([1, 1.5]);
	expect(recording.seconds).toBe(1.5);
});
