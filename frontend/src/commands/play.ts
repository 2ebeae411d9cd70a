/** Play and pause, and where to play from. */
import type { Command } from "./command";

export const play: Command = {
	id: "play",
	title: "Play or pause",
	group: "Play",
	keys: ["Space"],
	run: (bench) => (bench.playing ? bench.transport.pause() : void bench.transport.play()),
};

export const toStart: Command = {
	id: "to-start",
	title: "Go to the start",
	group: "Play",
	keys: ["Home"],
	run(bench) {
		bench.seek(0);
		bench.view.reveal(0);
	},
};

export const toEnd: Command = {
	id: "to-end",
	title: "Go to the end",
	group: "Play",
	keys: ["End"],
	run(bench) {
		bench.seek(bench.arrangement.duration_seconds);
		bench.view.reveal(bench.arrangement.duration_seconds);
	},
};

export const loop: Command = {
	id: "loop",
	title: "Repeat the selection",
	group: "Play",
	keys: ["l"],
	run(bench) {
		const clips = bench.selected;
		if (bench.loop || !clips.length) {
			bench.setLoop(null);
			return;
		}
		const from = Math.min(...clips.map((clip) => clip.start_seconds));
		const to = Math.max(...clips.map((clip) => clip.start_seconds + clip.duration_seconds));
		bench.setLoop([from, to]);
		bench.said = "The selection repeats.";
	},
};
