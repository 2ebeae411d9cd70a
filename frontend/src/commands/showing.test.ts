import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Change } from "../document/arrangement";
import { Showing } from "./showing";

let seen: string[] = [];
let showing: Showing;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setTimeout"] });
	vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 16));
	seen = [];
	showing = new Showing(
		() => {},
		() => seen.push("told"),
	);
	showing.picture = () => seen.push("picture");
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function change(what: Partial<Record<"clips" | "tracks", string>>, local = true): Change {
	const none = () => new Set<string>();
	return {
		tracks: new Set(what.tracks ? [what.tracks] : []),
		clips: new Set(what.clips ? [what.clips] : []),
		devices: none(),
		sends: none(),
		envelopes: none(),
		points: none(),
		markers: none(),
		regions: none(),
		master: false,
		local,
	};
}

test("one's own clip is drawn at once, and told of after the frame", async () => {
	showing.changed(change({ clips: "a" }));
	await Promise.resolve();
	expect(seen).toEqual(["picture"]);
	vi.advanceTimersByTime(40);
	expect(seen).toEqual(["picture", "told"]);
});

test("many edits in one frame are drawn twice at most, and told of once", async () => {
	for (let i = 0; i < 50; i++) {
		showing.changed(change({ clips: `${i}` }));
		await Promise.resolve();
	}
	vi.advanceTimersByTime(60);
	expect(seen.filter((one) => one === "picture")).toHaveLength(2);
	expect(seen.at(-1)).toBe("told");
	expect(seen.filter((one) => one === "told").length).toBeLessThanOrEqual(2);
});

test("edits of others wait for a frame", async () => {
	showing.changed(change({ clips: "a" }, false));
	await Promise.resolve();
	expect(seen).toEqual([]);
	vi.advanceTimersByTime(40);
	expect(seen).toEqual(["picture", "told"]);
});

test("what moves rows is told of first, and then drawn", async () => {
	showing.changed(change({ tracks: "a" }));
	await vi.waitFor(() => expect(seen).toEqual(["told", "picture"]));
});

test("what is written about an edit waits for its picture, and stays in order", async () => {
	const write = (words: string) => showing.write(() => seen.push(words));
	write("before");
	showing.changed(change({ clips: "a" }));
	write("one");
	await Promise.resolve();
	write("two");
	expect(seen).toEqual(["before", "picture"]);
	vi.advanceTimersByTime(40);
	write("after");
	expect(seen).toEqual(["before", "picture", "one", "two", "told", "after"]);
});

test("where there is no picture, nothing waits for it", () => {
	showing.picture = null;
	showing.changed(change({ clips: "a" }));
	showing.write(() => seen.push("written"));
	expect(seen).toEqual(["written"]);
});
