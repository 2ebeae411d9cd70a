/** The clips of one track at work; they may overlap, and then sum. */
import type { Automation } from "./automation";
import { Chain } from "./chain";
import { Level, type Material, PlacedClip } from "./clip";
import { byStart, crossfaded } from "./crossfades";
import type { ScoreClip, ScoreDevice } from "./score";
import { CELL, RATE_HZ, type Stereo, silence, stereo, sum } from "./sound";

/** So long a clip's own devices may ring after it. */
const RINGING_CELLS = Math.ceil((12 * RATE_HZ) / CELL);

export type ClipDevices = ReadonlyMap<string, readonly [string, ScoreDevice][]>;

interface Voice {
	placed: PlacedClip;
	level: Level;
	/** Of clips with devices of their own. */
	chain: Chain | null;
	/** How far the chain has been fed. */
	fed_cell: number;
}

export class Lane {
	private placed: PlacedClip[] = [];
	private next = 0;
	private cell = -1;
	private voices = new Map<string, Voice>();
	private leaving: Voice[] = [];
	private devices: ClipDevices = new Map();
	private automation: Automation | null = null;
	private readonly room = stereo();

	/** The clips from now on. What sounds and has not changed sounds on; the rest comes and goes softly. */
	set(
		clips: readonly [string, ScoreClip][],
		overlapping: boolean,
		devices: ClipDevices,
		automation: Automation,
	): void {
		const before = new Map(this.placed.map((one) => [one.key, one]));
		const ordered = overlapping ? byStart(clips) : crossfaded(clips);
		this.placed = ordered.map(([key, clip]) => {
			const old = before.get(key);
			return old && same(old.clip, clip) ? old : new PlacedClip(key, clip);
		});
		this.devices = devices;
		this.automation = automation;
		const now = new Map(this.placed.map((one) => [one.key, one]));
		for (const [key, voice] of this.voices) {
			const one = now.get(key);
			if (one === voice.placed) this.chain(voice, this.cell + 1);
			else this.leave(key, voice);
		}
		this.rewind(this.cell + 1);
	}

	/** Whether it can be heard at all. */
	get empty(): boolean {
		return !this.placed.length && !this.voices.size && !this.leaving.length;
	}

	/** Sum a cell into a block. */
	add(bus: Stereo, cell: number, materials: ReadonlyMap<string, Material>): void {
		if (cell !== this.cell + 1) this.jump(cell);
		this.cell = cell;
		this.enter(cell, materials);
		for (const [key, voice] of this.voices) {
			this.sound(bus, voice, cell, materials);
			if (this.over(voice, cell)) this.voices.delete(key);
		}
		for (const voice of this.leaving) this.sound(bus, voice, cell, materials);
		if (this.leaving.length) this.leaving = this.leaving.filter((voice) => !voice.level.gone);
	}

	private jump(cell: number): void {
		for (const [key, voice] of this.voices) this.leave(key, voice);
		// Elsewhere on the timeline the old ones have nothing to fade out of.
		this.leaving = [];
		this.rewind(cell);
	}

	private rewind(cell: number): void {
		let low = 0;
		let high = this.placed.length;
		const until = cell * CELL;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.placed[middle] as PlacedClip).start_samples < until) low = middle + 1;
			else high = middle;
		}
		// Those that began before and still sound are entered in their middle.
		this.next = low;
		for (let k = 0; k < low; k++) {
			const one = this.placed[k] as PlacedClip;
			if (one.end_samples > until && !this.voices.has(one.key)) this.begin(one, cell, 0);
		}
	}

	private enter(cell: number, materials: ReadonlyMap<string, Material>): void {
		for (;;) {
			const one = this.placed[this.next];
			if (!one || one.start_samples >= (cell + 1) * CELL) return;
			this.next++;
			this.begin(one, cell, materials.has(one.clip.material) ? 1 : 0);
		}
	}

	private begin(placed: PlacedClip, cell: number, level: 0 | 1): void {
		if (placed.clip.mute) return;
		const voice: Voice = { placed, level: new Level(level), chain: null, fed_cell: cell };
		this.chain(voice, cell);
		this.voices.set(placed.key, voice);
	}

	private chain(voice: Voice, cell: number): void {
		const devices = this.devices.get(voice.placed.key);
		if (!devices || !this.automation) return;
		voice.chain ??= new Chain();
		voice.chain.set(devices, this.automation, cell);
	}

	private leave(key: string, voice: Voice): void {
		voice.level.to(0);
		this.voices.delete(key);
		this.leaving.push(voice);
	}

	private over(voice: Voice, cell: number): boolean {
		const ringing = voice.chain && !voice.chain.empty ? RINGING_CELLS : 0;
		return voice.placed.end_samples <= (cell + 1 - ringing) * CELL;
	}

	private sound(bus: Stereo, voice: Voice, cell: number, materials: ReadonlyMap<string, Material>): void {
		const material = materials.get(voice.placed.clip.material);
		if (!material?.[0]?.length) {
			// It comes in softly when its sound arrives.
			voice.level = new Level(0);
			return;
		}
		const { chain } = voice;
		if (!chain || chain.empty) {
			const [from, to] = voice.level.next();
			voice.placed.addTo(bus, cell, material, from, to);
			return;
		}
		// What the devices hold back is fed ahead, so that the clip is heard on time.
		const ahead = cell + chain.latency_samples / CELL;
		if (voice.fed_cell < cell) voice.fed_cell = cell;
		while (voice.fed_cell <= ahead) {
			const [from, to] = voice.level.next();
			silence(this.room);
			voice.placed.addTo(this.room, voice.fed_cell, material, from, to);
			chain.process(this.room, voice.fed_cell);
			voice.fed_cell++;
		}
		sum(this.room, bus);
	}
}

const SOUNDING = [
	"track",
	"material",
	"offset_samples",
	"start_seconds",
	"duration_seconds",
	"gain_db",
	"pan",
	"reverse",
	"loop",
	"fade_in_seconds",
	"fade_out_seconds",
	"fade_in_shape",
	"fade_out_shape",
	"mute",
] as const;

function same(one: ScoreClip, other: ScoreClip): boolean {
	return one === other || SOUNDING.every((field) => one[field] === other[field]);
}
