import { describe, expect, it } from "vitest";
import { EFFECTS } from "./effects";
import vectors from "./effects.vectors.json";
import { CELL } from "./sound";
import { bursts, floats } from "./testing";

describe("effects sound as the server's", () => {
	const sound = bursts(vectors.cells);
	it.each(vectors.effects)("$effect", ({ effect, before, after, latency_samples, heard }) => {
		const Made = EFFECTS[effect];
		if (!Made) throw new Error(`${effect} has no preview`);
		const processor = new Made(before as unknown as Record<string, number>);
		expect(processor.latency_samples).toBe(latency_samples);
		const wanted = floats(heard);
		let loudest = 1e-3;
		let off = 0;
		let place = 0;
		for (let cell = 0; cell < vectors.cells; cell++) {
			if (cell === vectors.changed_at) processor.update(after as unknown as Record<string, number>);
			const block = {
				left: sound.left.slice(cell * CELL, (cell + 1) * CELL),
				right: sound.right.slice(cell * CELL, (cell + 1) * CELL),
			};
			processor.process(block);
			if (!vectors.heard_cells.includes(cell)) continue;
			for (const side of [block.left, block.right])
				for (const one of side) {
					const right = wanted[place++] as number;
					loudest = Math.max(loudest, Math.abs(right));
					off = Math.max(off, Math.abs(one - right));
				}
		}
		expect(place).toBe(wanted.length);
		expect(20 * Math.log10(off / loudest)).toBeLessThan(-80);
	});
});
