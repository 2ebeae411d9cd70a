/** Record onto a track from the microphone. */
import type { Command } from "./command";

export const records: readonly Command[] = [
	{
		id: "arm-track",
		title: "Arm the track to record onto it, or not",
		group: "Play",
		keys: ["a"],
		edits: true,
		track: true,
		enabled: (bench) => bench.overdub.can(bench.track),
		checked: (bench) => bench.overdub.armed !== null && bench.overdub.armed === bench.track,
		run: (bench) => void bench.overdub.toggle(bench.track ?? ""),
	},
	{
		id: "record",
		title: "Record onto the armed track, or stop",
		group: "Play",
		keys: ["Shift+Space"],
		edits: true,
		checked: (bench) => bench.overdub.recording,
		run: (bench) => void (bench.overdub.recording ? bench.overdub.stop() : bench.overdub.record()),
	},
	{
		id: "record-panel",
		title: "Set up recording: microphone, latency, lead-in",
		group: "Play",
		edits: true,
		run(bench) {
			bench.panel = bench.panel === "record" ? null : "record";
		},
	},
	{
		id: "measure-latency",
		title: "Measure the latency of speakers and microphone",
		group: "Play",
		edits: true,
		run(bench) {
			bench.panel = "record";
			void bench.overdub.measure();
		},
	},
];
