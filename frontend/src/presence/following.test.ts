import { describe, expect, it } from "vitest";
import type { Other, Presence } from "../document/presence";
import { Following } from "./following.svelte";

class Player {
	playing = false;
	position_seconds = 0;
	changed = () => {};

	async play(): Promise<void> {
		this.playing = true;
		this.changed();
	}
	pause(): void {
		this.playing = false;
		this.changed();
	}
	seek(seconds: number): void {
		this.position_seconds = seconds;
		this.changed();
	}
}

/** Two or three people on one page, each told at once what the others show. */
function room(count: number) {
	const people = Array.from({ length: count }, (_, client) => {
		const view = { from_seconds: 0, pixels_per_second: 10, width: 1000, top: 0 };
		const player = new Player();
		const state = { client, person: { id: String(client), name: String(client) } } as Other;
		const following = new Following(view, player, (change: Partial<Presence>) => {
			Object.assign(state, change);
			pass();
		});
		player.changed = () => following.sounded();
		return { client, view, player, following, state };
	});
	let passing = false;
	const pass = () => {
		if (passing) return;
		passing = true;
		for (let i = 0; i < 3; i++)
			for (const person of people)
				person.following.changed(people.filter((each) => each !== person).map((each) => each.state));
		passing = false;
	};
	const others = (client: number) =>
		people.filter((each) => each.client !== client).map((each) => each.state);
	return { people, others };
}

describe("following", () => {
	it("shows what the other sees, at one's own width, until one stops", () => {
		const { people, others } = room(2);
		const [ann, ben] = people as [(typeof people)[0], (typeof people)[0]];
		ben.view.width = 500;
		ben.following.follow(ann.client, others(ben.client));
		ann.view.from_seconds = 30;
		ann.following.seen();
		expect(ben.view).toMatchObject({ from_seconds: 30, pixels_per_second: 5 });
		ben.following.follow(null, others(ben.client));
		ann.view.from_seconds = 60;
		ann.following.seen();
		expect(ben.view.from_seconds).toBe(30);
	});

	it("plays, jumps and pauses with the one who is followed, and not the other way round", () => {
		const { people, others } = room(2);
		const [ann, ben] = people as [(typeof people)[0], (typeof people)[0]];
		ben.following.follow(ann.client, others(ben.client));
		ann.player.seek(12);
		void ann.player.play();
		expect([ben.player.playing, ben.player.position_seconds]).toEqual([true, 12]);
		ben.player.pause();
		expect(ann.player.playing).toBe(true);
		ann.player.pause();
		expect(ben.player.playing).toBe(false);
	});

	it("is one playback for all who play together, and for nobody else", () => {
		const { people, others } = room(3);
		const [ann, ben, kim] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
		ann.player.seek(5);
		ann.following.playTogether(true, others(ann.client));
		ben.following.playTogether(true, others(ben.client));
		expect(ben.player.position_seconds).toBe(5);
		void ben.player.play();
		expect([ann.player.playing, kim.player.playing]).toEqual([true, false]);
		ann.player.seek(40);
		expect([ben.player.position_seconds, kim.player.position_seconds]).toEqual([40, 0]);
		ann.following.playTogether(false, others(ann.client));
		ben.player.pause();
		expect(ann.player.playing).toBe(true);
	});

	it("ends when the one who is followed has left", () => {
		const { people, others } = room(2);
		const [ann, ben] = people as [(typeof people)[0], (typeof people)[0]];
		ben.following.follow(ann.client, others(ben.client));
		ben.following.changed([]);
		expect(ben.following.client).toBeNull();
	});
});
