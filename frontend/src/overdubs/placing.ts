/** Where what was recorded belongs on the timeline, by the frames of the audio clock. Pure. */

/** The sound that left at `frame` of the audio clock stands at `seconds` of the timeline, and goes on from there. */
export interface Pass {
	frame: number;
	seconds: number;
}

export interface Recorded {
	rate_hz: number;
	/** Of the audio clock, at which the recording's first frame came in. */
	first_frame: number;
	frames: number;
	passes: readonly Pass[];
	/** Of the audio clock, at which the transport was stopped. */
	end_frame: number;
	/** Of the first pass, nothing before this is wanted: what came earlier led in. */
	from_seconds: number;
	/** Out of the speakers and back in. */
	latency_seconds: number;
}

export interface Placed {
	start_seconds: number;
	offset_seconds: number;
	duration_seconds: number;
}

/** Less is a slip of the hand. */
export const LEAST_SECONDS = 0.05;

/** One place for each pass of the transport, in their order. */
export function placesOf(recorded: Recorded): Placed[] {
	const { passes, end_frame } = recorded;
	return passes.flatMap((pass, at) => {
		const wanted = at ? pass.seconds : Math.max(pass.seconds, recorded.from_seconds);
		return placeOf(recorded, pass, wanted, passes[at + 1]?.frame ?? end_frame) ?? [];
	});
}

function placeOf(recorded: Recorded, pass: Pass, wanted: number, until_frame: number): Placed | null {
	const { rate_hz, first_frame, frames, latency_seconds } = recorded;
	/** Of the recording, at a time of the timeline: what was played then came back this much later. */
	const offsetAt = (seconds: number) =>
		(pass.frame - first_frame) / rate_hz + seconds - pass.seconds + latency_seconds;
	const start = wanted + Math.max(0, -offsetAt(wanted)); // it had not begun to listen before
	const end = pass.seconds + (until_frame - pass.frame) / rate_hz;
	const offset_seconds = Math.max(0, offsetAt(start));
	const duration_seconds = Math.min(end - start, frames / rate_hz - offset_seconds);
	return duration_seconds < LEAST_SECONDS ? null : { start_seconds: start, offset_seconds, duration_seconds };
}

/**
 * Which of the places are heard: where passes lie over each other the last one, unless it was stopped before half of
 * the longest; the others are muted.
 */
export function heardOf(places: readonly Placed[]): ReadonlySet<number> {
	const whole = Math.max(0, ...places.map((place) => place.duration_seconds)) / 2;
	const order = places
		.map((place, at) => ({ place, at, whole: place.duration_seconds >= whole }))
		.sort((a, b) => Number(b.whole) - Number(a.whole) || b.at - a.at);
	const heard: typeof order = [];
	for (const one of order) if (!heard.some((other) => overlap(one.place, other.place))) heard.push(one);
	return new Set(heard.map(({ at }) => at));
}

function overlap(one: Placed, other: Placed): boolean {
	const first = Math.max(one.start_seconds, other.start_seconds);
	const last = Math.min(
		one.start_seconds + one.duration_seconds,
		other.start_seconds + other.duration_seconds,
	);
	return last - first > LEAST_SECONDS;
}
