/** Decoded samples, fetched when they are first needed and forgotten, the least recently used first, when they grow too large. */

/** Four bytes a frame and channel: about fifty minutes of mono. */
const MOST_BYTES = 512 * 1024 * 1024;
/** So many at a time: more only make each of them later. */
const AT_ONCE = 4;

export interface Source {
	id: string;
	audio_url: string;
}

export class Buffers {
	private readonly kept = new Map<string, AudioBuffer>();
	private readonly loading = new Map<string, Promise<AudioBuffer | null>>();
	private readonly failed = new Set<string>();
	private waiting: (() => void)[] = [];
	private active = 0;
	private bytes = 0;

	constructor(
		private readonly context: BaseAudioContext,
		private readonly onProgress: (loading: number, failed: number) => void = () => {},
	) {}

	/** The buffer if it is here. */
	get(id: string): AudioBuffer | undefined {
		const buffer = this.kept.get(id);
		if (buffer) {
			this.kept.delete(id);
			this.kept.set(id, buffer);
		}
		return buffer;
	}

	/** Fetch and decode; null when the sample cannot be had. */
	load(source: Source): Promise<AudioBuffer | null> {
		const kept = this.get(source.id);
		if (kept) return Promise.resolve(kept);
		const under_way = this.loading.get(source.id);
		if (under_way) return under_way;
		const promise = this.fetch(source);
		this.loading.set(source.id, promise);
		this.tell();
		return promise;
	}

	private async fetch(source: Source): Promise<AudioBuffer | null> {
		if (this.active >= AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
		this.active++;
		try {
			const response = await fetch(source.audio_url);
			if (!response.ok) throw new Error(`${response.status}`);
			const buffer = await this.context.decodeAudioData(await response.arrayBuffer());
			this.keep(source.id, buffer);
			this.failed.delete(source.id);
			return buffer;
		} catch {
			this.failed.add(source.id);
			return null;
		} finally {
			this.active--;
			this.waiting.shift()?.();
			this.loading.delete(source.id);
			this.tell();
		}
	}

	private keep(id: string, buffer: AudioBuffer): void {
		this.kept.set(id, buffer);
		this.bytes += size(buffer);
		for (const [oldest, other] of this.kept) {
			if (this.bytes <= MOST_BYTES || oldest === id) break;
			this.kept.delete(oldest);
			this.bytes -= size(other);
		}
	}

	private tell(): void {
		this.onProgress(this.loading.size, this.failed.size);
	}
}

function size(buffer: AudioBuffer): number {
	return buffer.length * buffer.numberOfChannels * 4;
}
