// What a recording is called until its person names it.

export function recordingName(startedAt: string, what = "Recording"): string {
	const at = new Date(startedAt);
	const day = at.toLocaleDateString("en-GB", { day: "numeric", month: "long" });
	const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
	return `${what}, ${day} at ${time}`;
}
