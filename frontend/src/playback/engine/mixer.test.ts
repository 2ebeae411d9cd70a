import { describe, expect, it } from "vitest";
import { Mixer } from "./mixer";
import vectors from "./mixes.vectors.json";
import type { Score, ScoreClip } from "./score";
import { CELL, RATE_HZ, rounded, stereo } from "./sound";
import { bursts, floats } from "./testing";

function scoreOf(project: (typeof vectors.mixes)[number]["project"]): Score {
	const records = project as unknown as Record<keyof Score, Record<string, object>>;
	const clips = Object.entries(records.clips as Record<string, ScoreClip>).map(([key, clip]) => [
		key,
		{ ...clip, material: clip.sample, offset_samples: rounded(clip.offset_seconds * RATE_HZ) },
	]);
	const maps = (["tracks", "devices", "sends", "envelopes", "points"] as const).map((kind) => [
		kind,
		new Map(Object.entries(records[kind])),
	]);
	return { ...Object.fromEntries(maps), clips: new Map(clips as [string, ScoreClip][]) } as Score;
}

function mixer(project: (typeof vectors.mixes)[number]["project"]): Mixer {
	const made = new Mixer();
	const sound = bursts(vectors.cells);
	made.mastered = false;
	made.materials.set("mono", [sound.left]);
	made.materials.set("stereo", [sound.left, sound.right]);
	made.set(scoreOf(project));
	made.start(0);
	return made;
}

describe("the preview mixes as the server does", () => {
	it.each(vectors.mixes)("$name", ({ project, heard }) => {
		const made = mixer(project);
		const wanted = floats(heard);
		const block = stereo();
		let loudest = 0;
		let off = 0;
		let place = 0;
		for (let cell = 0; cell < vectors.cells; cell++) {
			made.next(block);
			if (!vectors.heard_cells.includes(cell)) continue;
			for (const side of [block.left, block.right])
				for (let k = 0; k < CELL; k++) {
					const right = wanted[place++] as number;
					loudest = Math.max(loudest, Math.abs(right));
					off = Math.max(off, Math.abs((side[k] as number) - right));
				}
		}
		expect(20 * Math.log10(off / loudest)).toBeLessThan(-80);
	});
});
