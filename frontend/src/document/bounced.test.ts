import { beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Arrangement } from "./arrangement";
import { addEnvelope } from "./automation";
import { type Placing, placeBounced, type Tap, takeOut } from "./bounced";
import { addClips, addDevice } from "./edits";
import { History } from "./history";
import { addSend, sendsOf } from "./routing";
import { clipOn } from "./testing";
import { addTrack } from "./tracks";

let arrangement: Arrangement;
let history: History;
let group: string;
let voice: string;
let clip: string;

beforeEach(() => {
	arrangement = new Arrangement(new Y.Doc());
	group = addTrack(arrangement, "Choir", undefined, { role: "group" });
	voice = addTrack(arrangement, "Voice", undefined, { parent: group, gain_db: -6, pan: 0.5, solo: true });
	addTrack(arrangement, "Below", voice);
	const room = addTrack(arrangement, "Room", undefined, { role: "return" });
	[clip] = addClips(arrangement, [clipOn(voice)]) as [string];
	addDevice(arrangement, voice, "tape");
	addSend(arrangement, voice, room);
	addEnvelope(arrangement, voice, "gain_db", [{ seconds: 0, value: -3 }]);
	history = new History(arrangement);
});

function placed(tap: Tap, clips: Placing["clips"] = null): string {
	const sound = { sample: "s", start_seconds: 2, duration_seconds: 3, name: "Voice, frozen" };
	return history.step("Freeze", () => placeBounced(arrangement, { ...sound, source: voice, tap, clips }));
}

describe("a bounce in place", () => {
	it("stands under its source, which is silent, and goes on through what lay behind its tap", () => {
		const made = placed("post");
		const rows = arrangement.rowsInOrder.filter((row) => row.parent === group).map((row) => row.name);
		expect(rows).toEqual(["Voice", "Voice, frozen", "Below"]);
		expect(arrangement.tracks.get(voice)).toMatchObject({ mute: true });
		expect(arrangement.tracks.get(made)).toMatchObject({ gain_db: 0, pan: 0, solo: true, mute: false });
		expect(arrangement.clipsOf(made)).toMatchObject([
			{ sample: "s", start_seconds: 2, duration_seconds: 3, fade_in_seconds: 0, fade_out_seconds: 0 },
		]);
		expect(sendsOf(arrangement, made)).toHaveLength(1);
		expect(arrangement.devicesOf(made)).toEqual([]);
		expect(arrangement.envelopes.size).toBe(1);
	});

	it("keeps the fader where it was tapped before it, and the devices where they come later", () => {
		const wet = placed("wet");
		expect(arrangement.tracks.get(wet)).toMatchObject({ gain_db: -6, pan: 0.5 });
		expect(arrangement.devicesOf(wet)).toEqual([]);
		const dry = placed("dry");
		expect(arrangement.devicesOf(dry)).toMatchObject([{ effect: "tape" }]);
		expect(arrangement.envelopes.size).toBe(3);
		expect(arrangement.points.size).toBe(3);
	});

	it("of some clips silences those alone", () => {
		placed("post", [clip, "gone"]);
		expect(arrangement.tracks.get(voice)?.mute).toBe(false);
		expect(arrangement.clips.get(clip)?.mute).toBe(true);
	});

	it("is one step, and can be taken out again", () => {
		const before = JSON.stringify(arrangement.doc.toJSON());
		placed("dry");
		expect(history.steps).toHaveLength(1);
		history.undo();
		expect(arrangement.tracks.get(voice)?.mute).toBe(false);
		expect(arrangement.tracks.size).toBe(4);
		history.redo();
		const made = [...arrangement.tracks.values()].find((row) => row.name === "Voice, frozen");
		takeOut(arrangement, made?.id ?? "", voice);
		expect(JSON.parse(JSON.stringify(arrangement.doc.toJSON())).clips).toEqual(JSON.parse(before).clips);
		expect(arrangement.tracks.get(voice)?.mute).toBe(false);
		expect(arrangement.tracks.size).toBe(4);
	});
});
