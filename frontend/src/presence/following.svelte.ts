/** Seeing what somebody else sees, and hearing what they hear; or playing together with all who want to. */
import type { Other, Sight, Sound } from "../document/presence";

interface Player {
	readonly playing: boolean;
	readonly position_seconds: number;
	play(): Promise<void>;
	pause(): void;
	seek(seconds: number): void;
}

interface Window {
	from_seconds: number;
	pixels_per_second: number;
	width: number;
	top: number;
}

/** Nearer than this two playheads are together. */
const CLOSE_SECONDS = 0.25;

export class Following {
	/** Whose view and sound are one's own, too. */
	client = $state<number | null>(null);
	/** One playback for all who have this on. */
	together = $state(false);
	private turn = 0;
	private applying = false;

	constructor(
		private readonly view: Window,
		private readonly player: Player,
		private readonly show: (change: { view?: Sight; sound?: Sound }) => void,
	) {}

	follow(client: number | null, others: readonly Other[]): void {
		this.client = client;
		this.turn = 0;
		this.changed(others);
	}

	playTogether(on: boolean, others: readonly Other[]): void {
		this.together = on;
		// Whoever joins takes over what the others hear; whoever is first sets it.
		const theirs = others.map((other) => other.sound).filter((sound) => sound?.together);
		this.turn = theirs.length ? 0 : this.turn;
		if (on) this.changed(others);
		this.tell();
	}

	/** One's own view has moved. */
	seen(): void {
		const { from_seconds, pixels_per_second, width, top } = this.view;
		this.show({ view: { from_seconds, to_seconds: from_seconds + width / pixels_per_second, top } });
	}

	/** One's own transport has played, paused or jumped. */
	sounded(): void {
		if (this.applying) return;
		this.turn++;
		this.tell();
	}

	/** Others have moved, played or left. */
	changed(others: readonly Other[]): void {
		const leader = others.find((other) => other.client === this.client);
		if (this.client !== null && !leader) this.client = null;
		if (leader?.view) this.look(leader.view);
		const heard = others
			.filter((other) => other.client === this.client || (this.together && other.sound?.together))
			.map((other) => other.sound)
			.filter((sound) => sound !== undefined)
			.sort((a, b) => b.turn - a.turn)[0];
		if (heard && heard.turn > this.turn) this.hear(heard);
	}

	private look({ from_seconds, to_seconds, top }: Sight): void {
		if (!(to_seconds > from_seconds)) return;
		this.view.pixels_per_second = this.view.width / (to_seconds - from_seconds);
		this.view.from_seconds = Math.max(0, from_seconds);
		this.view.top = Math.max(0, top);
	}

	private hear({ playing, position_seconds, turn }: Sound): void {
		this.turn = turn;
		this.applying = true;
		if (Math.abs(this.player.position_seconds - position_seconds) > CLOSE_SECONDS || !playing)
			this.player.seek(position_seconds);
		if (playing && !this.player.playing) void this.player.play();
		if (!playing && this.player.playing) this.player.pause();
		this.applying = false;
		if (this.together) this.tell();
	}

	private tell(): void {
		const { playing, position_seconds } = this.player;
		this.show({ sound: { playing, position_seconds, turn: this.turn, together: this.together } });
	}
}
