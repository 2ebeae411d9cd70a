/** Where recordings on this device belong, until they lie there: so that a closed page loses neither sound nor place. */
import type { Recorded } from "./placing";

export interface Belonging {
	project: string;
	track: string;
	track_name: string;
	recorded: Recorded;
	/** Once the studio has it. */
	sample?: string;
}

const KEY = "overhear-overdubs";

type Kept = Record<string, Belonging>;

/** Of this project, by the id of the tape. */
export function belongingsOf(project: string): [string, Belonging][] {
	return Object.entries(read()).filter(([, belonging]) => belonging.project === project);
}

export function keepBelonging(tape: string, belonging: Belonging | null): void {
	const kept = read();
	if (belonging) kept[tape] = belonging;
	else delete kept[tape];
	try {
		localStorage.setItem(KEY, JSON.stringify(kept));
	} catch {
		// The sound is kept elsewhere; only its place is forgotten with the page.
	}
}

function read(): Kept {
	try {
		const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Kept;
		// JSON has no infinity: a recording that was cut off ends where its sound does.
		for (const { recorded } of Object.values(kept)) recorded.end_frame ??= Number.POSITIVE_INFINITY;
		return kept;
	} catch {
		return {};
	}
}
