/** Tells the audio thread what changed in the shared document, at most once in a few milliseconds. */
import type * as Y from "yjs";
import { catalogue } from "../devices/catalogue.svelte";
import { defaultsOf } from "../devices/kinds";
import type { Clip, Device } from "../generated/project";
import schema from "../generated/project.schema.json";
import { RATE_HZ, rounded } from "./engine/sound";
import type { Changes, ScoreKind } from "./player";

const KINDS = [
	"tracks",
	"clips",
	"devices",
	"sends",
	"envelopes",
	"points",
] as const satisfies readonly ScoreKind[];
const SHAPES = {
	tracks: "Track",
	clips: "Clip",
	devices: "Device",
	sends: "Send",
	envelopes: "Envelope",
	points: "Point",
} as const;
const TELL_AFTER_MS = 15;

interface Shape {
	properties: Record<string, { default?: unknown }>;
	required?: readonly string[];
}
const definitions = schema.$defs as unknown as Record<string, Shape>;

export class Feed {
	private readonly touched = new Map<ScoreKind, Set<string>>();
	private timer: ReturnType<typeof setTimeout> | undefined;
	private readonly leave: (() => void)[] = [];
	private only: ReadonlySet<string> | null = null;

	constructor(
		private readonly doc: Y.Doc,
		private readonly tell: (changes: Changes) => void,
	) {
		for (const kind of KINDS) {
			const root = this.root(kind);
			const take = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => this.take(kind, events);
			root.observeDeep(take);
			this.leave.push(() => root.unobserveDeep(take));
		}
	}

	/** Everything, as it now stands. */
	whole(): void {
		for (const kind of KINDS) this.touch(kind, this.root(kind).keys());
		this.flush();
	}

	/** Of the clips, only these are to be heard, muted or not; null for all that are not muted. */
	hearOnly(clips: ReadonlySet<string> | null): void {
		this.only = clips;
		this.touch("clips", this.root("clips").keys());
		this.flush();
	}

	/** What hangs on something outside of the document, such as the effects' own descriptions. */
	again(kind: ScoreKind): void {
		this.touch(kind, this.root(kind).keys());
	}

	destroy(): void {
		clearTimeout(this.timer);
		for (const leave of this.leave) leave();
	}

	private root(kind: ScoreKind): Y.Map<Y.Map<unknown>> {
		return this.doc.getMap(kind);
	}

	private take(kind: ScoreKind, events: Y.YEvent<Y.AbstractType<unknown>>[]): void {
		for (const event of events) {
			const id = event.path[0];
			if (typeof id === "string") this.touch(kind, [id]);
			else this.touch(kind, event.keys.keys());
		}
	}

	private touch(kind: ScoreKind, ids: Iterable<string>): void {
		const touched = this.touched.get(kind) ?? new Set();
		for (const id of ids) touched.add(id);
		this.touched.set(kind, touched);
		this.timer ??= setTimeout(() => this.flush(), TELL_AFTER_MS);
	}

	private flush(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
		const changes: Changes = {};
		for (const [kind, ids] of this.touched)
			changes[kind] = [...ids].map((id) => [id, this.recordOf(kind, id)]);
		this.touched.clear();
		this.tell(changes);
	}

	private recordOf(kind: ScoreKind, id: string): object | null {
		const record = recordOf(kind, this.root(kind).get(id));
		if (kind !== "clips" || !this.only) return record;
		return record && this.only.has(id) ? { ...record, mute: false } : null;
	}
}

/** A record as the mixer reads it; null where two people's edits left it half made. */
function recordOf(kind: ScoreKind, shared: Y.Map<unknown> | undefined): object | null {
	const shape = definitions[SHAPES[kind]];
	if (!shared || !shape) return null;
	const defaults = Object.entries(shape.properties).filter(([, field]) => "default" in field);
	const record = {
		...Object.fromEntries(defaults.map(([name, field]) => [name, field.default])),
		...shared.toJSON(),
	};
	if (Object.keys(shape.properties).some((name) => !(name in record))) return null;
	if (kind === "clips") return clipOf(record as unknown as Clip);
	if (kind === "devices") return deviceOf(record as unknown as Device);
	return record;
}

/** Whether a clip plays its sample as it is. */
export function isPlain(clip: Clip): boolean {
	return clip.speed === 1 && clip.semitones === 0;
}

/** Names what a clip plays: its sample, or the stretched part of it that the server makes. */
export function materialOf(clip: Clip): string {
	if (isPlain(clip)) return clip.sample;
	const { sample, offset_seconds, duration_seconds, speed, semitones, preserve_pitch, loop } = clip;
	const part = loop ? [] : [offset_seconds, duration_seconds];
	return ["stretched", sample, speed, semitones, preserve_pitch, ...part].join("|");
}

function clipOf(clip: Clip): object {
	const plain = isPlain(clip);
	const offset_seconds = plain ? clip.offset_seconds : clip.loop ? clip.offset_seconds / clip.speed : 0;
	return { ...clip, material: materialOf(clip), offset_samples: rounded(offset_seconds * RATE_HZ) };
}

function deviceOf(device: Device): object | null {
	const kind = catalogue.kind(device.effect);
	if (!kind) return null;
	const fixed: readonly string[] = kind.fixed ?? [];
	const limits = Object.fromEntries(
		Object.entries(kind.parameters)
			.filter(([name]) => !fixed.includes(name))
			.map(([name, parameter]) => [name, [parameter.minimum, parameter.maximum]]),
	);
	return { ...device, parameters: { ...defaultsOf(kind), ...device.parameters }, limits };
}
