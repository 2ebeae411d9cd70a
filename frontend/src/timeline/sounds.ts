/** The decoded sound of a few samples, for finding where it crosses zero; fetched when first wanted. */
const RATE_HZ = 44_100;
const MOST = 12;

export interface Sound {
	samples: Float32Array;
	rate_hz: number;
}

export class Sounds {
	private readonly kept = new Map<string, Promise<Sound> | Sound>();

	/** The sound when it is here already; otherwise it is on its way. */
	get(sample: { id: string; audio_url: string }): Sound | null {
		const known = this.kept.get(sample.id);
		if (known) return known instanceof Promise ? null : known;
		const loading = load(sample.audio_url);
		this.kept.set(sample.id, loading);
		loading.then(
			(sound) => this.kept.set(sample.id, sound),
			() => this.kept.delete(sample.id),
		);
		if (this.kept.size > MOST) this.kept.delete(this.kept.keys().next().value as string);
		return null;
	}
}

async function load(url: string): Promise<Sound> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`The sound could not be loaded (${response.status}).`);
	const context = new OfflineAudioContext(1, 1, RATE_HZ);
	const buffer = await context.decodeAudioData(await response.arrayBuffer());
	return { samples: buffer.getChannelData(0), rate_hz: buffer.sampleRate };
}
