/** Put copies of clips into the arrangement, with the devices that are their own. */
import { addClipDevice, addClips, transact } from "../document/edits";
import type { Clipboard } from "./clipboard-store";
import type { Workbench } from "./workbench.svelte";

/** Within a step: returns the new clips' ids. */
export function addCopies(bench: Workbench, copies: Clipboard["clips"]): string[] {
	const { arrangement } = bench;
	let ids: string[] = [];
	transact(arrangement, () => {
		ids = addClips(
			arrangement,
			copies.map(({ devices: _, ...clip }) => clip),
		);
		copies.forEach((copy, i) => {
			for (const device of copy.devices ?? [])
				addClipDevice(arrangement, ids[i] as string, device.effect, device);
		});
	});
	return ids;
}
