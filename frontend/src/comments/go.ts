/** Between the threads of a project: show one, with the place that it speaks of. */
import type { Workbench } from "../commands/workbench.svelte";
import type { Place, Thread } from "./comments.svelte";
import { inOrder, placeOf, secondsOf } from "./places";

/** Open a thread, and bring its place into sight; the playhead goes there while nothing plays. */
export function goTo(bench: Workbench, thread: Thread): void {
	const { arrangement, comments } = bench;
	comments.open = thread.first.id;
	bench.panel = "comments";
	const place = placeOf(thread.first);
	const clip = arrangement.clips.get(place.clip ?? "");
	if (clip) bench.select([clip.id], clip.id);
	else if (place.track && arrangement.tracks.has(place.track)) bench.track = place.track;
	const seconds = secondsOf(place, arrangement);
	if (seconds === null) return;
	bench.view.reveal(seconds);
	if (!bench.playing) bench.seek(seconds);
}

/** Open the thread before or after the one that is open, or the playhead. */
export function step(bench: Workbench, direction: 1 | -1): void {
	const { arrangement, comments } = bench;
	const threads = inOrder(comments.threads, arrangement);
	if (!threads.length) {
		bench.said = "There are no comments.";
		bench.panel = "comments";
		return;
	}
	const at = threads.findIndex(({ first }) => first.id === comments.open);
	const later = threads.findIndex(
		({ first }) => (secondsOf(placeOf(first), arrangement) ?? -1) > bench.now_seconds,
	);
	const from = direction > 0 ? (later < 0 ? 0 : later) : (later < 0 ? threads.length : later) - 1;
	const next = at < 0 ? from : at + direction;
	const thread = threads[(next + threads.length) % threads.length];
	if (!thread) return;
	goTo(bench, thread);
	bench.said = `${thread.first.author?.name ?? "Somebody"}: ${thread.first.text}`;
}

/** Where a new comment would stand: on the one selected clip, else at the playhead. */
export function here(bench: Workbench): Place {
	const [clip, more] = bench.selected;
	const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
	if (clip && !more) return { seconds: round(clip.start_seconds), clip: clip.id, track: clip.track };
	return { seconds: round(bench.now_seconds) };
}
