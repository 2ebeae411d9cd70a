import { describe, expect, it } from "vitest";
import { CELL, RATE_HZ } from "./engine/sound";
import { Player, type Report, SCRUB_SECONDS } from "./player";

const UNTOUCHED = 9;

/** Ask for sound; whether any was given. */
function sounds(player: Player, clock_seconds: number): boolean {
	const [left, right] = [new Float32Array(CELL).fill(UNTOUCHED), new Float32Array(CELL)];
	player.process(left, right, clock_seconds);
	return left[0] !== UNTOUCHED;
}

describe("the player", () => {
	it("plays a moment of what is scrubbed over, and stops by itself", () => {
		const told: Report[] = [];
		const player = new Player((report) => told.push(report));
		player.take({ kind: "scrub", seconds: 2 });
		const cell_seconds = CELL / RATE_HZ;
		let heard = 0;
		for (let k = 0; k < 1 / cell_seconds; k++) if (sounds(player, k * cell_seconds)) heard++;
		expect(heard * cell_seconds).toBeGreaterThan(SCRUB_SECONDS * 0.9);
		expect(heard * cell_seconds).toBeLessThan(SCRUB_SECONDS + 0.1);
		const at = told.find((report) => report.kind === "at");
		expect(at?.seconds).toBeCloseTo(2, 2);
	});

	it("plays on when it is asked to play after that", () => {
		const player = new Player(() => undefined);
		player.take({ kind: "scrub", seconds: 2 });
		player.take({ kind: "play", seconds: 2 });
		const cell_seconds = CELL / RATE_HZ;
		for (let k = 0; k < 1 / cell_seconds; k++) expect(sounds(player, k * cell_seconds)).toBe(true);
	});
});
