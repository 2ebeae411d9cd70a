/** When an edit is shown: the picture of one's own at once, those of others once a frame, and what is written about
 * them (panels, counts, the tree) after the frame with the picture: thousands of clips are told of more slowly than
 * one is drawn. */
import { tick } from "svelte";
import type { Change } from "../document/arrangement";

const BESIDE = ["tracks", "devices", "sends", "envelopes", "markers", "regions"] as const;

export class Showing {
	/** Draws the arrangement as it is; set by the canvas. */
	picture: (() => void) | null = null;
	private waiting = false;
	/** Something has changed that the picture of clips and points alone does not show. */
	private more = false;
	/** One's own edit was drawn in this frame. */
	private drawn = false;
	private told = true;
	private written: (() => void)[] = [];

	constructor(
		/** Lets go of what is no longer there. */
		private readonly tidy: () => void,
		/** Brings all that is written up to date. */
		private readonly tell: () => void,
	) {}

	changed(change: Change): void {
		this.more ||= change.master || BESIDE.some((kind) => change[kind].size > 0);
		if (this.waiting) return;
		this.waiting = true;
		if (change.local && !this.drawn) {
			this.drawn = true;
			requestAnimationFrame(() => {
				this.drawn = false;
			});
			queueMicrotask(() => this.show());
		} else requestAnimationFrame(() => this.show());
	}

	/** Write something about what was done: with the rest where a picture is about to be seen first, else at once. */
	write(run: () => void): void {
		if (this.picture && (this.waiting || !this.told)) this.written.push(run);
		else run();
	}

	private show(): void {
		this.waiting = false;
		this.tidy();
		if (this.picture && !this.more) {
			this.picture();
			this.tellAfterFrame();
			return;
		}
		this.more = false;
		this.say();
		void tick().then(() => this.picture?.());
	}

	private tellAfterFrame(): void {
		if (!this.told) return;
		this.told = false;
		requestAnimationFrame(() =>
			setTimeout(() => {
				if (!this.told) this.say();
			}),
		);
	}

	private say(): void {
		this.told = true;
		for (const run of this.written.splice(0)) run();
		this.tell();
	}
}
