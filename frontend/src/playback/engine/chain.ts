/** Devices in a row: wet and dry, bypass, automation, and each one's lateness accounted for. */
import type { Automation, Curves } from "./automation";
import type { Curve } from "./curve";
import type { Processor } from "./effect";
import { EFFECTS, FIXED } from "./effects";
import type { Recent } from "./recent";
import type { ScoreDevice } from "./score";
import { CELL, copy, Late, type Stereo, stereo } from "./sound";

/** A device at work. */
class Stage {
	/** A whole number of cells. */
	readonly latency_samples: number;
	private readonly padding: Late;
	private readonly dry: Late;
	private readonly held = stereo();
	private moved: Record<string, number> = {};
	private wet = 1;

	constructor(
		readonly signature: string,
		private readonly processor: Processor,
	) {
		const late = processor.latency_samples;
		this.latency_samples = Math.ceil(late / CELL) * CELL;
		this.padding = new Late(this.latency_samples - late);
		this.dry = new Late(this.latency_samples);
	}

	get reduction_db(): number {
		return this.processor.reduction_db ?? 0;
	}

	private device: ScoreDevice | null = null;
	private curves: Curves = new Map();
	private wet_curve: Curve | undefined;

	set(device: ScoreDevice, curves: Curves): void {
		if (device !== this.device) {
			this.moved = { ...device.parameters };
			this.processor.update(this.moved);
		}
		this.device = device;
		this.curves = curves;
		this.wet = device.wet;
		this.wet_curve = curves.get("wet");
	}

	/** `cell` is the place in the project of what comes in. */
	process(block: Stereo, cell: number): void {
		const out = cell - this.latency_samples / CELL;
		const from = this.wet_curve?.at(out) ?? this.wet;
		const to = this.wet_curve?.at(out + 1) ?? this.wet;
		const wholly = from === 1 && to === 1;
		copy(block, this.held);
		this.dry.process(this.held);
		this.move(cell + 1);
		this.processor.process(block);
		this.padding.process(block);
		if (!wholly) blend(block, this.held, from, to);
	}

	private move(cell: number): void {
		let changed = false;
		for (const [name, curve] of this.curves) {
			if (name === "wet") continue;
			const value = curve.at(cell);
			if (this.moved[name] === value) continue;
			this.moved[name] = value;
			changed = true;
		}
		if (changed) this.processor.update(this.moved);
	}
}

function blend(wet: Stereo, dry: Stereo, from: number, to: number): void {
	const step = (to - from) / CELL;
	for (let k = 0; k < CELL; k++) {
		const amount = from + step * k;
		wet.left[k] = (1 - amount) * (dry.left[k] as number) + amount * (wet.left[k] as number);
		wet.right[k] = (1 - amount) * (dry.right[k] as number) + amount * (wet.right[k] as number);
	}
}

/** Stages that stay at work while devices around them come and go. */
export class Chain {
	latency_samples = 0;
	/** What comes out of these devices is looked at. */
	watched: ReadonlyMap<string, Recent> | null = null;
	private stages: [string, Stage][] = [];

	/** Devices in their order; what has no preview, or is off, is passed over. `cell` is where the next block stands. */
	set(devices: readonly [string, ScoreDevice][], automation: Automation, cell: number): void {
		const before = new Map(this.stages);
		this.stages = [];
		for (const [key, device] of devices) {
			if (!device.enabled || !(device.effect in EFFECTS)) continue;
			const curves = automation.curves(key, { ...device.limits, wet: [0, 1] });
			const signature = identity(device);
			const kept = before.get(key);
			const stage = kept?.signature === signature ? kept : started(device, curves, signature, cell);
			stage.set(device, curves);
			this.stages.push([key, stage]);
		}
		this.latency_samples = this.stages.reduce((all, [, stage]) => all + stage.latency_samples, 0);
	}

	get empty(): boolean {
		return !this.stages.length;
	}

	/** `cell` is the place in the project of what comes in. */
	process(block: Stereo, cell: number): void {
		let at = cell;
		for (const [key, stage] of this.stages) {
			stage.process(block, at);
			this.watched?.get(key)?.take(block);
			at -= stage.latency_samples / CELL;
		}
	}

	/** The gain reduction of each device that reduces. */
	reductions(into: Map<string, number>): void {
		for (const [key, stage] of this.stages)
			if (stage.reduction_db > 0) into.set(key, Math.max(into.get(key) ?? 0, stage.reduction_db));
	}
}

/** What cannot change while a device is at work. */
function identity(device: ScoreDevice): string {
	const fixed = (FIXED[device.effect] ?? []).map((name) => device.parameters[name]);
	return [device.effect, ...fixed].join();
}

function started(device: ScoreDevice, curves: Curves, signature: string, cell: number): Stage {
	const parameters = { ...device.parameters };
	for (const [name, curve] of curves) if (name !== "wet") parameters[name] = curve.at(cell);
	const Made = EFFECTS[device.effect] as NonNullable<(typeof EFFECTS)[string]>;
	return new Stage(signature, new Made(parameters));
}
