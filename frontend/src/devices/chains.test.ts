import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Arrangement } from "../document/arrangement";
import { addClipDevice, addClips, addDevice, setParameter } from "../document/edits";
import { addTrack } from "../document/tracks";
import { Comparison, copied, giveChain, pasteChain } from "./chains";

function twoTracks(): [Arrangement, string, string] {
	const arrangement = new Arrangement(new Y.Doc());
	return [arrangement, addTrack(arrangement, "One"), addTrack(arrangement, "Two")];
}

describe("chains", () => {
	it("are copied to another track with all their values, in their order", () => {
		const [arrangement, one, two] = twoTracks();
		addDevice(arrangement, one, "compressor", { wet: 0.5, parameters: { ratio: 4 } });
		addDevice(arrangement, one, "reverb", { enabled: false });
		pasteChain(arrangement, { track: two, clip: "" }, arrangement.devicesOf(one).map(copied));
		expect(arrangement.devicesOf(two).map(copied)).toEqual(arrangement.devicesOf(one).map(copied));
		expect(arrangement.devicesOf(two).map(({ effect }) => effect)).toEqual(["compressor", "reverb"]);
	});

	it("are given from one clip to others, in the place of theirs, as one change", () => {
		const [arrangement, one] = twoTracks();
		const [from, other] = addClips(
			arrangement,
			[0, 1].map((start_seconds) => ({ track: one, sample: "s", start_seconds, duration_seconds: 1 })),
		);
		addClipDevice(arrangement, from as string, "filter", { parameters: { hz: 300 } });
		addClipDevice(arrangement, from as string, "delay", { wet: 0.3 });
		addClipDevice(arrangement, other as string, "reverb");
		let told = 0;
		arrangement.onChange(() => told++);
		giveChain(arrangement, from as string, [other as string]);
		const given = arrangement.devicesAt({ track: "", clip: other as string });
		expect(given.map(copied)).toEqual(arrangement.devicesOfClip(from as string).map(copied));
		expect(given.map(({ track }) => track)).toEqual(["", ""]);
		expect(arrangement.devicesOf(one)).toEqual([]);
		expect(told).toBe(1);
	});

	it("are compared: each setting comes back, and what was added since stays", () => {
		const [arrangement, one] = twoTracks();
		const device = addDevice(arrangement, one, "compressor", { parameters: { ratio: 4 } });
		const comparison = new Comparison();
		const turn = () => comparison.turn(arrangement, arrangement.devicesOf(one));
		const now = () => arrangement.devices.get(device)?.parameters;
		turn();
		expect([comparison.heard, now()]).toEqual(["B", { ratio: 4 }]);
		setParameter(arrangement, device, "ratio", 2, 2);
		setParameter(arrangement, device, "knee_db", 9, 6);
		addDevice(arrangement, one, "reverb");
		turn();
		expect([comparison.heard, now()]).toEqual(["A", { ratio: 4 }]);
		turn();
		expect([comparison.heard, now()]).toEqual(["B", { knee_db: 9 }]);
		expect(arrangement.devicesOf(one)).toHaveLength(2);
	});
});
