/** Whole chains: copied to another track or clip, and compared with what they were. */
import type { Arrangement } from "../document/arrangement";
import { add, change, keyBetween, removeDevice, replaceParameters, transact } from "../document/edits";
import type { ChainPlace, Device, PlacedDevice } from "../document/records";

/** What a device is, without its place. */
export type Copied = Pick<Device, "effect" | "enabled" | "wet" | "parameters">;

export function copied({ effect, enabled, wet, parameters }: PlacedDevice): Copied {
	return { effect, enabled, wet, parameters: { ...parameters } };
}

/** Put copies of devices behind those that a chain has. */
export function pasteChain(arrangement: Arrangement, place: ChainPlace, chain: readonly Copied[]): void {
	let order = arrangement.devicesAt(place).at(-1)?.order ?? null;
	transact(arrangement, () => {
		for (const device of chain) {
			order = keyBetween(order, null);
			add(arrangement, "devices", { ...device, ...place, order });
		}
	});
}

/** Give other clips the devices of one, in the place of their own. */
export function giveChain(arrangement: Arrangement, from: string, to: readonly string[]): void {
	const chain = arrangement.devicesOfClip(from).map(copied);
	transact(arrangement, () => {
		for (const clip of to) {
			for (const { id } of arrangement.devicesOfClip(clip)) removeDevice(arrangement, id);
			pasteChain(arrangement, { track: "", clip }, chain);
		}
	});
}

/** The values of a chain at a time, by device. */
export type Settings = ReadonlyMap<string, Copied>;

export function settingsOf(devices: readonly PlacedDevice[]): Settings {
	return new Map(devices.map((device) => [device.id, copied(device)]));
}

/** Set all devices that are still there as they were; those added since stay as they are. */
export function setAgain(arrangement: Arrangement, settings: Settings): void {
	transact(arrangement, () => {
		for (const [id, { enabled, wet, parameters }] of settings) {
			if (!arrangement.devices.has(id)) continue;
			change(arrangement, "devices", new Map([[id, { enabled, wet }]]));
			replaceParameters(arrangement, id, parameters);
		}
	});
}

/** Two settings of one chain, of which one is heard. */
export class Comparison {
	private other: Settings | null = null;
	heard: "A" | "B" = "A";

	/** Hear the other one; the first time it is the same. */
	turn(arrangement: Arrangement, devices: readonly PlacedDevice[]): void {
		const now = settingsOf(devices);
		if (this.other) setAgain(arrangement, this.other);
		this.other = now;
		this.heard = this.heard === "A" ? "B" : "A";
	}
}
