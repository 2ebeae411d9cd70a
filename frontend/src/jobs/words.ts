// What a job says: its verb, its share, how long it still takes, when it ends.
import type { Job } from "../api/types";
import { span } from "../look/format";

export function unfinished(job: Pick<Job, "status"> | null | undefined): boolean {
	return job?.status === "queued" || job?.status === "running";
}

/** How long it still takes, no finer than it can be known: whole seconds, whole minutes from five on. */
export function timeLeft(seconds: number | null): string {
	if (seconds === null) return "time left unknown";
	const grain = seconds < 300 ? 1 : 60;
	return `${span(Math.max(1, Math.round(seconds / grain) * grain))} left`;
}

/** The same as a sentence of its own. */
export function timeLeftSentence(seconds: number | null): string {
	return seconds === null ? "Time left unknown." : `${timeLeft(seconds)}.`;
}

/** What a message says, to go on after a comma: "Checking the master" becomes "checking the master". */
export function afterComma(message: string): string {
	return message.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (first) => first.toLowerCase());
}

/** The clock time at which it ends, with the day where it is not today. */
export function endsAt(seconds: number | null, now: Date, locale = "en-GB"): string {
	if (seconds === null) return "";
	const end = new Date(now.getTime() + seconds * 1000);
	const time = end.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
	if (end.toDateString() === now.toDateString()) return time;
	const far = seconds > 6 * 86_400;
	const day = end.toLocaleDateString(locale, far ? { day: "numeric", month: "long" } : { weekday: "long" });
	return `${day}, ${time}`;
}

/** What the job is at, in one line. */
export function standing(job: Job): string {
	if (job.cancel_requested && unfinished(job)) return "Stopping";
	if (job.status === "queued") return job.message || "Waiting for a free worker";
	if (job.status === "failed") return job.error || "It stopped, and the reason is unknown";
	if (job.status === "cancelled") return "Stopped";
	if (job.status === "succeeded") return "Done";
	return job.message || "At work";
}

/** The same as a sentence with its full stop. */
export function standingSentence(job: Job): string {
	return standing(job).replace(/([^.!?…])$/, "$1.");
}

/** All unfinished jobs in a few words: "1 training, 3 h 27 min left". */
export function summary(jobs: readonly Job[]): string {
	if (jobs.length === 0) return "";
	const NOUNS: Record<Job["kind"], [string, string]> = {
		analyse: ["sound being read", "sounds being read"],
		listen: ["recording being listened to", "recordings being listened to"],
		cut: ["recording's slices being copied", "recordings' slices being copied"],
		clean: ["recording being cleaned", "recordings being cleaned"],
		train: ["training", "trainings"],
		generate: ["generation", "generations"],
		play: ["voice being played", "voices being played"],
		check: ["look for copies", "looks for copies"],
		render: ["render", "renders"],
		bounce: ["bounce", "bounces"],
		stretch: ["stretching of clips", "stretchings of clips"],
		examine: ["visit of the doctor", "visits of the doctor"],
	};
	const first = jobs[0] as Job;
	const same = jobs.every((job) => job.kind === first.kind);
	const count = same
		? `${jobs.length} ${NOUNS[first.kind][jobs.length === 1 ? 0 : 1]}`
		: `${jobs.length} at work`;
	const running = jobs.filter((job) => job.status === "running");
	if (running.length === 0) return `${count}, waiting`;
	const known = running.map((job) => job.seconds_left).filter((left) => left !== null);
	return known.length ? `${count}, ${timeLeft(Math.max(...known))}` : count;
}
