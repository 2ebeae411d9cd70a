/** Values within ranges by chance: pans as far as they go, places a little off, speeds, pitches, gains, heights, fades. */
import type { Clip, PlacedClip } from "../document/records";
import { atSpeed } from "../timeline/moves";
import { DISTRIBUTION_TITLES, DISTRIBUTIONS, type Distribution, type Random, within } from "./random";
import { changing, type RangeParameter, range, type Tool, takesPart } from "./tool";

const parameter = (
	name: string,
	title: string,
	[minimum, maximum]: [number, number],
	step: number,
	unit: string,
	usual: [number, number],
	on = false,
): RangeParameter => ({ kind: "range", name, title, minimum, maximum, step, unit, usual, on });

const RANGES = [
	parameter("pan", "Pan", [-1, 1], 0.01, "", [-1, 1], true),
	parameter("shift_seconds", "Move by", [-10, 10], 0.01, "s", [-0.5, 0.5]),
	parameter("speed", "Speed", [0.1, 4], 0.01, "×", [0.64, 1.98]),
	parameter("semitones", "Pitch", [-24, 24], 0.01, "st", [-2.34, 9.12]),
	parameter("gain_db", "Gain", [-40, 20], 0.1, "dB", [-6, 0]),
	parameter("height", "Height", [0, 1], 0.01, "", [0, 1]),
	parameter("fade_seconds", "Fades", [0, 10], 0.01, "s", [0.4, 2.9]),
] as const;

export const randomise: Tool = {
	id: "randomise",
	title: "Randomise",
	says: "Gives each clip values within these ranges, by chance.",
	verb: "Randomise",
	chance: true,
	parameters: [
		...RANGES,
		{
			kind: "choice",
			name: "distribution",
			title: "Spread",
			choices: DISTRIBUTIONS.map((value) => ({ value, title: DISTRIBUTION_TITLES[value] })),
			usual: "even",
		},
	],
	plan({ clips, values, random }) {
		const how = values.distribution as Distribution;
		// Each parameter has chances of its own: leaving one out does not move the others.
		const chances = new Map(RANGES.map(({ name }) => [name, random.fork(name)]));
		const taking = RANGES.filter(({ name }) => takesPart(values, name));
		return changing(clips, (clip) => {
			let made: PlacedClip = clip;
			for (const { name } of taking) {
				const value = within(chances.get(name) as Random, range(values, name), how);
				made = { ...made, ...valued(made, name, value) };
			}
			return different(clip, made);
		});
	},
};

function valued(clip: PlacedClip, name: string, value: number): Partial<Clip> {
	if (name === "shift_seconds") return { start_seconds: Math.max(0, clip.start_seconds + value) };
	if (name === "speed") return atSpeed(clip, value);
	if (name === "fade_seconds") {
		const most = clip.duration_seconds / 2;
		return { fade_in_seconds: Math.min(most, value), fade_out_seconds: Math.min(most, value) };
	}
	return { [name]: Math.round(value * 1000) / 1000 };
}

function different(before: PlacedClip, after: PlacedClip): Partial<Clip> {
	const fields = Object.entries(after).filter(([name, value]) => before[name as keyof Clip] !== value);
	return Object.fromEntries(fields) as Partial<Clip>;
}
