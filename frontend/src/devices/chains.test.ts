import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Arrangement } from "../document/arrangement";
import { addDevice, setParameter } from "../document/edits";
import { addTrack } from "../document/tracks";
import { Comparison, copied, pasteChain } from "./chains";

function twoTracks(): [Arrangement, string, string] {
	const arrangement = new Arrangement(new Y.Doc());
	return [arrangement, addTrack(arrangement, "One"), addTrack(arrangement, "Two")];
}

describe("chains", () => {
	it("are copied to another track with all their values, in their order", () => {
		const [arrangement, one, two] = twoTracks();
		addDevice(arrangement, one, "compressor", { wet: 0.5, parameters: { ratio: 4 } });
		addDevice(arrangement, one, "reverb", { enabled: false });
		pasteChain(arrangement, two, arrangement.devicesOf(one).map(copied));
		expect(arrangement.devicesOf(two).map(copied)).toEqual(arrangement.devicesOf(one).map(copied));
		expect(arrangement.devicesOf(two).map(({ effect }) => effect)).toEqual(["compressor", "reverb"]);
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
