/** The names on the clips, with the marks of what is about them: words over the pixels of the rows that were drawn. */
import type { Spread } from "../document/overlaps";
import type { PlacedClip } from "../document/records";
import { color } from "../look/canvas";
import { categoryOf } from "../look/provenance";
import { type Frame, secondsAt, xOf } from "./geometry";
import { type Box, boxOf, type Row } from "./layout";
import type { Look } from "./scene";

/** A clip that is not larger than this has no name. */
export const NAMED_WIDTH = 46;
export const NAMED_HEIGHT = 26;
export const NAME_HEIGHT = 14;
const MIDDLE = 9.5;
const LETTER_PIXELS = 5.6;

/** What the names are read from. */
export interface Named {
	clipsOf(track: string): readonly PlacedClip[];
	between(track: string, from_seconds: number, to_seconds: number): [number, number];
	spreadOf(track: string): Spread | null;
	look(sample: string): Look;
	name(clip: PlacedClip): string;
	/** Clips that are being dragged away. */
	left: ReadonlySet<string>;
	/** Those that have devices of their own, and those that somebody has asked or said something about. */
	treated: ReadonlySet<string>;
	discussed: ReadonlySet<string>;
}

/** Names stand on plain ground at the left of the part that is in sight. The frame is in CSS pixels. */
export function drawNames(
	g: CanvasRenderingContext2D,
	frame: Frame,
	rows: readonly Row[],
	from: Named,
): void {
	g.font = `520 10.5px ${color("--ui")}`;
	g.textBaseline = "middle";
	const until = secondsAt(frame, frame.width);
	for (const row of rows) {
		if (row.kind !== "track") continue;
		const clips = from.clipsOf(row.track.id);
		const spread = from.spreadOf(row.track.id);
		// Where clips share their ground, a name ends where the next clip begins.
		const shared = row.track.role === "audio" && !spread;
		const [first, last] = from.between(row.track.id, frame.from_seconds, until);
		for (let i = first; i < last; i++) {
			const clip = clips[i] as PlacedClip;
			if (clip.duration_seconds * frame.pixels_per_second <= NAMED_WIDTH) continue;
			const next = shared ? clips[i + 1] : undefined;
			const end = next ? xOf(frame, next.start_seconds) : frame.width;
			const box = boxOf(frame, row, clip, spread);
			if (box && box.h > NAMED_HEIGHT) drawName(g, box, Math.min(frame.width, end), clip, from);
		}
	}
	g.globalAlpha = 1;
}

function drawName(g: CanvasRenderingContext2D, box: Box, end: number, clip: PlacedClip, from: Named): void {
	g.globalAlpha = from.left.has(clip.id) ? 0.4 : 1;
	let left = Math.max(0, box.x) + 4;
	if (from.discussed.has(clip.id)) left += drawBubble(g, left, box.y + MIDDLE);
	const room = Math.min(end, box.x + box.w) - left - 4;
	if (room < 18) return;
	g.fillStyle = color(`--${categoryOf(clip, from.look(clip.sample).category)}-deep`);
	const name = from.treated.has(clip.id) ? `${from.name(clip)} ƒx` : from.name(clip);
	g.fillText(shortened(name, room), left, box.y + MIDDLE);
}

/** Where there is a comment; returns the room that it takes. */
function drawBubble(g: CanvasRenderingContext2D, x: number, y: number): number {
	g.fillStyle = color("--accent");
	g.beginPath();
	g.roundRect(x, y - 5, 10, 8, 2);
	g.moveTo(x + 2, y + 3);
	g.lineTo(x + 2, y + 6);
	g.lineTo(x + 5, y + 3);
	g.fill();
	return 14;
}

/** As much of a name as there is room for; measured by an average letter, since thousands may be in sight. */
function shortened(name: string, room: number): string {
	const most = Math.floor(room / LETTER_PIXELS);
	if (name.length <= most) return name;
	return most > 2 ? `${name.slice(0, most - 1)}…` : "";
}
