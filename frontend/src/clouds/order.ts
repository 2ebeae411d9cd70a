/** Another order: each clip takes the place of another one. */
import { shuffled } from "./random";
import { changing, type Tool } from "./tool";

export const order: Tool = {
	id: "order",
	title: "Shuffle",
	says: "Each clip takes the place of another one; what sounds stays as it is.",
	verb: "Shuffle",
	chance: true,
	parameters: [
		{
			kind: "toggle",
			name: "heights",
			title: "With their tracks and heights",
			usual: true,
		},
	],
	plan({ clips, values, random }) {
		const places = shuffled(random, clips);
		return changing(clips, (_, i) => {
			const { start_seconds, track, height } = places[i] ?? clips[i] ?? clips[0] ?? emptyPlace;
			return values.heights === true ? { start_seconds, track, height } : { start_seconds };
		});
	},
};

const emptyPlace = { start_seconds: 0, track: "", height: 0 };
