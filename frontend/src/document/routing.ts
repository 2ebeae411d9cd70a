/** Sends: where the sound of a track goes besides its own way, and why it cannot go there. */
import type { Arrangement } from "./arrangement";
import { add, transact } from "./edits";
import { newId, type PlacedSend, type Send } from "./records";

/** Why a track cannot be sent to another one; empty when it can. */
export function cannotSend(arrangement: Arrangement, source: string, target: string): string {
	const from = arrangement.tracks.get(source);
	const to = arrangement.tracks.get(target);
	if (!from || from.role === "master") return "The mix is sent nowhere.";
	if (to?.role !== "return") return "Sends lead to returns.";
	if (reaches(arrangement, target, source)) return `“${to.name}” would feed back into “${from.name}”.`;
	return "";
}

/** Whether the sound of one track comes to another one, by groups and sends. */
function reaches(arrangement: Arrangement, source: string, target: string): boolean {
	const seen = new Set<string>();
	const ahead = [source];
	for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
		if (at === target) return true;
		if (seen.has(at)) continue;
		seen.add(at);
		const parent = arrangement.tracks.get(at)?.parent;
		if (parent) ahead.push(parent);
		for (const send of arrangement.sends.values()) if (send.source === at) ahead.push(send.target);
	}
	return false;
}

export function sendsOf(arrangement: Arrangement, source: string): PlacedSend[] {
	return [...arrangement.sends.values()]
		.filter((send) => send.source === source)
		.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Send a track to a return; null where that would feed back. */
export function addSend(
	arrangement: Arrangement,
	source: string,
	target: string,
	more: Partial<Send> = {},
): string | null {
	if (cannotSend(arrangement, source, target)) return null;
	const id = newId();
	transact(arrangement, () => {
		add(arrangement, "sends", { ...more, source, target }, id);
	});
	return id;
}
