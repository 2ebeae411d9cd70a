// The form of a piece in bands of provenance: what sounds when, one row for each category.
import type { Category, Sample } from "../api/types";
import type { Project } from "../generated/project";

export interface Band {
	category: Category;
	from_seconds: number;
	to_seconds: number;
}

export interface Form {
	bands: Band[];
	rows: Category[];
	seconds: number;
}

const ORDER: readonly Category[] = ["mine", "users", "wavenet", "bounces", "other"];

/** Clips that sound, those of a category that touch joined into one band; the tail counts to the length. */
export function formOf(document: Project, samples: readonly Sample[]): Form {
	const categories = new Map(samples.map((sample) => [sample.id, sample.category]));
	const clips = Object.values(document.clips)
		.filter((clip) => !clip.mute && !document.tracks[clip.track]?.mute)
		.map((clip) => ({
			category: categories.get(clip.sample) ?? ("other" as Category),
			from_seconds: clip.start_seconds,
			to_seconds: clip.start_seconds + clip.duration_seconds,
		}))
		.sort((a, b) => a.from_seconds - b.from_seconds);
	const bands: Band[] = [];
	for (const clip of clips) {
		const last = bands.findLast((band) => band.category === clip.category);
		if (last && clip.from_seconds <= last.to_seconds)
			last.to_seconds = Math.max(last.to_seconds, clip.to_seconds);
		else bands.push({ ...clip });
	}
	const end = Math.max(0, ...bands.map((band) => band.to_seconds));
	const rows = ORDER.filter((category) => bands.some((band) => band.category === category));
	return { bands, rows, seconds: end && end + document.master.tail_seconds };
}

/** Edits are noted within this time: a project that was quiet for longer before the render is unchanged since. */
const NOTED_WITHIN_MS = 10_000;

/** Whether the project's present document is surely the one that was rendered. */
export function unchangedSince(editedAt: string, renderedAt: string): boolean {
	return Date.parse(editedAt) + NOTED_WITHIN_MS < Date.parse(renderedAt);
}
