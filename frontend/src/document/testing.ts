/** For tests: two people's copies of one arrangement, joined by hand. */
import * as Y from "yjs";
import { Arrangement } from "./arrangement";
import { addClips, type NewClip } from "./edits";
import { KINDS } from "./records";
import { addTrack } from "./tracks";

export function arrangement(): Arrangement {
	return new Arrangement(new Y.Doc());
}

/** An arrangement with two tracks and a clip on the first: 2 s to 6 s, from 1 s into its sample. */
export function small(): { made: Arrangement; tracks: [string, string]; clip: string } {
	const made = arrangement();
	const tracks: [string, string] = [addTrack(made, "Upper"), addTrack(made, "Lower")];
	const [clip] = addClips(made, [clipOn(tracks[0])]) as [string];
	return { made, tracks, clip };
}

export function clipOn(track: string, more: Partial<NewClip> = {}): NewClip {
	return { track, sample: "a-sample", start_seconds: 2, offset_seconds: 1, duration_seconds: 4, ...more };
}

/** A second copy that has everything of the first. */
export function copy(of: Arrangement): Arrangement {
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(of.doc));
	return new Arrangement(other);
}

/** Both copies take in what the other one has done. */
export function meet(a: Arrangement, b: Arrangement): void {
	const [forB, forA] = [Y.encodeStateAsUpdate(a.doc), Y.encodeStateAsUpdate(b.doc)];
	Y.applyUpdate(b.doc, forB, "remote");
	Y.applyUpdate(a.doc, forA, "remote");
}

/** Everything that an arrangement holds, for comparing. */
export function everything(of: Arrangement): unknown {
	const sorted = (map: ReadonlyMap<string, object>) => [...map].sort(([x], [y]) => (x < y ? -1 : 1));
	return [...KINDS.map((kind) => sorted(of[kind])), of.master];
}
