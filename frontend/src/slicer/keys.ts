// The slicer's keys, each with its words: one table for the hands and for the help.
import type { Bench } from "./bench.svelte";

export interface Key {
	keys: readonly string[]; // as `pressed` names them
	shown: string;
	words: string;
	run: (bench: Bench) => void;
}

export const KEYS: readonly Key[] = [
	{ keys: [" "], shown: "Space", words: "play and pause", run: (bench) => bench.playFromHere() },
	{ keys: ["l"], shown: "L", words: "play on; again: 2×, 4×", run: (bench) => bench.hearing.shuttle(1) },
	{ keys: ["k"], shown: "K", words: "pause", run: (bench) => bench.hearing.pause() },
	{
		keys: ["j"],
		shown: "J",
		words: "play backwards; again: 2×, 4×",
		run: (bench) => bench.hearing.shuttle(-1),
	},
	{ keys: ["enter"], shown: "Enter", words: "hear the slice", run: (bench) => bench.audition() },
	{ keys: ["arrowdown"], shown: "↓", words: "hear the next slice", run: (bench) => bench.step(1) },
	{ keys: ["arrowup"], shown: "↑", words: "hear the slice before", run: (bench) => bench.step(-1) },
	{
		keys: ["o"],
		shown: "O",
		words: "repeat what is played",
		run: ({ hearing }) => {
			hearing.looping = !hearing.looping;
		},
	},
	{
		keys: ["s"],
		shown: "S",
		words: "split at the needle, or begin a slice",
		run: (bench) => bench.splitHere(),
	},
	{ keys: ["m"], shown: "M", words: "merge with the next", run: (bench) => bench.mergeNext() },
	{
		keys: ["0", "d", "delete", "backspace"],
		shown: "0",
		words: "leave out, or back in",
		run: (bench) => bench.leaveOut(),
	},
	{ keys: ["a"], shown: "A", words: "take the suggested label", run: (bench) => bench.accept() },
	{ keys: [","], shown: ",", words: "begin 10 ms earlier", run: (bench) => bench.nudge("start", -1) },
	{ keys: ["."], shown: ".", words: "begin 10 ms later", run: (bench) => bench.nudge("start", 1) },
	{
		keys: ["shift+,", "shift+;", "<", "shift+<"],
		shown: "⇧ ,",
		words: "end 10 ms earlier",
		run: (bench) => bench.nudge("end", -1),
	},
	{
		keys: ["shift+.", "shift+:", ">", "shift+>"],
		shown: "⇧ .",
		words: "end 10 ms later",
		run: (bench) => bench.nudge("end", 1),
	},
	{ keys: ["z", "mod+z"], shown: "Z", words: "undo", run: (bench) => bench.undo() },
	{ keys: ["shift+z", "mod+shift+z", "mod+y"], shown: "⇧ Z", words: "redo", run: (bench) => bench.redo() },
	{
		keys: ["+", "=", "shift++"],
		shown: "+",
		words: "closer",
		run: ({ view, hearing }) => view.zoom(1.6, near(view.x(hearing.frame), view.width)),
	},
	{
		keys: ["-"],
		shown: "−",
		words: "farther",
		run: ({ view, hearing }) => view.zoom(1 / 1.6, near(view.x(hearing.frame), view.width)),
	},
	{
		keys: ["f"],
		shown: "F",
		words: "show the slice",
		run: ({ view, current }) => {
			if (current)
				view.show(
					current.start - 0.3 * (current.end - current.start),
					current.end + 0.3 * (current.end - current.start),
				);
		},
	},
	{ keys: ["arrowleft"], shown: "←", words: "scroll back", run: ({ view }) => view.scroll(-view.width / 8) },
	{ keys: ["arrowright"], shown: "→", words: "scroll on", run: ({ view }) => view.scroll(view.width / 8) },
	{
		keys: ["home"],
		shown: "Home",
		words: "to the beginning",
		run: ({ view, hearing }) => {
			view.scroll(-view.frames);
			hearing.place(0);
		},
	},
	{ keys: ["end"], shown: "End", words: "to the end", run: ({ view }) => view.scroll(view.frames) },
];

/** Zoom at the needle where it is in sight, else at the middle. */
const near = (x: number, width: number) => (x >= 0 && x <= width ? x : width / 2);

/** The name of what was pressed: modifiers in one order, then the key. */
export function pressed(
	event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">,
): string {
	if (event.altKey) return "";
	const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
	return `${mod}${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`;
}

/** Do what the key says; false when it says nothing here. */
export function act(bench: Bench, name: string): boolean {
	const label = /^[1-9]$/.test(name) ? bench.cutting.labels[Number(name) - 1] : undefined;
	if (label) {
		bench.label(label.name);
		return true;
	}
	const found = KEYS.find((key) => key.keys.includes(name));
	found?.run(bench);
	return found !== undefined;
}
