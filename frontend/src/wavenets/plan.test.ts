import { describe, expect, it } from "vitest";
import type { Preset, Sample } from "../api/types";
import { perClass } from "./corpus";
import { drawnSample, planOf, suggestedName } from "./plan";

const sample = (name: string, duration_seconds: number | null, tags: string[] = []) =>
	({ id: name, name, duration_seconds, tags }) as Sample;
const preset = { name: "sketch" } as Preset;

describe("a plan", () => {
	it("needs recordings and a network", () => {
		expect(planOf({ samples: [], preset, steps: 600, byTag: false, rateHz: null })).toBeNull();
		expect(planOf({ samples: ["a"], preset: null, steps: 600, byTag: false, rateHz: null })).toBeNull();
	});
	it("names a rate only when one was chosen", () => {
		expect(planOf({ samples: ["a"], preset, steps: 600, byTag: true, rateHz: null })).toEqual({
			samples: ["a"],
			preset: "sketch",
			steps: 600,
			classes_from: "tag",
		});
		expect(planOf({ samples: ["a"], preset, steps: 1, byTag: false, rateHz: 8000 })?.sample_rate_hz).toBe(
			8000,
		);
	});
	it("takes a version of a dataset instead of samples", () => {
		const choices = { samples: [], preset, steps: 600, byTag: false, rateHz: null };
		expect(planOf({ ...choices, datasetVersion: "v", fieldMs: 100, batch: 4 })).toEqual({
			dataset_version: "v",
			preset: "sketch",
			steps: 600,
			classes_from: "none",
			receptive_field_ms: 100,
			batch: 4,
		});
	});
	it("suggests what the samples share as a name", () => {
		expect(suggestedName([])).toBe("");
		expect(suggestedName([sample("Kitchen", 3)])).toBe("Kitchen");
		expect(suggestedName([sample("a", 1, ["x", "lucas"]), sample("b", 1, ["lucas"])])).toBe("lucas");
		expect(suggestedName([sample("a", 1, ["x"]), sample("b", 1)])).toBe("");
	});
	it("draws the reach over a sample that is longer than it", () => {
		const samples = [sample("short", 0.2), sample("fit", 0.6), sample("long", 60), sample("unknown", null)];
		expect(drawnSample(samples, 320)?.name).toBe("fit");
		expect(drawnSample(samples.slice(0, 1), 320)?.name).toBe("short");
		expect(drawnSample([], 320)).toBeNull();
	});
});

it("counts the classes, the largest first", () => {
	const inputs = ["b", "a", "b", ""].map((class_name) => ({
		sample: null,
		sample_name: "x",
		class_name,
		held_out: false,
	}));
	expect(perClass(inputs)).toEqual([
		{ name: "b", count: 2 },
		{ name: "a", count: 1 },
	]);
});
