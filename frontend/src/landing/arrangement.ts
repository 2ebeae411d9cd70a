// An arrangement seen from afar: every clip a box, its track a band, overlaps on lanes of their own.
import type { Category, Sample } from "../api/types";
import type { Clip, Project } from "../generated/project";

export interface Box {
	clip: Clip;
	sample: Sample | undefined; // absent when it was deleted
	category: Category;
	lane: number; // counted over the whole piece, from the top
	gaps: number; // tracks above it, between which there is a little space
}

export interface Arrangement {
	boxes: Box[];
	lanes: number;
	gaps: number;
	seconds: number;
}

export function arrange(document: Project, samples: readonly Sample[]): Arrangement {
	const known = new Map(samples.map((sample) => [sample.id, sample]));
	const boxes: Box[] = [];
	let lanes = 0;
	let gaps = 0;
	for (const id of trackOrder(document)) {
		const clips = Object.values(document.clips).filter((clip) => clip.track === id);
		if (!clips.length) continue;
		const placed = intoLanes(clips);
		for (const [clip, lane] of placed) {
			const sample = known.get(clip.sample);
			boxes.push({ clip, sample, category: sample?.category ?? "other", lane: lanes + lane, gaps });
		}
		lanes += 1 + Math.max(...placed.values());
		gaps += 1;
	}
	return { boxes, lanes, gaps: Math.max(0, gaps - 1), seconds: end(document) };
}

function trackOrder(document: Project): string[] {
	return Object.entries(document.tracks)
		.filter(([, track]) => track.role !== "master")
		.sort(([a, one], [b, two]) => compare(one.order, two.order) || compare(a, b))
		.map(([id]) => id);
}

// Fractional indices sort by their characters' codes, not as words of a language.
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The first lane that is free when the clip begins. */
function intoLanes(clips: readonly Clip[]): Map<Clip, number> {
	const free: number[] = []; // when each lane's last clip ends
	const out = new Map<Clip, number>();
	for (const clip of [...clips].sort((a, b) => a.start_seconds - b.start_seconds)) {
		const found = free.findIndex((ends) => ends <= clip.start_seconds);
		const lane = found < 0 ? free.length : found;
		free[lane] = clip.start_seconds + clip.duration_seconds;
		out.set(clip, lane);
	}
	return out;
}

function end(document: Project): number {
	return Math.max(
		0,
		...Object.values(document.clips).map((clip) => clip.start_seconds + clip.duration_seconds),
	);
}

export interface Sounding {
	category: Category;
	name: string;
	times: number;
}

/** What sounds at a moment, the most frequent first. */
export function soundingAt(arrangement: Arrangement, seconds: number): Sounding[] {
	const found = new Map<string, Sounding>();
	for (const { clip, sample, category } of arrangement.boxes) {
		if (clip.mute || seconds < clip.start_seconds || seconds >= clip.start_seconds + clip.duration_seconds)
			continue;
		const name = sample?.name ?? clip.name;
		const known = found.get(clip.sample);
		if (known) known.times += 1;
		else found.set(clip.sample, { category, name, times: 1 });
	}
	return [...found.values()].sort((a, b) => b.times - a.times || compare(a.name, b.name));
}

const TIMES = ["", "", ", twice", ", three times", ", four times", ", five times", ", six times"];

export function soundingWords({ name, times }: Sounding): string {
	return name + (TIMES[times] ?? `, ${times} times`);
}
