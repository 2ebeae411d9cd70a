import { describe, expect, it } from "vitest";
import type { Change, Difference } from "../api/types";
import { changeWords, deedWords, fieldWords, summary } from "./words";

const deed = (verb: string, kind: string, count: number) => ({ verb, kind, count, ids: ["x"] });
const nameOf = (kind: string, id: string) =>
	kind === "tracks" ? `Track ${id}` : id === "x" ? "narrator" : "";

describe("the words of the history", () => {
	it("say what was done to how many", () => {
		expect(deedWords(deed("moved", "clips", 3))).toBe("moved 3 clips");
		expect(deedWords(deed("levelled", "clips", 1))).toBe("changed the level of 1 clip");
		expect(deedWords(deed("moved", "clips", 1), nameOf)).toBe("moved clip “narrator”");
		expect(deedWords(deed("adjusted", "master", 1))).toBe("adjusted the master settings");
		expect(deedWords(deed("moved", "points", 2))).toBe("moved 2 points of envelopes");
	});

	it("say who did it, and in how many steps", () => {
		const change = {
			author: { id: "1", name: "Ana" },
			deeds: [deed("moved", "clips", 3), deed("added", "tracks", 2)],
			times: 7,
		} as unknown as Change;
		expect(changeWords(change)).toBe("Ana moved 3 clips, added 2 tracks, in 7 steps");
		expect(changeWords({ ...change, author: null, times: 1 })).toMatch(
			/^Somebody moved 3 clips, added 2 tracks$/,
		);
	});

	it("count what differs between two states", () => {
		const one = (id: string, kind: string, ...verbs: string[]) =>
			({ id, kind, verbs }) as unknown as Difference;
		const found = [
			one("a", "clips", "moved", "levelled"),
			one("b", "clips", "moved"),
			one("t", "tracks", "removed"),
		];
		expect(summary(found)).toBe("moved 2 clips, changed the level of 1 clip, removed 1 track");
	});

	it("say a field's value now and then, the usual one where none was written", () => {
		const found = {
			kind: "clips",
			id: "x",
			verbs: ["moved"],
			changed: ["start_seconds", "gain_db", "track", "mute"],
			before: { start_seconds: 62.5, track: "1" },
			after: { start_seconds: 64, gain_db: -6, track: "2", mute: true },
		} as unknown as Difference;
		expect(fieldWords(found, nameOf)).toEqual([
			"begins at 1:04.00, was 1:02.50",
			"level −6.0\u202fdB, was 0.0\u202fdB",
			"track Track 2, was Track 1",
			"mute on, was off",
		]);
	});
});
