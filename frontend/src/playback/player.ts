/** What the page and the audio thread say to each other, and the mixer as it plays: its place, its loop, its meters. */
import { Level, type Material } from "./engine/clip";
import { Levels, Loudness } from "./engine/metering";
import { Mixer } from "./engine/mixer";
import { Recent } from "./engine/recent";
import { emptyScore, MASTER, type Score } from "./engine/score";
import { CELL, RATE_HZ, type Stereo, stereo } from "./engine/sound";

export type ScoreKind = keyof Score;

/** Records by id that were changed; null for those that are gone. */
export type Changes = Partial<Record<ScoreKind, [string, object | null][]>>;

export type Order =
	| { kind: "change"; changes: Changes }
	| { kind: "material"; key: string; channels: Float32Array[] | null }
	| { kind: "play"; seconds: number }
	| { kind: "stop" }
	/** A moment of what is at a place, while somebody drags over it. */
	| { kind: "scrub"; seconds: number }
	| { kind: "loop"; seconds: [number, number] | null }
	/** The devices whose sound is looked at from now on. */
	| { kind: "watch"; devices: string[] }
	| { kind: "mastered"; mastered: boolean };

/** The audio clock fell behind: so much sound was missed. */
export interface TooLate {
	kind: "late";
	seconds: number;
}

export interface Meters {
	kind: "meters";
	/** Of the tracks named: five numbers each, see `Levels.read`. */
	keys: string[];
	levels: Float32Array;
	loudness: { momentary: number; short_term: number; integrated: number };
	reductions: [string, number][];
	/** The last moment of what comes out of the watched devices, see `Recent`. */
	waves: [string, Float32Array][];
}

/** The sound that leaves at `clock_seconds` stands at `seconds` of the timeline. */
export interface At {
	kind: "at";
	seconds: number;
	clock_seconds: number;
}

export type Report = Meters | At | TooLate;

/** Samples between two reports of the meters. */
const REPORT_SAMPLES = 2048;

/** How long a place is heard that is dragged over. */
export const SCRUB_SECONDS = 0.12;

/** The mixer behind the audio thread's clock. Blocks are whole numbers of cells. */
export class Player {
	private readonly mixer = new Mixer();
	private readonly score = emptyScore();
	private readonly levels = new Map<string, Levels>();
	private readonly loudness = new Loudness();
	private readonly block: Stereo = stereo();
	private playing = false;
	private stopping = false;
	/** The cell to go on from. */
	private wanted: number | null = null;
	private level = new Level(0, 0);
	private cell = 0;
	private loop: [number, number] | null = null;
	private since_report = 0;
	private changed = false;
	/** Cells to play before it stops by itself. */
	private remaining = Number.POSITIVE_INFINITY;

	constructor(private readonly tell: (report: Report) => void) {
		this.mixer.listen = (key, block) => {
			const one = this.levels.get(key) ?? new Levels();
			this.levels.set(key, one);
			one.feed(block);
			if (key === MASTER) this.loudness.feed(block);
		};
	}

	take(order: Order): void {
		if (order.kind === "change") this.change(order.changes);
		else if (order.kind === "material") this.material(order.key, order.channels);
		else if (order.kind === "loop") this.loop = cells(order.seconds);
		else if (order.kind === "watch") this.watch(order.devices);
		else if (order.kind === "mastered") {
			this.mixer.mastered = order.mastered;
			this.changed = true;
		} else if (order.kind === "stop") this.stop();
		else if (order.kind === "scrub") {
			this.play(order.seconds);
			this.remaining = Math.round((SCRUB_SECONDS * RATE_HZ) / CELL);
		} else this.play(order.seconds);
	}

	/** Fill what the sound card asks for. */
	process(left: Float32Array, right: Float32Array, clock_seconds: number): void {
		for (let at = 0; at < left.length; at += CELL) {
			if (!this.playing) break;
			this.next(clock_seconds + at / RATE_HZ);
			left.set(this.block.left, at);
			right.set(this.block.right, at);
		}
		this.since_report += left.length;
		if (this.playing && this.since_report >= REPORT_SAMPLES) this.report();
	}

	private next(clock_seconds: number): void {
		if (this.changed) {
			this.changed = false;
			this.mixer.set(this.score);
		}
		const { loop } = this;
		// Wherever it goes on from, the old place goes out softly first.
		if (this.wanted !== null && this.level.gone) this.begin(this.wanted, clock_seconds);
		else if (this.wanted !== null) this.level.to(0);
		else if (loop && this.cell >= loop[1] && !this.stopping) this.begin(loop[0], clock_seconds);
		else if (loop && this.cell >= loop[1] - SEAM_CELLS && this.cell < loop[1]) this.level.to(0);
		this.mixer.next(this.block);
		this.cell++;
		const [from, to] = this.level.next();
		if (from !== 1 || to !== 1) ramp(this.block, from, to);
		if (--this.remaining === 0) this.stop();
		if (this.stopping && this.level.gone) this.playing = false;
	}

	private play(seconds: number): void {
		this.wanted = Math.round((seconds * RATE_HZ) / CELL);
		this.remaining = Number.POSITIVE_INFINITY;
		this.stopping = false;
		if (!this.playing) {
			this.level = new Level(0, 0);
			this.loudness.clear();
		}
		this.playing = true;
	}

	private stop(): void {
		this.stopping = true;
		this.wanted = null;
		this.level.to(0);
	}

	private begin(cell: number, clock_seconds: number): void {
		this.wanted = null;
		this.cell = cell;
		this.mixer.start(cell);
		this.level = new Level(0);
		this.tell({ kind: "at", seconds: (cell * CELL) / RATE_HZ, clock_seconds });
	}

	private change(changes: Changes): void {
		for (const [kind, records] of Object.entries(changes)) {
			const mirror = this.score[kind as ScoreKind] as Map<string, object>;
			for (const [key, record] of records)
				if (record) mirror.set(key, record);
				else mirror.delete(key);
		}
		this.changed = true;
	}

	private material(key: string, channels: Float32Array[] | null): void {
		if (channels) this.mixer.materials.set(key, channels as Material);
		else this.mixer.materials.delete(key);
	}

	private watch(devices: readonly string[]): void {
		const { watched } = this.mixer;
		for (const key of watched.keys()) if (!devices.includes(key)) watched.delete(key);
		for (const key of devices) if (!watched.has(key)) watched.set(key, new Recent());
	}

	private report(): void {
		this.since_report = 0;
		const keys = [...this.levels.keys()];
		const levels = new Float32Array(5 * keys.length);
		for (const [k, key] of keys.entries()) levels.set(this.levels.get(key)?.read() ?? [], 5 * k);
		for (const key of keys) if (key !== MASTER && !this.score.tracks.has(key)) this.levels.delete(key);
		const reductions = [...this.mixer.reductions()];
		const waves = [...this.mixer.watched].map(([key, recent]): [string, Float32Array] => [
			key,
			recent.read(),
		]);
		this.tell({ kind: "meters", keys, levels, loudness: this.loudness.read(), reductions, waves });
	}
}

const SEAM_CELLS = 4;

/** Null where nothing lies between the two. */
function cells(seconds: [number, number] | null): [number, number] | null {
	if (!seconds) return null;
	const [from, to] = seconds.map((one) => Math.round((one * RATE_HZ) / CELL)) as [number, number];
	return to - from > 2 * SEAM_CELLS ? [from, to] : null;
}

function ramp(block: Stereo, from: number, to: number): void {
	const step = (to - from) / CELL;
	for (let k = 0; k < CELL; k++) {
		const gain = from + step * k;
		block.left[k] = (block.left[k] as number) * gain;
		block.right[k] = (block.right[k] as number) * gain;
	}
}
