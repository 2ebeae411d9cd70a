/** The microphone that tracks are recorded from: heard by the transport's own audio clock, with its level and latency. */
import { Level } from "../recording/level";
import type { Microphone } from "../recording/microphone";
import { keepLatency, keptLatency, type Latency, pairOf, reportedLatency } from "./latencies";

type Handler = (channels: Float32Array[], frame: number) => void;

const WHATEVER = { rate_hz: 0, channels: 0 };

export class Input {
	state = $state<"closed" | "opening" | "open">("closed");
	devices = $state.raw<readonly { id: string; name: string }[]>([]);
	device = $state("");
	name = $state("");
	/** Where the sound goes out. */
	output = $state("");
	latency = $state.raw<Latency>({ seconds: 0, by: "browser" });
	/** Blocks at full scale since the level was last cleared. */
	clips = $state(0);
	peak_dbfs = $state(Number.NEGATIVE_INFINITY);
	hold_dbfs = $state(Number.NEGATIVE_INFINITY);
	rate_hz = 0;
	channels = 1;
	private level = new Level();
	private microphone: Microphone | null = null;
	private readonly handlers = new Set<Handler>();
	private turn = 0;

	constructor(
		private readonly clock: () => Promise<AudioContext>,
		private readonly lost: () => void,
	) {}

	/** Open a device, "" for the system's own; at once where it is open already. Throws a sentence. */
	async open(device: string): Promise<void> {
		if (this.state === "open" && (!device || device === this.device)) return;
		const turn = ++this.turn;
		this.state = "opening";
		try {
			await this.release();
			const context = await this.clock();
			const { openMicrophone, listMicrophones } = await import("../recording/microphone");
			const microphone = await openMicrophone(device, WHATEVER, context);
			if (turn !== this.turn) {
				await microphone.close();
				throw new Error("Another microphone was chosen meanwhile.");
			}
			this.attach(microphone);
			this.devices = await listMicrophones();
			this.output = await outputOf(context);
			this.know(context);
			this.state = "open";
		} catch (error) {
			if (turn === this.turn) this.state = "closed";
			throw error;
		}
	}

	async close(): Promise<void> {
		this.turn++;
		this.state = "closed";
		await this.release();
	}

	/** Every block that comes in. Returns how to stop. */
	listen(handler: Handler): () => void {
		this.handlers.add(handler);
		return () => this.handlers.delete(handler);
	}

	clear(): void {
		this.level = new Level();
		this.clips = 0;
	}

	/** Keep a latency for these devices; null goes back to what the browser reports. */
	async setLatency(latency: Latency | null): Promise<void> {
		keepLatency(pairOf(this.name, this.output), latency);
		this.know(await this.clock());
	}

	private attach(microphone: Microphone): void {
		this.microphone = microphone;
		this.rate_hz = microphone.rate_hz;
		this.channels = microphone.channels;
		this.device = microphone.device;
		this.name = microphone.name || "microphone";
		this.clear();
		microphone.onblock = (channels, frame) => this.take(channels, frame);
		microphone.onlost = () => {
			void this.close();
			this.lost();
		};
	}

	private know(context: AudioContext): void {
		this.latency =
			keptLatency(pairOf(this.name, this.output)) ??
			reportedLatency(context, this.microphone?.latency_seconds ?? 0);
	}

	private take(channels: Float32Array[], frame: number): void {
		this.level.add(channels, this.rate_hz);
		this.peak_dbfs = this.level.peak_dbfs;
		this.hold_dbfs = this.level.hold_dbfs;
		if (this.level.clips !== this.clips) this.clips = this.level.clips;
		for (const handler of this.handlers) handler(channels, frame);
	}

	private async release(): Promise<void> {
		const { microphone } = this;
		this.microphone = null;
		await microphone?.close();
		this.peak_dbfs = Number.NEGATIVE_INFINITY;
		this.hold_dbfs = Number.NEGATIVE_INFINITY;
	}
}

/** The device that a context plays to, as the browser calls it. */
async function outputOf(context: AudioContext & { sinkId?: unknown }): Promise<string> {
	const wanted = typeof context.sinkId === "string" && context.sinkId ? context.sinkId : "default";
	const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
	const outputs = devices.filter((device) => device.kind === "audiooutput");
	const found = outputs.find((device) => device.deviceId === wanted) ?? outputs[0];
	return found?.label || "the system’s output";
}
