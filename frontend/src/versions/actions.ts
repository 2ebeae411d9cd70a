/** Bringing a version back, and naming what the history and a comparison speak of. */
import { sentence } from "../api/client";
import type { Version } from "../api/types";
import type { Workbench } from "../commands/workbench.svelte";
import type { PlacedClip } from "../document/records";
import { restore } from "../document/restore";
import { day } from "../look/format";

const HOUR = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function titleOf(version: Version): string {
	return version.name || `${day(version.created_at)}, ${HOUR.format(new Date(version.created_at))}`;
}

/** As one step that can be undone. What stood there is kept as a version besides, so that nothing is lost. */
export async function bringBack(bench: Workbench, version: Version): Promise<void> {
	try {
		const content = await bench.versions.toRestore(version);
		const title = `Restore “${titleOf(version)}”`;
		const touched = bench.edit(title, () => restore(bench.arrangement, content)) ?? 0;
		bench.versions.compared = null;
		bench.notice = touched
			? {
					title: `“${titleOf(version)}” is back.`,
					text: "What stood here is kept as a version, and undo brings it back, too.",
				}
			: { title: "Nothing had to be changed.", text: `The piece is as it was in “${titleOf(version)}”.` };
	} catch (error) {
		bench.notice = { title: "The version was not restored.", text: sentence(error) };
	}
}

/** What a record is called, as it is now or as a comparison has it; empty where it has no name. */
export function nameOf(bench: Workbench, kind: string, id: string, record?: unknown): string {
	const { arrangement } = bench;
	const given = (record ?? {}) as { name?: string; effect?: string };
	if (kind === "tracks") return arrangement.tracks.get(id)?.name ?? given.name ?? "";
	if (kind === "clips") {
		const clip = arrangement.clips.get(id) ?? (record as PlacedClip | undefined);
		return clip?.sample ? bench.nameOf(clip) : "";
	}
	if (kind === "devices") return arrangement.devices.get(id)?.effect ?? given.effect ?? "";
	return given.name ?? "";
}

/** Select and show the clips that something speaks of; true when there are any. */
export function show(bench: Workbench, ids: readonly string[]): boolean {
	const clips = ids.flatMap((id) => bench.arrangement.clips.get(id) ?? []);
	const [first] = clips;
	if (!first) return false;
	bench.select(
		clips.map((clip) => clip.id),
		first.id,
	);
	bench.view.reveal(first.start_seconds, first.start_seconds + first.duration_seconds);
	return true;
}
