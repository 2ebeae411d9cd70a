// Steps, times through the sound, and time: one is set, and the others follow at the plan's own pace.

export interface Pace {
	/** Seconds of the whole plan for each of its steps: what is not stepping is in it. */
	secondsAStep: number | null;
	/** Steps that hear all of the sound once. */
	epochSteps: number | null;
}

export const MOST_STEPS = 1_000_000;

const bounded = (steps: number) => Math.min(MOST_STEPS, Math.max(1, Math.round(steps)));

export function stepsForEpochs(epochs: number, { epochSteps }: Pace): number | null {
	return epochSteps && epochs > 0 && Number.isFinite(epochs) ? bounded(epochs * epochSteps) : null;
}

export function stepsForSeconds(seconds: number, { secondsAStep }: Pace): number | null {
	return secondsAStep && seconds > 0 && Number.isFinite(seconds) ? bounded(seconds / secondsAStep) : null;
}

/** "2 h 30 min", "90 min", "1.5 days", "1:30" (hours and minutes) or a bare number of minutes, in seconds; null for anything else. */
export function secondsOf(said: string): number | null {
	const text = said.trim().toLowerCase().replaceAll(",", ".");
	const clock = /^(\d+):(\d{2})$/.exec(text);
	if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 60;
	const units: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1 };
	const part = /(\d+(?:\.\d+)?)\s*(d(?:ays?)?|h(?:ours?)?|m(?:in(?:utes?)?)?|s(?:ec(?:onds?)?)?)(?![a-z])/g;
	let seconds = 0;
	let found = false;
	for (const [, number, unit] of text.matchAll(part)) {
		seconds += Number(number) * (units[(unit as string)[0] as string] as number);
		found = true;
	}
	return found && text.replaceAll(part, "").trim() === "" ? seconds : null;
}
