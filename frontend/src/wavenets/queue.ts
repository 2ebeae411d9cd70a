// The queue in words: how many are before one, whose they are, and when one begins.
import type { QueuedTraining, TrainingQueue } from "../api/types";
import { plural, span } from "../look/format";

export function placeWords(place: QueuedTraining): string {
	const { ahead_mine, ahead_others } = place;
	if (ahead_mine + ahead_others === 0) return "It is next.";
	const parts = [
		ahead_others ? `${plural(ahead_others, "training")} of other people` : "",
		ahead_mine ? `${ahead_others ? ahead_mine : plural(ahead_mine, "training")} of your own` : "",
	].filter(Boolean);
	return `It is number ${place.place} in the queue: before it ${ahead_mine + ahead_others === 1 ? "is" : "are"} ${parts.join(" and ")}.`;
}

export function startWords(place: QueuedTraining): string {
	if (place.starts_in_seconds === null)
		return place.needs ? `It waits for a worker with ${place.needs}.` : "When it begins is not known yet.";
	if (place.starts_in_seconds < 10) return "It begins as soon as a worker is free.";
	return `It begins in about ${span(Math.round(place.starts_in_seconds / 10) * 10)}.`;
}

/** How much of one's hours is used; empty where there is no limit. */
export function allowanceWords(allowance: TrainingQueue["allowance"]): string {
	if (allowance.limit_seconds === null) return "";
	return `${span(allowance.used_seconds)} of your ${span(allowance.limit_seconds)} of training in ${allowance.days === 1 ? "a day" : `${allowance.days} days`} are used.`;
}
