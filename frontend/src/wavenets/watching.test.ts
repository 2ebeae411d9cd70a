import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Audition, QueuedTraining } from "../api/types";
import { chapterAt, chapters, fadeCurve } from "./biography";
import { aligned, equalSteps } from "./comparison";
import { figure, type Gauge, gauged } from "./gauges";
import { atLeast, type LogLine, logged } from "./log";
import { sorted } from "./modelFiles";
import { allowanceWords, placeWords, startWords } from "./queue";

const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("a life in sound", () => {
	const said = (...lengths: number[]) =>
		lengths.map((duration_seconds, i) => ({ id: String(i), duration_seconds }));

	it("begins each audition while the one before it fades", () => {
		const all = chapters(said(4, 4, 4), 0.5);
		expect(all.map(({ begins }) => begins)).toEqual([0, 3.5, 7]);
		expect([0, 3.4, 3.6, 7.1, 99].map((at) => chapterAt(all, at))).toEqual([0, 0, 1, 2, 2]);
	});
	it("never lets three sound at once", () => {
		const lengths = fc.array(fc.double({ min: 0.01, max: 20, noNaN: true }), { minLength: 1, maxLength: 12 });
		fc.assert(
			fc.property(lengths, (seconds) => {
				const all = chapters(said(...seconds));
				for (let i = 2; i < all.length; i++) {
					const [first, , third] = all.slice(i - 2, i + 1);
					expect((third?.begins ?? 0) - ((first?.begins ?? 0) + (first?.seconds ?? 0))).toBeGreaterThan(
						-1e-9,
					);
				}
			}),
		);
	});
	it("crosses at equal power", () => {
		const [up, down] = [fadeCurve(true), fadeCurve(false)];
		for (const [i, value] of up.entries()) expect(value ** 2 + (down[i] as number) ** 2).toBeCloseTo(1, 5);
		expect([up[0], up.at(-1), down[0]]).toEqual([0, 1, 1]);
	});
});

describe("gauges", () => {
	it("replace what a rolled back run overtakes", () => {
		const before: Gauge[] = [1, 2, 3].map((step) => [step, 1, 1, 1]);
		expect(gauged(before, [2, 9, 9, 9])).toEqual([before[0], [2, 9, 9, 9]]);
	});
	it("stay few and keep the newest", () => {
		let all: Gauge[] = [];
		for (let step = 1; step <= 5000; step++) all = gauged(all, [step, step, 0, 0]);
		expect(all.length).toBeLessThanOrEqual(1000);
		expect(all.at(-1)?.[0]).toBe(5000);
	});
	it.each([
		[0.000_06, "6.0e\u22125"],
		[0.00712, "0.00712"],
		[1.2345, "1.23"],
		[1234, "1234"],
		[0, "0"],
		[null, "unknown"],
	])("%s is %s", (value, words) => expect(figure(value)).toBe(words));
});

describe("the log", () => {
	const told = (id: number, level: LogLine["level"] = "info"): LogLine => ({
		id,
		level,
		at: "2026-01-01T00:00:00Z",
		step: id,
		text: String(id),
	});

	it("has each line once and in order, whatever came first", () => {
		expect(logged([told(1), told(3)], [told(2), told(3)]).map(({ id }) => id)).toEqual([1, 2, 3]);
		expect(
			logged(
				Array.from({ length: 900 }, (_, i) => told(i)),
				[],
			).length,
		).toBe(400);
	});
	it("can be read for its warnings", () => {
		const lines = [told(1), told(2, "warning"), told(3, "error")];
		expect(atLeast(lines, "warning").map(({ id }) => id)).toEqual([2, 3]);
		expect(atLeast(lines, "info")).toHaveLength(3);
	});
});

describe("the queue in words", () => {
	const place = (change: Partial<QueuedTraining> = {}): QueuedTraining => ({
		wavenet: "w",
		job: "j",
		place: 4,
		ahead_mine: 1,
		ahead_others: 2,
		starts_in_seconds: 1630,
		needs: "",
		...change,
	});
	it("counts without names", () => {
		expect(placeWords(place())).toBe(
			"It is number 4 in the queue: before it are 2 trainings of other people and 1 of your own.",
		);
		expect(placeWords(place({ place: 2, ahead_mine: 0, ahead_others: 1 }))).toBe(
			"It is number 2 in the queue: before it is 1 training of other people.",
		);
		expect(placeWords(place({ place: 1, ahead_mine: 0, ahead_others: 0 }))).toBe("It is next.");
	});
	it("tells when, and what it waits for", () => {
		expect(plain(startWords(place()))).toBe("It begins in about 27 min 10 s.");
		expect(startWords(place({ starts_in_seconds: null, needs: "a GPU" }))).toBe(
			"It waits for a worker with a GPU.",
		);
		expect(startWords(place({ starts_in_seconds: 3 }))).toBe("It begins as soon as a worker is free.");
	});
	it("tells what is used", () => {
		const allowance = { used_seconds: 7200, limit_seconds: 144_000, days: 7, frees_at: null, sentence: "" };
		expect(plain(allowanceWords(allowance))).toBe("2 h of your 40 h of training in 7 days are used.");
		expect(allowanceWords({ ...allowance, limit_seconds: null })).toBe("");
	});
});

describe("models side by side", () => {
	it("stand over one axis", () => {
		expect(
			aligned([
				[
					[1, 5],
					[3, 4],
				],
				[
					[2, 6],
					[3, 5],
				],
			]),
		).toEqual([
			[1, 2, 3],
			[5, null, 4],
			[null, 6, 5],
		]);
	});
	it("are heard at the steps that they share", () => {
		const spoke = (...steps: number[]) => ({ auditions: steps.map((step) => ({ step }) as Audition) });
		const rows = equalSteps([spoke(0, 10, 30), spoke(0, 30, 50), spoke(30)]);
		expect(rows.map(({ step, heard }) => [step, heard.map(Boolean)])).toEqual([
			[0, [true, true, false]],
			[30, [true, true, true]],
		]);
		expect(equalSteps([spoke(0, 10)]).map(({ step }) => step)).toEqual([0, 10]);
	});
});

it("tells a card from its weights", () => {
	const [card, weights] = [{ name: "a.JSON" }, { name: "b.safetensors" }];
	expect(sorted([weights, card])).toEqual({ card, weights });
	for (const wrong of [[card], [weights], [card, card], [card, weights, card], []])
		expect(sorted(wrong)).toBe(null);
});
