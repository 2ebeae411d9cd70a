import { beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { Arrangement } from "../document/arrangement";
import { addEnvelope, envelopeOf } from "../document/automation";
import { change } from "../document/edits";
import { History } from "../document/history";
import { valueAt } from "../document/shapes";
import { addTrack } from "../document/tracks";
import { Touch } from "./touch";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

let arrangement: Arrangement;
let history: History;
let track: string;
let now: number | null;

beforeEach(() => {
	arrangement = new Arrangement(new Y.Doc());
	history = new History(arrangement);
	track = addTrack(arrangement, "One");
	now = null;
	const touch = new Touch(arrangement, () => now);
	history.partner = touch;
	arrangement.onChange((changed) => touch.take(changed));
});

/** Pull the pan through values, one a tenth of a second. */
async function pull(values: readonly number[], from_seconds: number): Promise<void> {
	now = from_seconds;
	history.beginGesture("Pan");
	for (const pan of values) {
		change(arrangement, "tracks", new Map([[track, { pan }]]));
		await Promise.resolve();
		now += 0.1;
	}
	history.endGesture();
}

const line = () => [...arrangement.pointsOf(envelopeOf(arrangement, track, "pan")?.id ?? "")];
const up = Array.from({ length: 21 }, (_, i) => i / 20);

describe("what is moved while it plays", () => {
	it("is written as an envelope that does what the hand did, without points that it can do without", async () => {
		await pull(up, 4);
		for (const [i, pan] of up.entries()) expect(valueAt(line(), 4 + i / 10)).toBeCloseTo(pan, 2);
		expect(valueAt(line(), 1)).toBe(0);
		expect(valueAt(line(), 9)).toBe(0);
		expect(line().length).toBeLessThan(6);
		expect(arrangement.tracks.get(track)?.pan).toBe(0);
	});

	it("is one step, and undo takes back all of it", async () => {
		const steps = history.steps.length;
		await pull(up, 4);
		expect(history.steps.length).toBe(steps + 1);
		history.undo();
		expect(arrangement.envelopes.size + arrangement.points.size).toBe(0);
		expect(arrangement.tracks.get(track)?.pan).toBe(0);
	});

	it("gives way only where it is moved, and rests while it is", async () => {
		const id = addEnvelope(arrangement, track, "pan", [
			{ seconds: 0, value: -1 },
			{ seconds: 20, value: -1 },
		]);
		now = 4;
		history.beginGesture("Pan");
		change(arrangement, "tracks", new Map([[track, { pan: 0.5 }]]));
		await Promise.resolve();
		expect(arrangement.envelopes.get(id)?.enabled).toBe(false);
		now = 5;
		change(arrangement, "tracks", new Map([[track, { pan: 0.6 }]]));
		history.endGesture();
		expect(arrangement.envelopes.get(id)?.enabled).toBe(true);
		expect([3, 4, 5, 6].map((at) => valueAt(line(), at))).toEqual([-1, 0.5, 0.6, -1]);
	});

	it("is not written while nothing plays", async () => {
		history.beginGesture("Pan");
		change(arrangement, "tracks", new Map([[track, { pan: 0.5 }]]));
		history.endGesture();
		expect(arrangement.envelopes.size).toBe(0);
		expect(arrangement.tracks.get(track)?.pan).toBe(0.5);
	});
});
