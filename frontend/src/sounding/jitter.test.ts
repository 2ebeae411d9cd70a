import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JitterBuffer } from "./jitter";

const ramp = (first: number, count: number) =>
	Float32Array.from({ length: count }, (_, at) => first + at + 1);

function pulled(buffer: JitterBuffer, count: number): number[] {
	const out = new Float32Array(count).fill(9);
	buffer.pull(out);
	return [...out];
}

describe("a jitter buffer", () => {
	it("waits until there is enough, then hands out what came in order", () => {
		const buffer = new JitterBuffer(4, 16);
		buffer.push(0, ramp(0, 3));
		expect(pulled(buffer, 2)).toEqual([0, 0]);
		expect(buffer.report()).toMatchObject({ played: 0, buffered: 3, gaps: 0, waiting: true });
		buffer.push(3, ramp(3, 2));
		expect(pulled(buffer, 2)).toEqual([1, 2]);
		expect(pulled(buffer, 3)).toEqual([3, 4, 5]);
		expect(buffer.report()).toMatchObject({ played: 5, buffered: 0, gaps: 0 });
	});

	it("counts a gap, and then waits for more than before, within bounds", () => {
		const buffer = new JitterBuffer(2, 6);
		buffer.push(0, ramp(0, 3));
		expect(pulled(buffer, 4)).toEqual([1, 2, 3, 0]);
		expect(buffer.report()).toMatchObject({ gaps: 1, waiting: true, played: 3 });
		buffer.push(3, ramp(3, 3));
		expect(pulled(buffer, 2)).toEqual([0, 0]);
		buffer.push(6, ramp(6, 1));
		expect(pulled(buffer, 2)).toEqual([4, 5]);
		expect(buffer.report().gaps).toBe(1);
	});

	it("plays what is left when nothing comes any more, and that is no gap", () => {
		const buffer = new JitterBuffer(100, 100);
		buffer.push(0, ramp(0, 3));
		buffer.end();
		expect(pulled(buffer, 5)).toEqual([1, 2, 3, 0, 0]);
		expect(buffer.report()).toMatchObject({ gaps: 0, over: true, played: 3 });
	});

	it("leaves out what it knows, and begins anew anywhere", () => {
		const buffer = new JitterBuffer(1, 1);
		buffer.push(0, ramp(0, 4));
		buffer.push(2, ramp(2, 4));
		expect(pulled(buffer, 6)).toEqual([1, 2, 3, 4, 5, 6]);
		buffer.reset(2);
		buffer.push(0, ramp(0, 4));
		expect(pulled(buffer, 2)).toEqual([3, 4]);
		expect(buffer.report()).toMatchObject({ played: 4, buffered: 0 });
	});

	it("loses and repeats nothing, however it comes and goes", () => {
		fc.assert(
			fc.property(
				fc.array(fc.nat(50), { maxLength: 40 }),
				fc.array(fc.integer({ min: 1, max: 60 })),
				(blocks, pulls) => {
					const buffer = new JitterBuffer(20, 80);
					const heard: number[] = [];
					let made = 0;
					for (const [at, count] of blocks.entries()) {
						buffer.push(made, ramp(made, count));
						made += count;
						heard.push(...pulled(buffer, pulls[at % (pulls.length || 1)] ?? 16).filter((value) => value > 0));
					}
					buffer.end();
					while (!buffer.report().over) heard.push(...pulled(buffer, 16).filter((value) => value > 0));
					expect(heard).toEqual([...ramp(0, made)]);
				},
			),
		);
	});
});
