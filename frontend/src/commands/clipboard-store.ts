/** What was copied, kept in the browser so that it can be pasted into another project or another window. */

import type { Copied as CopiedDevice } from "../devices/chains";
import type { NewPoint } from "../document/automation";
import { copyOf, type NewClip } from "../document/edits";
import type { Device, PlacedClip, PlacedDevice } from "../document/records";

export interface Clipboard {
	/** The project it was taken from: its tracks are there, and its samples are known. */
	project: string;
	clips: readonly (NewClip & { devices?: readonly Omit<Device, "clip" | "track">[] })[];
	points: readonly NewPoint[];
	/** Devices of a track, in their order. */
	chain?: readonly CopiedDevice[];
}

const KEY = "overhear-clipboard";
export const EMPTY: Clipboard = { project: "", clips: [], points: [] };
/** Beyond this the browser would not keep it; it can still be pasted on the same page. */
const MOST_LETTERS = 2_000_000;

/** A clip as it is copied, with its own devices. */
export function copied(clip: PlacedClip, devices: readonly PlacedDevice[]): Clipboard["clips"][number] {
	const own = devices.map(({ id: _, clip: __, track: ___, ...device }) => device);
	return own.length ? { ...copyOf(clip), devices: own } : copyOf(clip);
}

export function readClipboard(): Clipboard {
	try {
		const found = JSON.parse(localStorage.getItem(KEY) ?? "null") as Clipboard | null;
		return Array.isArray(found?.clips) && Array.isArray(found.points) ? found : EMPTY;
	} catch {
		return EMPTY;
	}
}

export function writeClipboard(clipboard: Clipboard): void {
	try {
		const text = JSON.stringify(clipboard);
		if (text.length <= MOST_LETTERS) localStorage.setItem(KEY, text);
	} catch {
		// What cannot be kept is pasted from this page only.
	}
}
