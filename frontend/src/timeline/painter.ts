/** Draws a bench: the clips into one canvas as pixels, what is held into another one over it. */
import type { Workbench } from "../commands/workbench.svelte";
import type { PlacedClip } from "../document/records";
import { holdsClips, within } from "../document/tree";
import { sceneOf } from "./drag";
import { type Frame, steps } from "./geometry";
import type { Hit } from "./hit";
import type { Row } from "./layout";
import { linesOf } from "./lines";
import { drawNames } from "./names";
import { Overlay } from "./overlay";
import type { Palette } from "./palette";
import { Raster } from "./raster";
import { gridSeconds } from "./snapping";

const NOTHING: ReadonlySet<string> = new Set();

const key = (ids: ReadonlySet<string>) => [...ids].sort().join(" ");

/** What only the page knows: where the pointer is, whether the timeline has the keyboard. */
export interface Pointed {
	hover: Hit | null;
	/** The point of an envelope under the pointer. */
	near: string | null;
	landing: PlacedClip | null;
	focused: boolean;
}

export class Painter {
	private readonly raster = new Raster();
	private revision = 0;
	private seen: readonly unknown[] = [];

	constructor(private readonly bench: Workbench) {}

	/** The frame in whole device pixels, so that scrolling can shift what is drawn. */
	private aligned(scale: number): Frame {
		const { view } = this.bench;
		const pixels_per_second = view.pixels_per_second * scale;
		return {
			from_seconds: Math.round(view.from_seconds * pixels_per_second) / pixels_per_second,
			pixels_per_second,
			width: Math.round(view.width * scale),
			height: Math.round(view.height * scale),
			top: Math.round(view.top * scale),
		};
	}

	clips(canvas: HTMLCanvasElement, colours: Palette, ratio: number): void {
		const context = canvas.getContext("2d", { alpha: false });
		if (!context) return;
		this.size(canvas, ratio);
		const { bench } = this;
		const { arrangement, settings } = bench;
		const left = bench.preview?.left ?? NOTHING;
		const grid = this.grid();
		const treated = new Set([...arrangement.devices.values()].map((device) => device.clip));
		const discussed = bench.comments.clips;
		const now = [bench.samples.revision, left, settings.spread, grid?.small_seconds, discussed, key(treated)];
		if (now.some((value, i) => value !== this.seen[i])) this.revision++;
		this.seen = now;
		const inside = (group: string) =>
			within(arrangement.tracks, group)
				.filter(holdsClips)
				.map((track) => track.id);
		const { audible } = bench;
		const scene = {
			...sceneOf(bench),
			crossfadesOf: (track: string) => arrangement.crossfadesOf(track),
			within: inside,
			look: (id: string) => bench.samples.look(id),
			left,
			grid,
			audible,
			revision: this.revision,
			version: (row: Row) => {
				const tracks = row.track.role === "group" ? inside(row.track.id) : [row.track.id];
				const each = tracks.map((id) => `${id} ${arrangement.revisionOf(id)} ${audible.has(id)}`);
				return [row.track.role, row.kind === "track" && row.folded, ...each].join(" ");
			},
		};
		const drawn = this.raster.paint(context, scene, this.aligned(ratio), colours, ratio);
		context.setTransform(ratio, 0, 0, ratio, 0, 0);
		const named = { ...scene, name: (clip: PlacedClip) => bench.nameOf(clip), treated, discussed };
		drawNames(context, this.aligned(1), drawn, named);
	}

	held(canvas: HTMLCanvasElement, ratio: number, pointed: Pointed): void {
		const context = canvas.getContext("2d");
		if (!context) return;
		this.size(canvas, ratio);
		const { bench } = this;
		const { arrangement, view, selection, focus, preview, others } = bench;
		context.setTransform(ratio, 0, 0, ratio, 0, 0);
		context.clearRect(0, 0, view.width, view.height);
		const scene = sceneOf(bench);
		new Overlay(context, this.aligned(1), {
			...pointed,
			rows: scene.rows,
			spreadOf: scene.spreadOf,
			clips: arrangement.clips,
			markers: arrangement.markers.values(),
			regions: arrangement.regions.values(),
			selection,
			focus,
			preview,
			others,
			look: (id) => bench.samples.look(id),
			lines: () => linesOf(bench, pointed.near),
		}).draw();
	}

	/** Bars and their parts, where those are counted. */
	private grid(): { small_seconds: number; every: number } | undefined {
		const { settings, view } = this.bench;
		const beat = settings.beat_seconds;
		if (!beat) return undefined;
		const small = gridSeconds(this.bench);
		const bar = beat * settings.beats_in_bar;
		const large =
			small < bar
				? bar
				: small * Math.max(1, Math.round(steps(view.pixels_per_second).large_seconds / small));
		return { small_seconds: small, every: Math.max(1, Math.round(large / small)) };
	}

	private size(canvas: HTMLCanvasElement, ratio: number): void {
		const { view } = this.bench;
		const [wide, high] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
		if (canvas.width !== wide) canvas.width = wide;
		if (canvas.height !== high) canvas.height = high;
	}
}
