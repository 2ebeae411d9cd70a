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

// What is sent while it is made must be what is read in the end, wherever the pieces were cut.
test("any stretch of a growing recording is read as it will be in the file", async () => {
	const tape = new Tape(8000, 1, 16);
	let told = 0;
	tape.onmore = () => told++;
	for (let block = 0; block < 40; block++)
		tape.append(
			encode([Float32Array.from({ length: 1000 }, (_, i) => ((block * 1000 + i) % 999) / 1000)], 16),
		);
	expect(told).toBe(2); // parts of two seconds
	expect(tape.fileBytes).toBe(44 + 2 * 2 * 2 * 8000);
	const early = new Uint8Array(await (await tape.read(0, tape.fileBytes)).arrayBuffer());
	const recording = await tape.finish();
	expect(tape.fileBytes).toBe(recording.file.size);
	const whole = new Uint8Array(await recording.file.arrayBuffer());
	expect(early.subarray(44)).toEqual(whole.subarray(44, early.length));
	expect([...early.subarray(0, 4), ...early.subarray(8, 40)]).toEqual([
		...whole.subarray(0, 4),
		...whole.subarray(8, 40),
	]); // only the lengths are not known yet
	for (const [start, end] of [
		[0, 10],
		[10, 50],
		[44, 45],
		[32_000, 33_000],
		[70_001, 80_044],
	] as const) {
		const found = new Uint8Array(await (await tape.read(start, end)).arrayBuffer());
		expect(found.length).toBe(end - start);
		expect(found.subarray(Math.max(0, 44 - start))).toEqual(
			whole.subarray(Math.max(44, start), Math.max(44, end)),
		);
	}
});
