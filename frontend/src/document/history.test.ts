import { describe, expect, it } from "vitest";
import { addClips, change, removeClips, transact } from "./edits";
import { History } from "./history";
import { clipOn, copy, everything, meet, small } from "./testing";

function start() {
	const { made, clip, tracks } = small();
	const history = new History(made);
	const at = () => made.clips.get(clip)?.start_seconds;
	const to = (seconds: number) => change(made, "clips", new Map([[clip, { start_seconds: seconds }]]));
	return { made, clip, tracks, history, at, to };
}

describe("the history", () => {
	it("names its steps, and undoes and redoes one at a time", () => {
		const { history, at, to } = start();
		history.step("Move a", () => to(5));
		history.step("Move b", () => to(9));
		expect(history.steps.map((step) => step.title)).toEqual(["Move a", "Move b"]);
		expect(history.undo()).toMatchObject({ title: "Move b", done: true });
		expect(at()).toBe(5);
		expect(history.undone.map((step) => step.title)).toEqual(["Move b"]);
		expect(history.redo()).toMatchObject({ title: "Move b", done: true });
		expect([at(), history.steps.length]).toEqual([9, 2]);
	});

	it("takes a whole gesture as one step", () => {
		const { history, at, to } = start();
		history.step("Before", () => to(3));
		history.beginGesture("Fader");
		for (const seconds of [4, 5, 6, 7]) to(seconds);
		history.endGesture();
		history.step("After", () => to(8));
		expect(history.steps.map((step) => step.title)).toEqual(["Before", "Fader", "After"]);
		history.undo();
		history.undo();
		expect(at()).toBe(3);
	});

	it("takes many clips in one transaction as one step", () => {
		const { made, tracks, history } = start();
		const before = everything(made);
		history.step("Split", () =>
			transact(made, () => {
				addClips(made, [clipOn(tracks[0]), clipOn(tracks[1])]);
				removeClips(made, [[...made.clips.keys()][0] ?? ""]);
			}),
		);
		expect(history.steps).toHaveLength(1);
		history.undo();
		expect(everything(made)).toEqual(before);
	});

	it("undoes what oneself has done, and leaves what others did", () => {
		const { made, clip, history, at, to } = start();
		const other = copy(made);
		history.step("Move", () => to(20));
		change(other, "clips", new Map([[clip, { gain_db: -6 }]]));
		meet(made, other);
		history.undo();
		expect(at()).toBe(2);
		expect(made.clips.get(clip)?.gain_db).toBe(-6);
	});

	it("says so when somebody has changed the same thing since, and undoes nothing else instead", () => {
		const { made, clip, at, to } = start();
		const other = copy(made);
		const history = new History(made, (client) => (client === other.doc.clientID ? "Kim" : undefined));
		history.step("First", () => change(made, "clips", new Map([[clip, { gain_db: -3 }]])));
		history.step("Move", () => to(20));
		meet(made, other);
		change(other, "clips", new Map([[clip, { start_seconds: 30 }]]));
		meet(made, other);
		expect(history.undo()).toMatchObject({
			title: "Move",
			done: false,
			by: ["Kim"],
			lost: [{ kind: "clips", id: clip, field: "start_seconds", before: 2, now: 30, gone: false }],
		});
		expect(at()).toBe(30);
		expect(made.clips.get(clip)?.gain_db).toBe(-3);
		expect(history.undo()).toMatchObject({ title: "First", done: true });
		expect(made.clips.get(clip)?.gain_db).toBe(0);
	});

	it("tells what it could not put back where others have changed a part of a step", () => {
		const { made, clip, tracks } = start();
		const [second] = addClips(made, [clipOn(tracks[1])]) as [string];
		const other = copy(made);
		const history = new History(made, (client) => (client === other.doc.clientID ? "Kim" : undefined));
		const both = [clip, second].map((id) => [id, { gain_db: -9 }] as const);
		history.step("Softer", () => change(made, "clips", new Map(both)));
		meet(made, other);
		change(other, "clips", new Map([[second, { gain_db: -1 }]]));
		meet(made, other);
		const undone = history.undo();
		expect(undone).toMatchObject({
			done: true,
			by: ["Kim"],
			lost: [{ id: second, field: "gain_db", now: -1 }],
		});
		expect(undone?.lost).toHaveLength(1);
		expect([clip, second].map((id) => made.clips.get(id)?.gain_db)).toEqual([0, -1]);
	});

	it("tells that a record is gone", () => {
		const { made, clip, history, to } = start();
		const other = copy(made);
		history.step("Move", () => to(20));
		meet(made, other);
		removeClips(other, [clip]);
		meet(made, other);
		expect(history.undo()).toMatchObject({ done: false, by: [], lost: [{ id: clip, gone: true }] });
		expect(made.clips.has(clip)).toBe(false);
	});

	it("takes nobody's later step, and none of one's own, for an overwrite", () => {
		const { made, clip, history, at, to } = start();
		const other = copy(made);
		history.step("One", () => to(3));
		history.step("Two", () => to(4));
		history.step("Remove", () => removeClips(made, [clip]));
		change(other, "clips", new Map([[clip, { gain_db: -4 }]]));
		meet(made, other);
		for (const title of ["Remove", "Two", "One"])
			expect(history.undo()).toMatchObject({ title, done: true, lost: [] });
		expect(at()).toBe(2);
		for (const title of ["One", "Two", "Remove"])
			expect(history.redo()).toMatchObject({ title, done: true, lost: [] });
	});

	it("has nothing to undo at first, and forgets what was undone when something new is done", () => {
		const { history, to } = start();
		expect(history.undo()).toBeNull();
		history.step("Move", () => to(4));
		history.undo();
		history.step("Other", () => to(6));
		expect(history.undone).toEqual([]);
	});
});
