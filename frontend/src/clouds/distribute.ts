/** Clips at even distances. */
import { changing, endOf, spanOf, type Tool } from "./tool";

export const distribute: Tool = {
	id: "distribute",
	title: "Distribute",
	says: "Spreads the clips evenly between the first and the last, or over what repeats.",
	verb: "Distribute",
	chance: false,
	parameters: [
		{
			kind: "choice",
			name: "what",
			title: "Even",
			choices: [
				{ value: "starts", title: "Starts" },
				{ value: "gaps", title: "Gaps" },
				{ value: "heights", title: "Heights" },
			],
			usual: "starts",
		},
	],
	plan({ clips, values, span }) {
		const count = clips.length;
		const last = clips.at(-1);
		if (!last || count < 2) return changing(clips, () => ({}));
		if (values.what === "heights") return changing(clips, (_, i) => ({ height: i / (count - 1) }));
		const [from, to] = span ?? spanOf(clips);
		if (values.what === "starts") {
			const end = span ? to - last.duration_seconds : last.start_seconds;
			return changing(clips, (_, i) => ({
				start_seconds: Math.max(0, from + ((end - from) * i) / (count - 1)),
			}));
		}
		const sounding = clips.reduce((sum, clip) => sum + clip.duration_seconds, 0);
		const gap = (to - from - sounding) / (count - 1);
		let at = from;
		return changing(clips, (clip) => {
			const start_seconds = Math.max(0, at);
			at += endOf(clip) - clip.start_seconds + gap;
			return { start_seconds };
		});
	},
};
