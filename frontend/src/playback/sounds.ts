/** Decoded sounds on the audio thread: fetched when they are first needed, and forgotten there, the least recently used first. */
import type { Clip } from "../generated/project";

/** Four bytes a frame and channel: about fifty minutes of mono. */
const MOST_BYTES = 512 * 1024 * 1024;
/** So many at a time: more only make each of them later. */
const AT_ONCE = 4;
/** A sound that could not be had is asked for again after so long. */
const AGAIN_MS = 15_000;

/** Where the sound that a clip plays lies; null where it cannot be had, or fails with a sentence that says why. */
export type Find = (clip: Clip) => Promise<string | null>;

/** Takes decoded channels to the audio thread, or away from it. */
export type Send = (material: string, channels: Float32Array[] | null) => void;

export class Sounds {
	/** Bytes of what is there, the least recently used first. */
	private readonly there = new Map<string, number>();
	private readonly loading = new Set<string>();
	private readonly failed = new Map<string, { at: number; why: string }>();
	private waiting: (() => void)[] = [];
	private active = 0;
	private bytes = 0;

	constructor(
		private readonly context: BaseAudioContext,
		private readonly find: Find,
		private readonly send: Send,
		private readonly tell: (loading: number, failed: number, why: string) => void = () => {},
	) {}

	/** Have it there soon; counts as used. */
	want(material: string, clip: Clip): void {
		const bytes = this.there.get(material);
		if (bytes !== undefined) {
			this.there.delete(material);
			this.there.set(material, bytes);
		} else if (!this.loading.has(material) && !this.resting(material)) void this.load(material, clip);
	}

	has(material: string): boolean {
		return this.there.has(material);
	}

	private resting(material: string): boolean {
		const last = this.failed.get(material);
		return last !== undefined && Date.now() - last.at < AGAIN_MS;
	}

	private async load(material: string, clip: Clip): Promise<void> {
		this.loading.add(material);
		this.told();
		let why = "";
		if (this.active >= AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
		this.active++;
		try {
			const url = await this.find(clip).catch((error: Error) => {
				why = error.message;
				return null;
			});
			if (!url) throw new Error("There is no such sound.");
			const response = await fetch(url);
			if (!response.ok) throw new Error(`${response.status}`);
			this.keep(material, await this.context.decodeAudioData(await response.arrayBuffer()));
			this.failed.delete(material);
		} catch {
			this.failed.set(material, { at: Date.now(), why });
		} finally {
			this.active--;
			this.waiting.shift()?.();
			this.loading.delete(material);
			this.told();
		}
	}

	private keep(material: string, buffer: AudioBuffer): void {
		const channels = Array.from({ length: Math.min(2, buffer.numberOfChannels) }, (_, k) =>
			buffer.getChannelData(k).slice(),
		);
		const bytes = channels.length * buffer.length * 4;
		this.send(material, channels);
		this.there.set(material, bytes);
		this.bytes += bytes;
		for (const [oldest, size] of this.there) {
			if (this.bytes <= MOST_BYTES || oldest === material) break;
			this.there.delete(oldest);
			this.bytes -= size;
			this.send(oldest, null);
		}
	}

	private told(): void {
		const why = [...this.failed.values()].findLast((one) => one.why)?.why ?? "";
		this.tell(this.loading.size, this.failed.size, why);
	}
}
