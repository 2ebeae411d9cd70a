// What is safe, in words: how much of a recording has reached the server.
import { duration, span } from "../look/format";

export interface Standing {
	state: "sending" | "retrying" | "failed";
	problem: string;
	safe_seconds: number;
}

/** One quiet sentence; empty while there is nothing to say. */
export function safeWords(seconds: number, standing: Standing | null | undefined): string {
	if (!standing || seconds < 1) return "";
	const { state, problem, safe_seconds } = standing;
	const left = seconds - safe_seconds;
	if (state === "failed") return `On this device only. ${problem}`;
	if (left < 0.05) return "All of it is on the server.";
	if (state === "retrying") {
		const safe = safe_seconds > 0 ? `${duration(safe_seconds, 0)} of it is on the server. ` : "";
		return `${safe}The connection is lost: the rest stays on this device and is sent when it is back.`;
	}
	if (safe_seconds <= 0) return "Being sent to the server as it is made.";
	return `All but ${span(Math.ceil(left))} is on the server.`;
}
