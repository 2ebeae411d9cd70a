/** Some of the clips backwards. */
import { changing, number, type Tool } from "./tool";

export const reverse: Tool = {
	id: "reverse",
	title: "Reverse some",
	says: "Plays a share of the clips backwards, chosen by chance.",
	verb: "Reverse some of",
	chance: true,
	parameters: [
		{
			kind: "number",
			name: "share",
			title: "Share",
			minimum: 0,
			maximum: 100,
			step: 1,
			unit: "%",
			usual: 50,
		},
	],
	plan: ({ clips, values, random }) =>
		changing(clips, (clip) =>
			random.next() * 100 < number(values, "share") ? { reverse: !clip.reverse } : {},
		),
};
