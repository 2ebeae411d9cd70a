import { describe, expect, it } from "vitest";
import { find, probeAt } from "./probe";

const RATE = 44_100;
const probe = probeAt(RATE);

/** A seeded chance: every run hears the same noise. */
function noise(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 31 - 1;
	};
}

interface Room {
	delay: number; // frames
	gain?: number;
	hiss?: number;
	echo?: number; // of the sound, 23 ms later
	lost?: readonly number[]; // chirps that nothing is heard of
}

function heardIn({ delay, gain = 1, hiss = 0, echo = 0, lost = [] }: Room): Float32Array {
	const random = noise(7);
	const heard = Float32Array.from({ length: probe.listen_frames }, () => hiss * random());
	const put = (at: number, level: number) => {
		probe.starts.forEach((start, index) => {
			if (lost.includes(index)) return;
			probe.chirp.forEach((value, k) => {
				const place = start + at + k;
				if (place < heard.length) heard[place] = (heard[place] as number) + level * value;
			});
		});
	};
	put(delay, gain);
	if (echo) put(delay + Math.round(0.023 * RATE), gain * echo);
	return heard;
}

describe("the probe", () => {
	it.each([0, 1, 97, 441, 6042, 14_553, 33_000])("is found to the frame after %d frames", async (delay) => {
		const found = await find(probe, heardIn({ delay }));
		expect(Math.round((found?.latency_seconds ?? Number.NaN) * RATE)).toBe(delay);
		expect(found).toMatchObject({ heard: 6, played: 6 });
	});

	it("is found when it is turned over, soft, under noise and with an echo", async () => {
		const delay = 6042; // 137 ms
		for (const room of [
			{ gain: -1 },
			{ gain: 0.02, hiss: 0.005 },
			{ gain: 0.3, hiss: 0.1, echo: 0.8 },
			{ gain: -0.5, echo: -0.9 },
		]) {
			const found = await find(probe, heardIn({ delay, ...room }));
			expect(Math.abs((found?.latency_seconds ?? Number.NaN) * RATE - delay)).toBeLessThanOrEqual(2);
		}
	});

	it("is found though two chirps are lost, and says so; more lost ones are too many", async () => {
		const found = await find(probe, heardIn({ delay: 500, hiss: 0.01, lost: [1, 4] }));
		expect(found).toMatchObject({ heard: 4, played: 6 });
		expect(await find(probe, heardIn({ delay: 500, hiss: 0.01, lost: [1, 3, 4] }))).toBe(null);
	});

	it("is not found in silence, in noise, in a hum, nor in its one chirp again and again", async () => {
		expect(await find(probe, new Float32Array(probe.listen_frames))).toBe(null);
		expect(await find(probe, heardIn({ delay: 0, gain: 0, hiss: 0.5 }))).toBe(null);
		const hum = Float32Array.from({ length: probe.listen_frames }, (_, k) => Math.sin(k / 40));
		expect(await find(probe, hum)).toBe(null);
		const steady = new Float32Array(probe.listen_frames);
		for (let at = 0; at + probe.chirp.length < steady.length; at += 0.3 * RATE)
			steady.set(probe.chirp, Math.round(at));
		expect(await find(probe, steady)).toBe(null);
	});

	it("says how far its chirps lay apart", async () => {
		const heard = new Float32Array(probe.listen_frames);
		probe.starts.forEach((start, index) => {
			heard.set(probe.chirp, start + 2000 + 5 * (index % 3));
		});
		const found = await find(probe, heard);
		expect(found?.heard).toBe(6);
		expect(Math.round((found?.spread_seconds ?? 0) * RATE)).toBe(5);
	});
});
