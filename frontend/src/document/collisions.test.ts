import { describe, expect, it } from "vitest";
import { Held } from "./collisions";
import { change, removeClips } from "./edits";
import { copy, meet, small } from "./testing";

function start() {
	const { made, clip, tracks } = small();
	const other = copy(made);
	const held = new Held(made, (client) => (client === other.doc.clientID ? "Kim" : undefined));
	return { made, other, clip, tracks, held };
}

describe("what one holds", () => {
	it("collides with another's move, told once with who did it", () => {
		const { made, other, clip, held } = start();
		held.hold(new Set([clip]));
		change(other, "clips", new Map([[clip, { start_seconds: 12 }]]));
		meet(made, other);
		expect(held.struck([clip])).toMatchObject([
			{ clip: { start_seconds: 2 }, now: { start_seconds: 12 }, by: "Kim" },
		]);
		expect(held.struck([clip])).toEqual([]);
	});

	it("collides with a removal", () => {
		const { made, other, clip, held } = start();
		held.hold(new Set([clip]));
		removeClips(other, [clip]);
		meet(made, other);
		expect(held.struck([clip])).toMatchObject([{ clip: { id: clip }, now: null, by: undefined }]);
	});

	it("collides with nothing that merges, and not after it was let go", () => {
		const { made, other, clip, held } = start();
		held.hold(new Set([clip]));
		change(other, "clips", new Map([[clip, { gain_db: -6 }]]));
		meet(made, other);
		expect(held.struck([clip])).toEqual([]);
		held.hold(new Set());
		change(other, "clips", new Map([[clip, { start_seconds: 30 }]]));
		meet(made, other);
		expect(held.struck([clip])).toEqual([]);
	});
});
