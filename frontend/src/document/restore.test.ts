import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addClips, addDevice, change, changeMaster, removeClips, setParameter } from "./edits";
import { History } from "./history";
import { type Content, restore } from "./restore";
import { clipOn, copy, everything, meet, small } from "./testing";
import { addTrack } from "./tracks";

const contentOf = (made: ReturnType<typeof copy>): Content =>
	Object.fromEntries(
		["tracks", "clips", "devices", "master"].map((kind) => [kind, made.doc.getMap(kind).toJSON()]),
	);

describe("restoring", () => {
	it("brings a version back in one step, and undo brings back what stood there", () => {
		const { made, tracks, clip } = small();
		const device = addDevice(made, tracks[0], "equaliser");
		setParameter(made, device, "low_hz", 200, 120);
		const before = everything(made);
		const version = contentOf(made);
		removeClips(made, [clip]);
		addTrack(made, "Later");
		setParameter(made, device, "low_hz", 300, 120);
		setParameter(made, device, "high_hz", 300, 120);
		changeMaster(made, { target_lufs: -16 });
		const later = everything(made);
		const history = new History(made);
		expect(history.step("Restore", () => restore(made, version))).toBe(4);
		expect(everything(made)).toEqual(before);
		expect(history.steps).toHaveLength(1);
		history.undo();
		expect(everything(made)).toEqual(later);
	});

	it("writes nothing where nothing differs", () => {
		const { made } = small();
		const history = new History(made);
		expect(restore(made, contentOf(made))).toBe(0);
		expect(history.steps).toHaveLength(0);
	});

	it("leaves what others do meanwhile to other records", () => {
		const { made, tracks, clip } = small();
		const version = contentOf(made);
		change(made, "clips", new Map([[clip, { start_seconds: 20 }]]));
		const other = copy(made);
		restore(made, version);
		const [theirs] = addClips(other, [clipOn(tracks[1])]) as [string];
		meet(made, other);
		expect(made.clips.get(clip)?.start_seconds).toBe(2);
		expect(made.clips.has(theirs)).toBe(true);
		expect(everything(made)).toEqual(everything(other));
	});

	it("brings back any state from any other", () => {
		const edit = fc.record({
			which: fc.nat(5),
			what: fc.constantFrom("move", "delete", "add"),
			to: fc.nat(90),
		});
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 12 }), fc.array(edit, { maxLength: 12 }), (first, second) => {
				const { made, tracks } = small();
				const run = (edits: typeof first) => {
					for (const { which, what, to } of edits) {
						const id = [...made.clips.keys()].sort()[which] ?? "";
						if (what === "add") addClips(made, [clipOn(tracks[1], { start_seconds: to, pan: to / 100 })]);
						if (what === "delete") removeClips(made, [id]);
						if (what === "move") change(made, "clips", new Map([[id, { start_seconds: to }]]));
					}
				};
				run(first);
				const [then, version] = [everything(made), contentOf(made)];
				run(second);
				restore(made, version);
				expect(everything(made)).toEqual(then);
			}),
			{ numRuns: 60 },
		);
	});
});
