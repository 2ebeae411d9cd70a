import { describe, expect, it } from "vitest";
import type { Sample } from "../api/types";
import type { Clip, Project, Track } from "../generated/project";
import { formOf, unchangedSince } from "./bands";

const clip = (track: string, sample: string, start_seconds: number, duration_seconds: number, mute = false) =>
	({ track, sample, start_seconds, duration_seconds, mute }) as Clip;
const document = (clips: Clip[]) =>
	({
		master: { ceiling_dbtp: -1, tail_seconds: 1 },
		tracks: { a: { mute: false } as Track, silent: { mute: true } as Track },
		clips: Object.fromEntries(clips.map((each, i) => [String(i), each])),
	}) as unknown as Project;
const samples = [
	{ id: "noise", category: "mine" },
	{ id: "voice", category: "wavenet" },
] as Sample[];

describe("the form of a piece", () => {
	it("joins what touches and keeps categories apart", () => {
		const form = formOf(
			document([
				clip("a", "noise", 2, 3),
				clip("a", "noise", 0, 2),
				clip("a", "voice", 1, 1),
				clip("a", "noise", 9, 1),
			]),
			samples,
		);
		expect(form.rows).toEqual(["mine", "wavenet"]);
		expect(form.bands).toEqual([
			{ category: "mine", from_seconds: 0, to_seconds: 5 },
			{ category: "wavenet", from_seconds: 1, to_seconds: 2 },
			{ category: "mine", from_seconds: 9, to_seconds: 10 },
		]);
		expect(form.seconds).toBe(11);
	});
	it("leaves out what is muted, and calls unknown samples other", () => {
		const form = formOf(
			document([clip("silent", "noise", 0, 9), clip("a", "gone", 1, 1), clip("a", "voice", 0, 1, true)]),
			samples,
		);
		expect(form.rows).toEqual(["other"]);
		expect(form.seconds).toBe(3);
		expect(formOf(document([]), samples).seconds).toBe(0);
	});
	it("trusts only a project that was quiet before the render", () => {
		expect(unchangedSince("2026-01-01T10:00:00Z", "2026-01-01T10:00:30Z")).toBe(true);
		expect(unchangedSince("2026-01-01T10:00:25Z", "2026-01-01T10:00:30Z")).toBe(false);
		expect(unchangedSince("2026-01-01T11:00:00Z", "2026-01-01T10:00:30Z")).toBe(false);
	});
});
