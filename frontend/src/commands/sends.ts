/** Sends of the track to the returns there are. */
import { addDevice, add as addRecord, removeSend, transact } from "../document/edits";
import { addSend, cannotSend, sendsOf } from "../document/routing";
import { addTrack } from "../document/tracks";
import type { Command } from "./command";
import { current } from "./tracks";
import type { Workbench } from "./workbench.svelte";

const USUAL_DB = -12;

/** Send the track to a return, or no longer. */
export function toggleSend(bench: Workbench, source: string, target: string): void {
	const { arrangement } = bench;
	const name = arrangement.tracks.get(target)?.name ?? "";
	const known = sendsOf(arrangement, source).filter((send) => send.target === target);
	const why = known.length ? "" : cannotSend(arrangement, source, target);
	if (why) {
		bench.notice = { title: "Not sent.", text: why };
		return;
	}
	bench.edit(known.length ? `No longer send to “${name}”` : `Send to “${name}”`, () =>
		transact(arrangement, () => {
			for (const send of known) removeSend(arrangement, send.id);
			if (!known.length) addSend(arrangement, source, target, { gain_db: USUAL_DB });
		}),
	);
}

export const sendToReverb: Command = {
	id: "send-to-reverb",
	title: "Send the track to a new reverb",
	group: "Tracks",
	edits: true,
	track: true,
	enabled: (bench) => ["audio", "free", "group"].includes(current(bench)?.role ?? ""),
	run(bench) {
		const track = current(bench);
		const { arrangement } = bench;
		if (!track) return;
		bench.edit(`Send “${track.name}” to a new reverb`, () =>
			transact(arrangement, () => {
				const reverb = addTrack(arrangement, "Reverb", undefined, { role: "return" });
				addDevice(arrangement, reverb, "reverb");
				addNewSend(bench, track.id, reverb);
			}),
		);
	},
};

/** To a return that is made in the same step, to which nothing can lead yet. */
function addNewSend(bench: Workbench, source: string, target: string): void {
	addRecord(bench.arrangement, "sends", { source, target, gain_db: USUAL_DB });
}
