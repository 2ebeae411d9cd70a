import { describe, expect, it, vi } from "vitest";
import type { Comment } from "../api/types";
import { change, removeClips } from "../document/edits";
import { small } from "../document/testing";
import { Comments } from "./comments.svelte";
import { inOrder, pins, placeOf, secondsOf, wordsOf } from "./places";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

let count = 0;

function comment(more: Partial<Comment> = {}): Comment {
	const number = ++count;
	return {
		id: `c${number}`,
		thread: null,
		author: { id: "kim", name: "Kim" },
		mine: false,
		text: `Comment ${number}`,
		seconds: null,
		track: "",
		clip: "",
		resolved_at: null,
		resolved_by: null,
		created_at: `2026-01-01T00:00:${String(number).padStart(2, "0")}Z`,
		edited_at: null,
		is_deleted: false,
		...more,
	};
}

/** A server in memory: it answers with what it was given, and notes what it was asked. */
function serving(all: Comment[], seen_at: string | null = null) {
	const asked: string[] = [];
	const answer = async (method: string, path: string) => {
		asked.push(`${method} ${path.replace("/api/projects/p/comments", "")}`.trim());
		return { seen_at, comments: all, id: "made" } as never;
	};
	const comments = new Comments("p", {
		get: (path) => answer("GET", path),
		post: (path) => answer("POST", path),
		patch: (path) => answer("PATCH", path),
		delete: (path) => answer("DELETE", path),
	});
	return { comments, asked };
}

describe("the comments", () => {
	it("come as threads, without those that are done with until they are asked for", async () => {
		const first = comment();
		const done = comment({ resolved_at: "2026-01-02T00:00:00Z" });
		const { comments } = serving([first, comment({ thread: first.id }), done]);
		await comments.load();
		expect(comments.threads.map(({ first, answers }) => [first.id, answers.length])).toEqual([[first.id, 1]]);
		comments.resolved = true;
		expect(comments.threads).toHaveLength(2);
		comments.resolved = false;
		comments.open = done.id;
		expect(comments.threads).toHaveLength(2);
	});

	it("are new when others have said them since one looked, until one has", async () => {
		const old = comment();
		const { comments, asked } = serving(
			[old, comment({ mine: true }), comment(), comment({ is_deleted: true, text: "" })],
			old.created_at,
		);
		await comments.load();
		expect(comments.unread).toBe(1);
		await comments.see();
		expect(comments.unread).toBe(0);
		await comments.see();
		expect(asked).toEqual(["GET", "POST /seen"]);
	});

	it("are fetched again after one has spoken, and the new one is open", async () => {
		const { comments, asked } = serving([]);
		await comments.say("Softer", { seconds: 2 });
		expect([comments.open, asked]).toEqual(["made", ["POST", "GET"]]);
	});
});

describe("the places", () => {
	const nameOf = () => "narrator";

	it("go with their clip, and stay where it was when it is gone", () => {
		const { made, clip } = small();
		const place = placeOf(comment({ seconds: 2, clip }));
		change(made, "clips", new Map([[clip, { start_seconds: 10 }]]));
		expect(secondsOf(place, made)).toBe(10);
		expect(wordsOf(place, made, nameOf)).toBe("“narrator” at 0:10.0");
		removeClips(made, [clip]);
		expect(secondsOf(place, made)).toBe(2);
		expect(wordsOf(place, made, nameOf)).toBe("a clip that was at 0:02.0");
	});

	it("are named as people say them", () => {
		const { made, tracks } = small();
		expect(wordsOf({ track: tracks[0] }, made, nameOf)).toBe("track Upper");
		expect(wordsOf({ track: "gone" }, made, nameOf)).toBe("a track that is gone");
		expect(wordsOf({ seconds: 84 }, made, nameOf)).toBe("1:24.0");
		expect(wordsOf({}, made, nameOf)).toBe("the whole piece");
	});

	it("stand in order of time, near ones on one pin, those without a time on none", () => {
		const { made, clip } = small();
		const threads = [
			comment({ seconds: 30 }),
			comment({ clip, seconds: 9 }),
			comment({ track: "t" }),
			comment({ seconds: 2.5 }),
		].map((first) => ({ first, answers: [] }));
		const [late, onClip, onTrack, near] = threads;
		expect(inOrder(threads, made)).toEqual([onTrack, onClip, near, late]);
		const found = pins(threads, made, (seconds) => seconds * 10, 44);
		expect(found).toEqual([
			{ x: 20, threads: [onClip, near] },
			{ x: 300, threads: [late] },
		]);
	});
});
