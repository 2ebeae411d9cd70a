import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sample } from "../api/types";
import type { Clip, Project } from "../generated/project";
import { arrange, soundingAt, soundingWords } from "./arrangement";

const clip = (track: string, sample: string, start_seconds: number, duration_seconds: number) =>
	({ track, sample, start_seconds, duration_seconds, mute: false, name: "" }) as Clip;

const samples = [
	{ id: "s", name: "Narrator", category: "wavenet" },
	{ id: "n", name: "Noise", category: "mine" },
] as Sample[];

function piece(clips: Clip[]): Project {
	const track = (order: string, role = "audio") => ({ order, role, name: order });
	return {
		tracks: { late: track("a1"), early: track("a0"), master: track("a0", "master") },
		clips: Object.fromEntries(clips.map((each, index) => [`c${index}`, each])),
	} as unknown as Project;
}

test("tracks are stacked in their order, overlaps take lanes of their own", () => {
	const found = arrange(
		piece([
			clip("late", "n", 0, 4),
			clip("early", "s", 0, 4),
			clip("early", "s", 2, 4),
			clip("early", "s", 5, 1),
		]),
		samples,
	);
	expect(found.boxes.map((box) => [box.clip.track, box.clip.start_seconds, box.lane, box.gaps])).toEqual([
		["early", 0, 0, 0],
		["early", 2, 1, 0],
		["early", 5, 0, 0],
		["late", 0, 2, 1],
	]);
	expect([found.lanes, found.gaps, found.seconds]).toEqual([3, 1, 6]);
});

test("no two clips of a lane overlap, and every clip is there", () => {
	const some = fc.record({ start: fc.integer({ min: 0, max: 50 }), long: fc.integer({ min: 1, max: 20 }) });
	fc.assert(
		fc.property(fc.array(some, { maxLength: 40 }), (spans) => {
			const { boxes } = arrange(
				piece(spans.map(({ start, long }) => clip("early", "s", start, long))),
				samples,
			);
			expect(boxes.length).toBe(spans.length);
			for (const one of boxes) {
				for (const two of boxes) {
					if (one === two || one.lane !== two.lane) continue;
					const [a, b] = [one.clip, two.clip];
					const apart =
						a.start_seconds + a.duration_seconds <= b.start_seconds ||
						b.start_seconds + b.duration_seconds <= a.start_seconds;
					expect(apart).toBe(true);
				}
			}
		}),
	);
});

test("what sounds is counted by sample, muted clips are silent", () => {
	const clips = [
		clip("early", "n", 0, 4),
		clip("late", "n", 1, 4),
		clip("late", "s", 2, 4),
		clip("late", "s", 2, 4),
	];
	const found = arrange(piece([...clips.slice(0, 3), { ...(clips[3] as Clip), mute: true }]), samples);
	expect(soundingAt(found, 3).map(soundingWords)).toEqual(["Noise, twice", "Narrator"]);
	expect(soundingAt(found, 4).map(soundingWords)).toEqual(["Narrator", "Noise"]);
	expect(soundingAt(found, 99)).toEqual([]);
});

test("a clip whose sample is gone is drawn as other", () => {
	expect(arrange(piece([clip("early", "gone", 0, 1)]), samples).boxes[0]?.category).toBe("other");
});

test("an empty piece is empty", () => {
	expect(arrange(piece([]), samples)).toEqual({ boxes: [], lanes: 0, gaps: 0, seconds: 0 });
});
