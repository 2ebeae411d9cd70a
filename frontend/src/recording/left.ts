// What was recorded on this device and neither kept nor thrown away: offered again, and sent as far as it is known whose.
import { inHand } from "./hands";
import { erase, type Label, labels, partsOf } from "./shelf";
import { assemble, type Recording } from "./tape";

/** Those that this person may see; not what another tab has in hand, nor what is still being recorded. */
export async function leftRecordings(person: string): Promise<Recording[]> {
	try {
		const { sendings } = await import("./sending.svelte");
		const elsewhere = await inHand();
		const found = (await labels()).filter(
			(label) =>
				!label.thrown &&
				(!label.person || label.person === person) &&
				(sendings.of(label.id)?.isLeft ?? !elsewhere.has(label.id)),
		);
		const all = await Promise.all(found.map(recordingOf));
		for (const empty of all.filter((recording) => recording.seconds === 0)) await erase(empty.id);
		return all.filter((recording) => recording.seconds > 0);
	} catch {
		return []; // a browser without storage has none
	}
}

/** On opening a page: send what was not all sent, and take off the server what was thrown away without a connection. */
export async function goOn(person: string): Promise<void> {
	const own = (await labels().catch(() => [])).filter((label) => label.person === person);
	if (!own.length) return;
	const { sendings, takeOffServer } = await import("./sending.svelte");
	for (const { id, upload, thrown } of own)
		if (thrown && (!upload || (await takeOffServer(upload)))) await erase(id);
	for (const recording of await leftRecordings(person))
		if (recording.person === person) sendings.resume(recording, person);
}

async function recordingOf(label: Label): Promise<Recording> {
	const parts = await partsOf(label.id);
	const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
	return assemble(
		label,
		bytes,
		parts.map((part) => part.data),
	);
}
