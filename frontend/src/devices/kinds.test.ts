import { describe, expect, it } from "vitest";
import type { EffectKind, EffectParameter } from "../api/types";
import { chosen, defaultsOf, groupsOf, isDefault, pictureOf, presetOf, presetValues } from "./kinds";

const parameter = (more: Partial<EffectParameter> = {}): EffectParameter => ({
	title: "A",
	minimum: 0,
	maximum: 10,
	default: 5,
	unit: "",
	scale: "linear",
	choices: [],
	...more,
});
const kind = (name: string, more: Partial<EffectKind> = {}): EffectKind => ({
	name,
	title: name,
	description: "",
	category: "colour",
	master_only: false,
	presets: {},
	fixed: [],
	parameters: {},
	...more,
});

describe("the menu of devices", () => {
	const kinds = [
		kind("Tape"),
		kind("Limiter", { category: "dynamics", master_only: true }),
		kind("Gate", { category: "dynamics" }),
		kind("Crusher"),
		kind("Oracle", { category: "foresight" }),
	];
	const told = (master: boolean) =>
		groupsOf(kinds, master).map(({ title, kinds: held }) => [title, held.map(({ name }) => name)]);

	it("groups by category, and has all effects for the mix", () => {
		expect(told(true)).toEqual([
			["Dynamics", ["Gate", "Limiter"]],
			["Colour", ["Crusher", "Tape"]],
			["Foresight", ["Oracle"]],
		]);
	});
	it("leaves what only the master can hold out of a track's", () => {
		expect(told(false).flatMap(([, names]) => names)).not.toContain("Limiter");
	});
});

describe("presets", () => {
	const tape = kind("Tape", {
		parameters: { drive_db: parameter(), tone: parameter({ default: 1 }) },
		presets: { Warm: { drive_db: 3 }, Hot: { drive_db: 9, tone: 0 } },
	});
	it("set their own values, and the defaults of all others", () => {
		expect(presetValues(tape, "Warm")).toEqual({ drive_db: 3, tone: 1 });
		expect(presetValues(tape, "Hot")).toEqual({ drive_db: 9, tone: 0 });
	});
	it("are known by their values", () => {
		expect(presetOf(tape, { drive_db: 9, tone: 0 })).toBe("Hot");
		expect(presetOf(tape, { drive_db: 9, tone: 1 })).toBeNull();
		expect(isDefault(tape, defaultsOf(tape))).toBe(true);
		expect(isDefault(tape, { drive_db: 3, tone: 1 })).toBe(false);
	});
});

describe("an effect's description", () => {
	it("says what there is to draw", () => {
		const names = (...of: string[]) =>
			kind("x", { parameters: Object.fromEntries(of.map((name) => [name, parameter()])) });
		expect(pictureOf(names("low_hz", "low_gain_db"))).toBe("equaliser");
		expect(pictureOf(names("mode", "frequency_hz", "q", "slope"))).toBe("filter");
		expect(pictureOf(names("threshold_db", "ratio", "knee_db"))).toBe("compressor");
		expect(pictureOf(names("threshold_db", "expansion", "range_db"))).toBe("gate");
		expect(pictureOf(names("decay_seconds", "high_share"))).toBe("decay");
		expect(pictureOf(names("gain_db"))).toBeNull();
		expect(pictureOf(undefined)).toBeNull();
	});
	it("names the choice that a value stands for, whatever the value", () => {
		const slope = parameter({ choices: ["off", "12", "24"] });
		expect([-1, 0, 0.6, 2, 9].map((value) => chosen(slope, value))).toEqual([0, 0, 1, 2, 2]);
	});
});
