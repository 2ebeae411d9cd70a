/** Turned over: in time, so that a piece comes back the way it went; or from left to right. */
import { changing, endOf, plan, spanOf, type Tool } from "./tool";

export const mirrorTime: Tool = {
	id: "mirror-time",
	title: "Mirror in time",
	says: "The last comes first: every clip at its mirrored place, about the middle of all or the playhead.",
	verb: "Mirror",
	chance: false,
	parameters: [
		{
			kind: "choice",
			name: "about",
			title: "About",
			choices: [
				{ value: "middle", title: "The middle of all" },
				{ value: "playhead", title: "The playhead" },
			],
			usual: "middle",
		},
		{ kind: "toggle", name: "sound", title: "Each sound backwards too", usual: false },
		{ kind: "toggle", name: "copy", title: "Leave the clips, and add mirrored ones", usual: false },
	],
	plan({ clips, values, playhead_seconds }) {
		const [from, to] = spanOf(clips);
		const middle = values.about === "playhead" ? playhead_seconds : (from + to) / 2;
		const over = clips.reduce((least, clip) => Math.min(least, 2 * middle - endOf(clip)), 0);
		const mirrored = changing(clips, (clip) => ({
			// What would begin before zero moves the whole picture, not one clip of it.
			start_seconds: 2 * middle - endOf(clip) - over,
			...(values.sound === true ? { reverse: !clip.reverse } : {}),
			fade_in_seconds: clip.fade_out_seconds,
			fade_out_seconds: clip.fade_in_seconds,
			fade_in_shape: clip.fade_out_shape,
			fade_out_shape: clip.fade_in_shape,
		}));
		if (values.copy !== true) return mirrored;
		const added = clips.map(({ id, ...clip }) => ({ ...clip, ...mirrored.changes.get(id) }));
		return plan({ added });
	},
};

export const mirrorSides: Tool = {
	id: "mirror-sides",
	title: "Mirror left and right",
	says: "What is on the left goes to the right, and the other way round.",
	verb: "Mirror the sides of",
	chance: false,
	parameters: [],
	plan: ({ clips }) => changing(clips, (clip) => (clip.pan ? { pan: -clip.pan } : {})),
};
