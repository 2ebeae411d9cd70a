import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

class FakeAudio extends EventTarget {
	static made: FakeAudio[] = [];
	#src = "";
	paused = true;
	currentTime = 0;
	duration = 10;
	volume = 1;
	readyState = 0;
	preload = "";
	constructor(url = "") {
		super();
		if (url) this.src = url;
		FakeAudio.made.push(this);
	}
	get src() {
		return this.#src;
	}
	set src(url: string) {
		this.#src = new URL(url, "http://here/").href;
	}
	hasAttribute = () => this.#src !== "";
	removeAttribute = () => {
		this.#src = "";
	};
	play = async () => {
		this.paused = false;
		this.dispatchEvent(new Event("playing"));
	};
	pause = () => {
		this.paused = true;
		this.dispatchEvent(new Event("pause"));
	};
	load() {
		this.readyState = 1;
		this.dispatchEvent(new Event("loadedmetadata"));
	}
}

async function freshPlayer() {
	vi.resetModules();
	return (await import("./player.svelte")).player;
}

const sounding = () => FakeAudio.made.filter((audio) => !audio.paused);

describe("hearing two files of one thing", () => {
	beforeEach(() => {
		FakeAudio.made = [];
		vi.stubGlobal("Audio", FakeAudio);
		vi.stubGlobal("location", { href: "http://here/" });
		vi.stubGlobal("requestAnimationFrame", () => 1);
		vi.stubGlobal("cancelAnimationFrame", () => undefined);
	});
	afterEach(() => vi.unstubAllGlobals());

	it("goes on at the same place, at its own gain, and only one of them sounds", async () => {
		const player = await freshPlayer();
		player.play("/master", "render", 3, -6);
		expect(FakeAudio.made[0]?.volume).toBeCloseTo(0.501, 3);
		player.swap("/mix", 0);
		expect(sounding()).toEqual([FakeAudio.made[0]]); // until the other one can be heard
		FakeAudio.made[1]?.load();
		expect(sounding()).toEqual([FakeAudio.made[1]]);
		expect(FakeAudio.made[1]).toMatchObject({ currentTime: 3, volume: 1 });
		expect(player.isPlaying("render")).toBe(true);
		(FakeAudio.made[0] as FakeAudio).readyState = 1;
		player.swap("/master", -6);
		expect(sounding()).toEqual([FakeAudio.made[0]]);
		expect(FakeAudio.made).toHaveLength(2);
	});

	it("stays with what is heard when one changes one's mind, and stays paused when it is", async () => {
		const player = await freshPlayer();
		player.play("/master", "render");
		player.swap("/mix");
		player.swap("/master", -3);
		FakeAudio.made[1]?.load();
		expect(sounding()).toEqual([FakeAudio.made[0]]);
		player.pause();
		player.swap("/mix");
		expect(sounding()).toEqual([]);
		player.play("/other", "another");
		expect(sounding().map((audio) => audio.src)).toEqual(["http://here/other"]);
		expect(sounding()[0]?.volume).toBe(1);
	});
});
