/**
 * `overhear` at the browser's console: the open project for a person's own scripts, and for programs that drive the
 * page. Each call is one step of the history, as a gesture is.
 *
 * `overhear.change(() => ({ pan: Math.random() * 2 - 1 }))` pans each selected clip anywhere.
 */
import { apply, planOf } from "../clouds/apply";
import { usualValues, type Values } from "../clouds/tool";
import { TOOLS, toolOf } from "../clouds/tools";
import { addEnvelope, type NewPoint } from "../document/automation";
import { addClipDevice, addClips, addDevice, change, type NewClip } from "../document/edits";
import { type Clip, type Device, KINDS, type PlacedClip, type Track } from "../document/records";
import { sendsOf } from "../document/routing";
import { editClips } from "./edit-clips";
import { COMMANDS, run } from "./registry";
import type { Workbench } from "./workbench.svelte";

export class Script {
	/** The commands that change something, and the cloud tools, by their ids. */
	readonly commands = COMMANDS.filter((each) => each.edits).map(({ id }) => id);
	readonly tools = TOOLS.map(({ id }) => id);

	constructor(readonly bench: Workbench) {}

	/** All records as they now stand, with their defaults. */
	get document(): Record<string, Record<string, object>> {
		const { arrangement } = this.bench;
		return Object.fromEntries(
			KINDS.map((kind) => [
				kind,
				Object.fromEntries([...arrangement[kind]].map(([id, { id: _, ...record }]) => [id, record])),
			]),
		);
	}

	/** A command by its id, as a key or a menu runs it. */
	run(command: string): void {
		run(command, this.bench);
	}

	/** A cloud tool on what is selected; returns the clips that came of it. */
	cloud(tool: string, values: Values = {}, seed: number | string = 1): string[] {
		const found = toolOf(tool);
		return apply(
			this.bench,
			found,
			planOf(this.bench, found, { ...usualValues(found), ...values } as Values, seed),
		);
	}

	place(clips: readonly NewClip[]): string[] {
		const { bench } = this;
		return bench.edit(`Place ${clips.length} clips`, () => addClips(bench.arrangement, clips)) ?? [];
	}

	/** Change each selected clip. */
	change(rule: (clip: PlacedClip) => Partial<Clip>): void {
		editClips(this.bench, "Change", new Map(this.bench.selected.map((clip) => [clip.id, rule(clip)])), true);
	}

	track(id: string, fields: Partial<Track>): void {
		const { bench } = this;
		bench.edit("Change a track", () => change(bench.arrangement, "tracks", new Map([[id, fields]])));
	}

	device(track: string, effect: string, parameters: Device["parameters"] = {}): string {
		const { bench } = this;
		return (
			bench.edit(`Add ${effect}`, () => addDevice(bench.arrangement, track, effect, { parameters })) ?? ""
		);
	}

	clipDevice(clip: string, effect: string): string {
		const { bench } = this;
		return bench.edit(`Add ${effect}`, () => addClipDevice(bench.arrangement, clip, effect)) ?? "";
	}

	/** An envelope on a parameter of a track, a device or a send. */
	envelope(target: string, parameter: string, points: readonly NewPoint[]): void {
		const { bench } = this;
		bench.edit("Draw an envelope", () => addEnvelope(bench.arrangement, target, parameter, points));
	}

	sends(track: string): string[] {
		return sendsOf(this.bench.arrangement, track).map(({ id }) => id);
	}
}

/** Offers the bench to scripts until it is closed. */
export function offered(bench: Workbench): () => void {
	const script = new Script(bench);
	const page = globalThis as { overhear?: Script };
	page.overhear = script;
	return () => {
		if (page.overhear === script) delete page.overhear;
	};
}
