/** What lies over the clips: selection, focus, handles, ghosts of drags, and what other people hold. Drawn in CSS pixels. */
import type { Preview } from "../commands/shown";
import type { Spread } from "../document/overlaps";
import type { Other } from "../document/presence";
import type { PlacedClip, PlacedMarker, PlacedRegion } from "../document/records";
import { color } from "../look/canvas";
import { categoryOf, drawEdge } from "../look/provenance";
import { amplitude, fades } from "../playback/schedule";
import { type Frame, xOf } from "./geometry";
import { GAIN_HEIGHT, type Hit, WITH_GAIN } from "./hit";
import { type Box, boxOf, type Row } from "./layout";
import { drawLine, type Line } from "./lines";
import type { Look } from "./scene";

export interface Held {
	rows: readonly Row[];
	spreadOf(track: string): Spread | null;
	clips: ReadonlyMap<string, PlacedClip>;
	selection: ReadonlySet<string>;
	focus: string | null;
	/** The timeline has the keyboard. */
	focused: boolean;
	preview: Preview | null;
	others: readonly Other[];
	hover: Hit | null;
	/** Where a sample that is dragged from the library would land. */
	landing: PlacedClip | null;
	look(sample: string): Look;
	markers: Iterable<PlacedMarker>;
	regions: Iterable<PlacedRegion>;
	/** The envelopes in sight. */
	lines(): Iterable<Line>;
}

const DASHES: Record<Other["line"], number[]> = {
	dashed: [6, 4],
	dotted: [1.5, 3.5],
	"dash-dot": [7, 3, 1.5, 3],
};

export class Overlay {
	private readonly rowOf = new Map<string, Row>();
	private readonly inks = new Map<string, string>();
	/** So many ghosts are drawn with their waves; beyond that their bodies are enough. */
	private waves = 200;
	constructor(
		private readonly context: CanvasRenderingContext2D,
		private readonly frame: Frame,
		private readonly held: Held,
	) {
		for (const row of held.rows) if (row.kind === "track") this.rowOf.set(row.track.id, row);
	}

	draw(): void {
		this.places();
		this.selection();
		this.handles();
		this.remote();
		this.ghosts();
		this.lasso();
		for (const line of this.held.lines())
			drawLine(this.context, this.frame, line, (token) => this.ink(token));
	}

	/** A token's colour, asked for once a drawing: thousands of ghosts may need it. */
	private ink(token: string): string {
		let ink = this.inks.get(token);
		if (ink === undefined) {
			ink = color(token);
			this.inks.set(token, ink);
		}
		return ink;
	}

	private box(clip: PlacedClip): Box | null {
		const row = this.rowOf.get(clip.track);
		return row ? boxOf(this.frame, row, clip, this.held.spreadOf(clip.track)) : null;
	}

	private category(clip: PlacedClip) {
		return categoryOf(clip, this.held.look(clip.sample).category);
	}

	/** Markers go through all rows; regions have their edges there. */
	private places(): void {
		const { context: g, frame, held } = this;
		const line = (seconds: number, dash: number[]) => {
			const x = Math.round(xOf(frame, seconds)) + 0.5;
			if (x < 0 || x > frame.width) return;
			g.setLineDash(dash);
			g.beginPath();
			g.moveTo(x, 0);
			g.lineTo(x, frame.height);
			g.stroke();
		};
		g.lineWidth = 1;
		g.strokeStyle = this.ink("--ink-2");
		for (const marker of held.markers) line(marker.seconds, [4, 4]);
		g.strokeStyle = this.ink("--ink-4");
		for (const region of held.regions)
			for (const edge of [region.start_seconds, region.end_seconds]) line(edge, [1, 3]);
		g.setLineDash([]);
	}

	private selection(): void {
		const { context: g, held } = this;
		const accent = this.ink("--accent");
		const lift = this.ink("--lift");
		const boxes: Box[] = [];
		for (const id of held.selection) {
			const clip = held.clips.get(id);
			const box = clip && !held.preview?.left.has(id) ? this.box(clip) : null;
			if (box) boxes.push(box);
		}
		g.lineWidth = 4;
		g.strokeStyle = lift;
		for (const box of boxes) g.strokeRect(box.x, box.y, box.w, box.h);
		g.lineWidth = 2;
		g.strokeStyle = accent;
		for (const box of boxes) g.strokeRect(box.x, box.y, box.w, box.h);
		const focus = held.focused && held.focus ? held.clips.get(held.focus) : undefined;
		const box = focus ? this.box(focus) : null;
		if (box) {
			g.strokeRect(box.x - 4, box.y - 3.5, box.w + 8, box.h + 7);
		}
		if (boxes.length > 1) {
			const x = Math.max(4, Math.min(...boxes.map((each) => each.x)));
			const y = Math.max(2, Math.min(...boxes.map((each) => each.y)) - 20);
			this.tag(x, y, `${held.selection.size} clips`, accent, this.ink("--on-accent"));
		}
	}

	/** On hover the edges darken and the handles appear; nothing moves. */
	private handles(): void {
		const { context: g, held } = this;
		// By its id: it may have been changed since the pointer came.
		const clip = held.preview ? null : held.clips.get(held.hover?.clip?.id ?? "");
		const box = clip ? this.box(clip) : null;
		if (!clip || !box || box.w < 12) return;
		g.strokeStyle = this.ink(`--${this.category(clip)}`);
		g.lineWidth = 1;
		g.strokeRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1);
		const ink = this.ink("--ink");
		const paper = this.ink("--lift");
		const half = box.y + box.h / 2;
		for (const x of [box.x, box.x + box.w - 3]) {
			g.fillStyle = paper;
			g.fillRect(x - 1, half - 1, 5, box.h / 2 + 1);
			g.fillStyle = ink;
			g.fillRect(x, half, 3, box.h / 2);
		}
		const [fadeIn, fadeOut] = fades(clip);
		for (const x of [
			box.x + fadeIn * this.frame.pixels_per_second,
			box.x + box.w - fadeOut * this.frame.pixels_per_second,
		]) {
			g.beginPath();
			g.arc(x, box.y + 3, 3.5, 0, 7);
			g.fillStyle = paper;
			g.fill();
			g.strokeStyle = ink;
			g.lineWidth = 1.25;
			g.stroke();
		}
		if (box.w <= WITH_GAIN || box.h <= GAIN_HEIGHT) return;
		// The gain: a bar in the middle of the upper edge, to be drawn up and down.
		const middle = Math.round(box.x + box.w / 2);
		g.fillStyle = paper;
		g.fillRect(middle - 9, box.y, 18, 6);
		g.fillStyle = ink;
		g.fillRect(middle - 8, box.y + 1, 16, 4);
	}

	private ghosts(): void {
		const { context: g, held } = this;
		const { preview } = held;
		for (const ghost of preview?.ghosts ?? []) this.ghost(ghost);
		if (held.landing) this.ghost(held.landing);
		const accent = this.ink("--accent");
		g.strokeStyle = accent;
		g.lineWidth = 2;
		for (const ghost of preview?.ghosts ?? []) {
			const box = this.box(ghost);
			if (box) g.strokeRect(box.x, box.y, box.w, box.h);
		}
		if (preview?.snap_seconds !== null && preview?.snap_seconds !== undefined) {
			g.fillStyle = accent;
			g.fillRect(Math.round(xOf(this.frame, preview.snap_seconds)), 0, 1, this.frame.height);
		}
		const first = preview?.ghosts[0];
		const box = first ? this.box(first) : null;
		if (box && preview?.label) {
			const x = Math.max(4, Math.min(this.frame.width - 160, box.x));
			this.tag(x, Math.max(2, box.y - 20), preview.label, accent, this.ink("--on-accent"));
		}
	}

	/** A clip where it would be, at 55 %. */
	private ghost(clip: PlacedClip): void {
		const { context: g, held, frame } = this;
		const box = this.box(clip);
		if (!box) return;
		const { peaks, sample_rate_hz } = held.look(clip.sample);
		const category = this.category(clip);
		g.globalAlpha = 0.55;
		g.fillStyle = this.ink(`--${category}-fill`);
		g.fillRect(box.x, box.y, box.w, box.h);
		drawEdge(g, category, box.x, box.y, box.w, this.ink(`--${category}`));
		const from = Math.max(0, box.x);
		const to = Math.min(frame.width, box.x + box.w);
		if (peaks && to - from > 4 && this.waves-- > 0) {
			const count = Math.floor(to - from);
			const start = clip.offset_seconds + ((from - box.x) / frame.pixels_per_second) * clip.speed;
			const stop = start + (count / frame.pixels_per_second) * clip.speed;
			const columns = peaks.columns(start * sample_rate_hz, stop * sample_rate_hz, count);
			const loud = (amplitude(clip.gain_db) * (box.h - 4)) / 254;
			const middle = box.y + box.h / 2 + 1;
			g.fillStyle = this.ink(`--${category}-deep`);
			for (let i = 0; i < count; i++) {
				const high = Math.min(box.h / 2, (columns[2 * i + 1] as number) * loud);
				const low = Math.max(-box.h / 2, (columns[2 * i] as number) * loud);
				g.fillRect(from + i, middle - high, 1, Math.max(1, high - low));
			}
		}
		g.globalAlpha = 1;
	}

	private remote(): void {
		const { context: g, held } = this;
		const ink = this.ink("--ink");
		for (const other of held.others) {
			g.strokeStyle = ink;
			g.lineWidth = 2;
			g.setLineDash(DASHES[other.line]);
			let last: Box | null = null;
			for (const id of other.selection) {
				const clip = held.clips.get(id);
				const box = clip ? this.box(clip) : null;
				if (!box) continue;
				g.strokeRect(box.x, box.y, box.w, box.h);
				last ??= box;
			}
			for (const each of other.ghosts) {
				const clip = held.clips.get(each.clip);
				const ghost = clip ? { ...clip, ...each, id: clip.id } : null;
				const box = ghost ? this.box(ghost) : null;
				if (!ghost || !box) continue;
				g.setLineDash([]);
				this.ghost(ghost);
				g.setLineDash(DASHES[other.line]);
				g.strokeStyle = ink;
				g.lineWidth = 2;
				g.strokeRect(box.x, box.y, box.w, box.h);
				last = box;
			}
			g.setLineDash([]);
			if (!last) continue;
			const wide = this.tag(last.x, last.y + last.h + 1, other.person.name, ink, this.ink("--on-ink"));
			if (other.doing)
				this.tag(
					last.x + wide + 2,
					last.y + last.h + 1,
					other.doing,
					this.ink("--paper"),
					this.ink("--ink-2"),
				);
		}
		for (const other of held.others) this.pointer(other, ink);
	}

	private pointer(other: Other, ink: string): void {
		const { context: g, frame } = this;
		const row = other.pointer?.track ? this.rowOf.get(other.pointer.track) : undefined;
		if (!other.pointer || row === undefined) return;
		const x = xOf(frame, other.pointer.seconds);
		if (x < 0 || x > frame.width) return;
		const y = row.top - frame.top + other.pointer.share * row.height;
		g.save();
		g.translate(x, y);
		g.beginPath();
		g.moveTo(0, 0);
		for (const [dx, dy] of [
			[0, 15],
			[4, 11],
			[7, 18],
			[10, 16.7],
			[7, 10],
			[13, 10],
		] as const)
			g.lineTo(dx, dy);
		g.closePath();
		g.fillStyle = ink;
		g.fill();
		g.strokeStyle = this.ink("--paper");
		g.lineWidth = 1;
		g.stroke();
		g.restore();
		this.tag(x + 12, y + 15, other.person.name, ink, this.ink("--on-ink"));
	}

	private lasso(): void {
		const { context: g, frame } = this;
		const lasso = this.held.preview?.lasso;
		if (!lasso) return;
		const x = xOf(frame, lasso.from_seconds);
		const w = xOf(frame, lasso.to_seconds) - x;
		g.fillStyle = this.ink("--accent");
		g.globalAlpha = 0.08;
		g.fillRect(x, lasso.top, w, lasso.bottom - lasso.top);
		g.globalAlpha = 1;
		g.strokeStyle = this.ink("--accent");
		g.lineWidth = 1;
		g.strokeRect(x + 0.5, lasso.top + 0.5, w, lasso.bottom - lasso.top);
	}

	private tag(x: number, y: number, text: string, ground: string, ink: string): number {
		const { context: g } = this;
		g.font = `560 11px ${this.ink("--ui")}`;
		const width = g.measureText(text).width + 12;
		g.fillStyle = ground;
		g.fillRect(x, y, width, 17);
		g.fillStyle = ink;
		g.textBaseline = "middle";
		g.fillText(text, x + 6, y + 9);
		return width;
	}
}
