import { expect, test } from "vitest";
import { Tape } from "./tape";
import { encode24 } from "./wav";

// Here there is no storage at all, as in a browser that forbids it.
test("without storage a recording is kept in memory, whole and in order", async () => {
	const tape = new Tape(48_000, 1);
	const expected: number[] = [];
	for (let block = 0; block < 300; block++) {
		const bytes = encode24([new Float32Array(2048).fill(block / 300)]);
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
