import { expect, test } from "vitest";
import type { Sample } from "../api/types";
import { stages } from "./stages";

const at = (...steps: (number | null)[]) => steps.map((training_steps) => ({ training_steps }) as Sample);
const steps = (samples: Sample[]) => samples.map((sample) => sample.training_steps);

test("stages grow, each once, those without steps left out", () => {
	expect(steps(stages(at(1000, null, 0, 100, 1000)))).toEqual([0, 100, 1000]);
});

test("of many, the first and the last stay", () => {
	const found = steps(stages(at(...Array.from({ length: 40 }, (_, index) => index))));
	expect(found).toHaveLength(6);
	expect([found[0], found.at(-1)]).toEqual([0, 39]);
});
