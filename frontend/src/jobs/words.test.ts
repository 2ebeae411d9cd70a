import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Job } from "../api/types";
import { afterComma, endsAt, standing, standingSentence, summary, timeLeft, timeLeftSentence } from "./words";

const plain = (text: string) => text.replaceAll("\u202f", " ");
const job = (change: Partial<Job> = {}): Job => ({
	id: "1",
	kind: "train",
	subject_id: "2",
	project_id: null,
	title: "Training “Speaker 280”",
	status: "running",
	fraction: 0.5,
	message: "",
	seconds_left: 12_420,
	error: "",
	cancel_requested: false,
	created_at: "2026-01-01T00:00:00Z",
	...change,
});

describe("time left", () => {
	it.each([
		[0.2, "1 s left"],
		[4.4, "4 s left"],
		[59.7, "1 min left"],
		[130.2, "2 min 10 s left"],
		[727, "12 min left"],
		[12_420, "3 h 27 min left"],
		[5.8 * 86_400, "6 days left"],
	])("%d s: %s", (seconds, words) => expect(plain(timeLeft(seconds))).toBe(words));

	it("is unknown where it is unknown", () => expect(timeLeft(null)).toBe("time left unknown"));

	it("can be a sentence", () => {
		expect(timeLeftSentence(null)).toBe("Time left unknown.");
		expect(plain(timeLeftSentence(4))).toBe("4 s left.");
	});

	it("never says sixty of a unit", () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (seconds) => {
				expect(plain(timeLeft(seconds))).not.toMatch(/\b60 (s|min)\b|NaN/);
			}),
		);
	});

	it("names the day when the end is not today", () => {
		const now = new Date(2026, 2, 2, 20, 0);
		expect(endsAt(3600, now, "en-GB")).toBe("21:00");
		expect(endsAt(10 * 3600, now, "en-GB")).toBe("Tuesday, 06:00");
		expect(endsAt(10 * 86_400, now, "en-GB")).toBe("12 March, 20:00");
		expect(endsAt(null, now)).toBe("");
	});
});

describe("a job in words", () => {
	it("says what it is at", () => {
		expect(standing(job({ message: "Checking true peak" }))).toBe("Checking true peak");
		expect(standing(job({ status: "queued" }))).toBe("Waiting for a free worker");
		expect(standing(job({ cancel_requested: true }))).toBe("Stopping");
		expect(standing(job({ status: "failed", error: "All 3 recordings are silent." }))).toBe(
			"All 3 recordings are silent.",
		);
	});
	it("goes on after a comma", () => {
		expect(afterComma("Checking the master")).toBe("checking the master");
		expect(afterComma("12.4 of 20.0 s")).toBe("12.4 of 20.0 s");
		expect(afterComma("GPU is warming up")).toBe("GPU is warming up");
	});
	it("ends its sentences once", () => {
		expect(standingSentence(job({ message: "Checking true peak" }))).toBe("Checking true peak.");
		expect(standingSentence(job({ status: "failed", error: "It is silent." }))).toBe("It is silent.");
	});
	it("sums several up", () => {
		expect(summary([])).toBe("");
		expect(plain(summary([job()]))).toBe("1 training, 3 h 27 min left");
		expect(summary([job({ status: "queued" })])).toBe("1 training, waiting");
		expect(plain(summary([job(), job({ kind: "render", seconds_left: 4 })]))).toBe(
			"2 at work, 3 h 27 min left",
		);
	});
});
