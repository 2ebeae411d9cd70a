/** Clips that begin, end or have their middle at one time. */
import { changing, endOf, spanOf, type Tool } from "./tool";

export const align: Tool = {
	id: "align",
	title: "Align",
	says: "Puts one edge of every clip, or its middle, at the same time.",
	verb: "Align",
	chance: false,
	parameters: [
		{
			kind: "choice",
			name: "edge",
			title: "Their",
			choices: [
				{ value: "start", title: "Starts" },
				{ value: "middle", title: "Middles" },
				{ value: "end", title: "Ends" },
			],
			usual: "start",
		},
		{
			kind: "choice",
			name: "to",
			title: "To",
			choices: [
				{ value: "first", title: "The first clip’s start" },
				{ value: "middle", title: "The middle of all" },
				{ value: "last", title: "The last clip’s end" },
				{ value: "playhead", title: "The playhead" },
			],
			usual: "first",
		},
	],
	plan({ clips, values, playhead_seconds }) {
		const [from, to] = spanOf(clips);
		const places: Record<string, number> = { first: from, middle: (from + to) / 2, last: to };
		const at = places[String(values.to)] ?? playhead_seconds;
		return changing(clips, (clip) => {
			const share = values.edge === "start" ? 0 : values.edge === "end" ? 1 : 0.5;
			const start_seconds = Math.max(0, at - (endOf(clip) - clip.start_seconds) * share);
			return { start_seconds };
		});
	},
};
