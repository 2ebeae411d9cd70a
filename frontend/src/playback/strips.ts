/** The mixer's graph in Web Audio: a strip for each track, into the mix, with meters; parameters follow at once and without clicks. */
import type { PlacedTrack } from "../document/records";
import { amplitude } from "./schedule";

/** How fast a fader's new value is taken: short enough to be immediate, long enough not to click. */
const GLIDE_SECONDS = 0.012;

export class Strip {
	readonly input: GainNode;
	private readonly pan: StereoPannerNode;
	private readonly gate: GainNode;
	readonly meter: Meter;

	constructor(context: BaseAudioContext, output: AudioNode) {
		this.input = context.createGain();
		this.pan = context.createStereoPanner();
		this.gate = context.createGain();
		this.meter = new Meter(context);
		this.input.connect(this.pan).connect(this.gate).connect(output);
		this.gate.connect(this.meter.input);
	}

	set(track: Pick<PlacedTrack, "gain_db" | "pan">, audible: boolean): void {
		glide(this.input.gain, amplitude(track.gain_db));
		glide(this.pan.pan, track.pan);
		glide(this.gate.gain, audible ? 1 : 0);
	}

	disconnect(): void {
		this.gate.disconnect();
		this.input.disconnect();
	}
}

/** Reads the peak of both channels since it was last asked, in decibels of full scale. */
export class Meter {
	readonly input: ChannelSplitterNode;
	private readonly sides: AnalyserNode[];
	private readonly window: Float32Array<ArrayBuffer>;

	constructor(context: BaseAudioContext) {
		this.input = context.createChannelSplitter(2);
		this.sides = [0, 1].map((side) => {
			const analyser = context.createAnalyser();
			analyser.fftSize = 2048;
			this.input.connect(analyser, side);
			return analyser;
		});
		this.window = new Float32Array(2048);
	}

	read(): [number, number] {
		const [left, right] = this.sides.map((analyser) => {
			analyser.getFloatTimeDomainData(this.window);
			let peak = 0;
			for (const value of this.window) peak = Math.max(peak, Math.abs(value));
			return 20 * Math.log10(Math.max(peak, 1e-6));
		});
		return [left ?? -120, right ?? -120];
	}
}

/** Take a new value soon and smoothly. */
export function glide(parameter: AudioParam, value: number): void {
	parameter.setTargetAtTime(value, 0, GLIDE_SECONDS / 3);
}
