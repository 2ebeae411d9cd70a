/** Touch recording: a control that is moved while the piece plays writes its parameter's envelope. */
import type { Arrangement, Change } from "../document/arrangement";
import { addEnvelope, dispensable, envelopeOf, type NewPoint, redraw } from "../document/automation";
import { change, replaceParameters, transact } from "../document/edits";
import { valueAt } from "../document/shapes";
import { automatable, type Range, rangeOf, type Values } from "../timeline/parameters";
import type { Command } from "./command";
import type { Workbench } from "./workbench.svelte";

/** When it is let go, the parameter goes back to what it was within this time. */
const BACK_SECONDS = 0.15;
/** Points that move the line by less than this share of the parameter's way are left out. */
const TOLERANCE = 0.004;

const KINDS = ["tracks", "sends", "devices"] as const;

interface Moved {
	target: string;
	parameter: string;
	range: Range;
	/** In the order of time. */
	points: NewPoint[];
}

/** One gesture on a control, from the press until it is let go. */
export class Touch {
	private before: Values | null = null;
	private readonly moved = new Map<string, Moved>();

	constructor(
		private readonly arrangement: Arrangement,
		/** The playhead while it plays; null while nothing is to be written. */
		private readonly now: () => number | null,
	) {}

	begin(): void {
		this.moved.clear();
		const { tracks, sends, devices } = this.arrangement;
		this.before =
			this.now() === null
				? null
				: { tracks: new Map(tracks), sends: new Map(sends), devices: new Map(devices) };
	}

	/** Take down what the gesture has moved. */
	take(changed: Change): void {
		const seconds = this.now();
		if (!this.before || !changed.local || seconds === null) return;
		for (const kind of KINDS)
			for (const id of changed[kind]) {
				const track = this.trackOf(kind, id);
				for (const { target, parameter } of track ? automatable(this.arrangement, track) : [])
					if (target === id) this.note(target, parameter, seconds);
			}
	}

	/** Write the envelopes; within the gesture, so that undo takes back all of it. Returns what was written. */
	end(): Moved[] {
		const { before } = this;
		this.before = null;
		const moved = [...this.moved.values()];
		if (!before || !moved.length) return [];
		transact(this.arrangement, () => {
			for (const one of moved) this.write(before, one);
			this.putBack(before);
		});
		this.moved.clear();
		return moved;
	}

	private trackOf(kind: (typeof KINDS)[number], id: string): string | undefined {
		if (kind === "tracks") return id;
		if (kind === "sends") return this.arrangement.sends.get(id)?.source;
		return this.arrangement.devices.get(id)?.track;
	}

	private note(target: string, parameter: string, seconds: number): void {
		const range = rangeOf(this.arrangement, target, parameter);
		const was = this.before && rangeOf(this.before, target, parameter)?.now;
		const key = `${target} ${parameter}`;
		const known = this.moved.get(key);
		if (!range || (!known && range.now === was)) return;
		const moved = known ?? { target, parameter, range, points: [] };
		const last = moved.points.at(-1);
		// A loop has begun anew: what is moved now stands for what was moved before.
		if (last && seconds < last.seconds)
			moved.points = moved.points.filter((point) => point.seconds < seconds);
		if (last?.seconds === seconds) moved.points.pop();
		moved.points.push({ seconds, value: range.now });
		this.moved.set(key, moved);
		const envelope = envelopeOf(this.arrangement, target, parameter);
		// The hand is heard, not the line.
		if (envelope?.enabled) queueMicrotask(() => this.rest(envelope.id));
	}

	private rest(envelope: string): void {
		if (this.before && this.arrangement.envelopes.has(envelope))
			change(this.arrangement, "envelopes", new Map([[envelope, { enabled: false }]]));
	}

	private write(before: Values, { target, parameter, range, points }: Moved): void {
		const { arrangement } = this;
		const [first, last] = [points[0], points.at(-1)];
		if (!first || !last) return;
		const old = envelopeOf(arrangement, target, parameter);
		const line = old ? arrangement.pointsOf(old.id) : [];
		const usual = rangeOf(before, target, parameter)?.now ?? range.now;
		const at = (seconds: number) => valueAt(line, seconds, range.decibels) ?? usual;
		const from = Math.max(0, first.seconds - 0.001);
		const drawn = [
			...(from < first.seconds ? [{ seconds: from, value: at(from) }] : []),
			...points,
			{ seconds: last.seconds + BACK_SECONDS, value: at(last.seconds + BACK_SECONDS) },
		];
		const heights = drawn.map((point) => ({ ...point, value: range.up(point.value) }));
		const gone = new Set(dispensable(heights, TOLERANCE));
		const kept = drawn.filter((_, i) => !gone.has(heights[i] as NewPoint));
		const id = addEnvelope(arrangement, target, parameter);
		redraw(arrangement, id, kept);
		change(arrangement, "envelopes", new Map([[id, { enabled: true }]]));
	}

	/** The control itself stands where it stood: from here on the envelope moves it. */
	private putBack(before: Values): void {
		for (const { target, parameter } of this.moved.values()) {
			const device = before.devices.get(target);
			if (device && parameter !== "wet") {
				replaceParameters(this.arrangement, target, device.parameters);
				continue;
			}
			for (const kind of KINDS) {
				const record = before[kind].get(target) as Record<string, unknown> | undefined;
				if (record) change(this.arrangement, kind, new Map([[target, { [parameter]: record[parameter] }]]));
			}
		}
	}
}

export const touch: Command = {
	id: "touch",
	title: "Write what is moved while it plays as envelopes",
	group: "Envelopes",
	keys: ["w"],
	checked: (bench: Workbench) => bench.settings.touching,
	run(bench) {
		bench.settings.set({ touching: !bench.settings.touching });
		bench.said = bench.settings.touching
			? "Controls that are moved while it plays write their envelopes."
			: "Moved controls stay where they are put.";
	},
};
