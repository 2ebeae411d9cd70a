import { expect, it } from "vitest";
import { secondsOf, stepsForEpochs, stepsForSeconds } from "./linked";

const pace = { secondsAStep: 10, epochSteps: 2500 };

it("turns times through the sound into steps", () => {
	expect(stepsForEpochs(0.4, pace)).toBe(1000);
	expect(stepsForEpochs(20, pace)).toBe(50_000);
	expect(stepsForEpochs(0, pace)).toBeNull();
	expect(stepsForEpochs(1, { ...pace, epochSteps: null })).toBeNull();
	expect(stepsForEpochs(1e9, pace)).toBe(1_000_000);
});

it("turns a time into steps", () => {
	expect(stepsForSeconds(5.8 * 86_400, pace)).toBe(50_112);
	expect(stepsForSeconds(1, pace)).toBe(1);
	expect(stepsForSeconds(Number.NaN, pace)).toBeNull();
});

it("reads times as people write them, and nothing else", () => {
	expect(secondsOf("20")).toBe(1200);
	expect(secondsOf("20 min")).toBe(1200);
	expect(secondsOf("2 h 30 min")).toBe(9000);
	expect(secondsOf("2h30m")).toBe(9000);
	expect(secondsOf("1:30")).toBe(5400);
	expect(secondsOf("1,5 days")).toBe(129_600);
	expect(secondsOf("45 s")).toBe(45);
	for (const wrong of ["", "soon", "2 moons", "h", "3 h of work", "-4 min"])
		expect(secondsOf(wrong)).toBeNull();
});
