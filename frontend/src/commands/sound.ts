/** How the selected clips are played: backwards, at another speed or pitch, again and again. */
import { limits } from "../document/records";
import { atSpeed } from "../timeline/moves";
import type { Command } from "./command";
import { editSelected } from "./edit-clips";

const rounded = (value: number) => Math.round(value * 1000) / 1000;
const [LOWEST, HIGHEST] = limits("clips", "semitones");

export const reverse: Command = {
	id: "reverse",
	title: "Reverse, or play forwards again",
	group: "Clips",
	keys: ["r"],
	edits: true,
	clips: true,
	run: (bench) => void editSelected(bench, "Reverse", (clip) => ({ reverse: !clip.reverse })),
};

export const loopClips: Command = {
	id: "loop-clip",
	title: "Repeat the sample within the clip, or not",
	group: "Clips",
	keys: ["Shift+l"],
	edits: true,
	clips: true,
	run(bench) {
		const all = bench.selected.every((clip) => clip.loop);
		editSelected(bench, all ? "Play once" : "Repeat", () => ({ loop: !all }));
	},
};

export const pitches: readonly Command[] = (
	[
		["up", 1, "a semitone", "Shift+PageUp"],
		["down", -1, "a semitone", "Shift+PageDown"],
		["up-fine", 0.1, "10 cents", "Alt+PageUp"],
		["down-fine", -0.1, "10 cents", "Alt+PageDown"],
	] as const
).map(([id, by, words, key]) => ({
	id: `pitch-${id}`,
	title: `Pitch ${by > 0 ? "up" : "down"} by ${words}`,
	group: "Clips",
	keys: [key],
	edits: true,
	clips: true,
	run: (bench) =>
		void editSelected(bench, "Pitch of", (clip) => ({
			semitones: Math.min(HIGHEST, Math.max(LOWEST, rounded(clip.semitones + by))),
		})),
}));

export const speeds: readonly Command[] = (
	[
		["faster", 1.05, "Mod+Shift+ArrowRight"],
		["slower", 1 / 1.05, "Mod+Shift+ArrowLeft"],
	] as const
).map(([id, by, key]) => ({
	id: `speed-${id}`,
	title: `Play ${id} by 5 %`,
	group: "Clips",
	keys: [key],
	edits: true,
	clips: true,
	run: (bench) => void editSelected(bench, "Speed of", (clip) => atSpeed(clip, clip.speed * by), true),
}));

export const asRecorded: Command = {
	id: "speed-usual",
	title: "Speed and pitch as recorded",
	group: "Clips",
	edits: true,
	clips: true,
	run: (bench) =>
		void editSelected(bench, "Play as recorded", (clip) => ({ ...atSpeed(clip, 1), semitones: 0 }), true),
};

export const preservePitch: Command = {
	id: "preserve-pitch",
	title: "Keep the pitch at another speed, or not",
	group: "Clips",
	edits: true,
	clips: true,
	run(bench) {
		const all = bench.selected.every((clip) => clip.preserve_pitch);
		editSelected(bench, all ? "Let the pitch follow the speed of" : "Keep the pitch of", () => ({
			preserve_pitch: !all,
		}));
	},
};
