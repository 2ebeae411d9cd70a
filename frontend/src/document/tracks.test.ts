import { describe, expect, it } from "vitest";
import { addEnvelope } from "./automation";
import { addClipDevice, addClips, addDevice } from "./edits";
import { addSend, cannotSend } from "./routing";
import { build, TEMPLATES } from "./templates";
import { arrangement, clipOn, small } from "./testing";
import { faults } from "./testing-faults";
import { addTrack, groupTracks, linkTracks, moveTrack, partnersOf, removeTrack, ungroup } from "./tracks";
import { groupsAround } from "./tree";

function names(made: ReturnType<typeof arrangement>) {
	return made.rowsInOrder.map((row) => row.name);
}

describe("tracks", () => {
	it("stand under their group, and go out of it with it", () => {
		const made = arrangement();
		const [a, b, c] = ["A", "B", "C"].map((name) => addTrack(made, name)) as [string, string, string];
		const group = groupTracks(made, [b, c], "G") as string;
		expect(names(made)).toEqual(["A", "G", "B", "C"]);
		moveTrack(made, a, 1, group);
		expect(names(made)).toEqual(["G", "B", "A", "C"]);
		const outer = groupTracks(made, [group], "Outer") as string;
		expect(groupsAround(made.tracks, a)).toEqual([group, outer]);
		expect(moveTrack(made, outer, 0, group)).toBe(false);
		ungroup(made, group);
		expect(names(made)).toEqual(["Outer", "B", "A", "C"]);
		expect(groupsAround(made.tracks, b)).toEqual([outer]);
		expect(faults(made)).toEqual([]);
	});

	it("are added below another one, in its group", () => {
		const made = arrangement();
		const [a, b] = [addTrack(made, "A"), addTrack(made, "B")];
		const group = groupTracks(made, [a], "G") as string;
		const inside = addTrack(made, "New", a);
		expect(names(made)).toEqual(["G", "A", "New", "B"]);
		expect(made.tracks.get(inside)?.parent).toBe(group);
		expect(addTrack(made, "Hall", a, { role: "return" })).toBeTruthy();
		expect(made.rowsInOrder.at(-1)?.parent).toBe("");
		expect(made.tracks.get(b)?.parent).toBe("");
	});

	it("take all that hangs on them along when they go", () => {
		const { made, tracks, clip } = small();
		const [upper] = tracks;
		const hall = addTrack(made, "Hall", undefined, { role: "return" });
		const send = addSend(made, upper, hall) as string;
		const device = addDevice(made, upper, "equaliser");
		addClipDevice(made, clip, "delay");
		for (const target of [upper, send, device])
			addEnvelope(made, target, "gain_db", [{ seconds: 1, value: 0 }]);
		removeTrack(made, upper);
		expect(
			[made.clips, made.devices, made.sends, made.envelopes, made.points].map((map) => map.size),
		).toEqual([0, 0, 0, 0, 0]);
		expect(faults(made)).toEqual([]);
	});

	it("are edited together while they are linked", () => {
		const { made, tracks } = small();
		linkTracks(made, tracks);
		expect(partnersOf(made, tracks[0]).map((row) => row.id)).toEqual([tracks[1]]);
	});

	it("are sent to returns only, and never back into themselves", () => {
		const made = arrangement();
		const [voice, hall, plate] = [
			addTrack(made, "Voice"),
			addTrack(made, "Hall", undefined, { role: "return" }),
			addTrack(made, "Plate", undefined, { role: "return" }),
		] as const;
		expect(cannotSend(made, hall, voice)).toMatch("lead to returns");
		expect(addSend(made, hall, plate)).not.toBeNull();
		expect(cannotSend(made, plate, hall)).toMatch("feed back");
		expect(addSend(made, plate, hall)).toBeNull();
		expect(addSend(made, voice, hall)).not.toBeNull();
	});
});

describe("templates", () => {
	it("make the desk of the reference piece: two groups of C, L and R, a cloud, a reverb and its return", () => {
		const made = arrangement();
		const [template] = TEMPLATES;
		if (template) build(made, template);
		expect(names(made)).toEqual([
			"Noise",
			"Noise C",
			"Noise L",
			"Noise R",
			"Babbling",
			"Babbling C",
			"Babbling L",
			"Babbling R",
			"Cloud",
			"Reverb",
			"Reverb return",
		]); // prettier-ignore
		const [left, right] = ["Noise L", "Noise R"].map((name) =>
			made.rowsInOrder.find((row) => row.name === name),
		);
		expect([left?.pan, right?.pan]).toEqual([-1, 1]);
		expect(partnersOf(made, left?.id ?? "")).toEqual([right]);
		expect(made.sends.size).toBe(1);
	});

	it("are each valid, below what is there", () => {
		for (const template of TEMPLATES) {
			const { made, tracks } = small();
			const ids = build(made, template);
			addClips(made, [clipOn(tracks[1])]);
			expect(faults(made)).toEqual([]);
			expect(made.rowsInOrder.slice(0, 2).map((row) => row.id)).toEqual(tracks);
			expect(made.rowsInOrder.slice(2).map((row) => row.id)).toEqual(ids);
		}
	});
});
