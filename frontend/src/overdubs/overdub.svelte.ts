/** Recording onto a track: armed, recording by the transport's clock, laid where it belongs; one track at a time. */
import { sentence } from "../api/client";
import type { Workbench } from "../commands/workbench.svelte";
import { holdsClips } from "../document/tree";
import { hold } from "../recording/hands";
import { keepBelonging } from "./belongings";
import { Growing } from "./growing.svelte";
import { guard } from "./guard";
import { Input } from "./input.svelte";
import { drop, keep, type Left, leftOf } from "./keeping";
import { measured, milliseconds } from "./latencies";

export type Doing = "nothing" | "recording" | "ending" | "measuring";

/** For the last of the sound, which is still on its way in. */
const PATIENCE_MS = 2000;
const NOT_HEARD =
	"Nothing of the chirps was heard: turn the speakers up, take headphones off their plug or hold them to the microphone, and measure again.";

export class Overdub {
	/** The track that is recorded onto. */
	armed = $state<string | null>(null);
	doing = $state<Doing>("nothing");
	problem = $state("");
	/** What is drawn: what grows, and what is not laid on its track yet. */
	growing = $state.raw<readonly Growing[]>([]);
	readonly input: Input;
	private now: Growing | null = null;
	private late = 0;
	private leave = () => {};
	private arming: Promise<boolean> | null = null;
	private gone_away = false;
	/** What this page has in hand, by the id of the tape: other tabs do not offer it until it is let go. */
	private readonly held = new Map<string, () => void>();

	constructor(private readonly bench: Workbench) {
		this.input = new Input(
			() => bench.transport.clock(),
			() => this.lost(),
		);
	}

	get recording(): boolean {
		return this.doing === "recording" || this.doing === "ending";
	}

	/** Of the armed track's input, in dBFS; null for the others. */
	level(track: string): [number, number] | null {
		if (track !== this.armed || this.input.state !== "open") return null;
		return [this.input.peak_dbfs, this.input.peak_dbfs];
	}

	/** Whether a track can be recorded onto by this person. */
	can(track: string | null): boolean {
		const found = this.bench.arrangement.tracks.get(track ?? "");
		return this.bench.canEdit && found !== undefined && holdsClips(found);
	}

	async toggle(track: string): Promise<void> {
		if (this.armed === track && this.doing === "nothing") await this.disarm();
		else await this.arm(track);
	}

	/** Open the microphone for a track. False, and a sentence, where that fails. */
	async arm(track: string, device = this.bench.settings.microphone): Promise<boolean> {
		while (this.arming) await this.arming; // the browser may be asking still
		if (this.doing !== "nothing" || !this.can(track)) return false;
		this.arming = this.openFor(track, device);
		try {
			return await this.arming;
		} finally {
			this.arming = null;
		}
	}

	async disarm(): Promise<void> {
		if (this.doing !== "nothing" || this.input.state === "opening") return;
		this.armed = null;
		await this.input.close();
		this.bench.said = "No track is armed.";
	}

	/** From the playhead onto the armed track, or the selected one; what the others play is heard meanwhile. */
	async record(): Promise<void> {
		const { bench } = this;
		const track = (this.can(this.armed) ? this.armed : bench.track) ?? "";
		if (this.doing !== "nothing") return;
		if (!this.can(track)) {
			this.fail("Nothing to record onto.", new Error("Arm a track that holds clips first."));
			return;
		}
		if (!(await this.arm(track)) || this.doing !== "nothing") return;
		const { transport, settings } = bench;
		if (transport.auditioning) transport.pause();
		const from_seconds = bench.now_seconds;
		const growing = this.begin(track, from_seconds);
		transport.endless = true;
		const { anchor } = transport;
		if (anchor) growing.went(anchor.seconds, anchor.clock_seconds);
		else transport.seek(from_seconds - settings.lead_in_seconds);
		const playing = transport.play();
		this.doing = "recording";
		bench.said = `Recording onto “${this.nameOf(track)}”.`;
		await playing;
	}

	/** End the recording, and let it be laid on its track. */
	async stop(): Promise<void> {
		const growing = this.now;
		if (!growing || this.doing !== "recording") return;
		this.doing = "ending";
		const { transport } = this.bench;
		const { currentTime, sampleRate } = await transport.clock();
		growing.end_frame = Math.round(currentTime * sampleRate);
		transport.endless = false;
		transport.pause();
		await this.heard(growing, growing.end_frame + growing.beginning.latency_seconds * sampleRate);
		this.leave();
		this.now = null;
		this.doing = "nothing";
		await this.finish(growing);
	}

	/** How long sound takes out and back in, by chirps. */
	async measure(): Promise<void> {
		if (this.doing !== "nothing" || this.input.state === "opening") return;
		this.problem = "";
		this.bench.transport.pause();
		this.doing = "measuring";
		const closed = this.input.state !== "open";
		try {
			if (closed) await this.open(this.bench.settings.microphone);
			const { measure } = await import("./measure");
			const found = await measure(this.input, await this.bench.transport.clock());
			if (!found) throw new Error(NOT_HEARD);
			await this.input.setLatency(measured(found));
			this.bench.said = `Sound takes ${milliseconds(found.latency_seconds)} ms out and back.`;
		} catch (error) {
			this.problem = sentence(error);
		} finally {
			this.doing = "nothing";
			if (closed) await this.input.close();
		}
	}

	/** Another microphone, for the armed track or for measuring. */
	async choose(device: string): Promise<void> {
		if (this.doing !== "nothing") return;
		this.bench.settings.set({ microphone: device });
		if (this.armed) await this.arm(this.armed, device);
	}

	/** The transport has played, paused or jumped. */
	sounded(): void {
		if (this.doing === "recording" && !this.bench.transport.playing) void this.stop();
	}

	/** The transport goes on from another place. */
	went(seconds: number, clock_seconds: number): void {
		if (!this.now || this.doing !== "recording") return;
		this.now.went(seconds, clock_seconds);
		this.remember();
	}

	/** Offer what an earlier visit has left unlaid. */
	async offer(): Promise<void> {
		const [first, ...more] = this.bench.canEdit ? await leftOf(this.bench) : [];
		if (!first) return;
		this.bench.notice = {
			title: `A recording onto “${first.belonging.track_name}” was not laid there yet.`,
			text: more.length ? `It waits on this device, and ${more.length} more.` : "It waits on this device.",
			action: {
				title: "Lay it on its track",
				run: () => void this.keep(first).then(() => this.offer()),
			},
		};
	}

	destroy(): void {
		this.gone_away = true;
		this.leave();
		void this.now?.tape.finish(); // it is offered on the next visit
		this.now = null;
		void this.input.close();
		for (const tape of [...this.held.keys()]) this.release(tape);
	}

	private async openFor(track: string, device: string): Promise<boolean> {
		this.problem = "";
		if (this.armed !== track) this.input.clear();
		this.armed = track;
		try {
			await this.open(device);
		} catch (error) {
			this.armed = null;
			this.fail("The track is not armed.", error);
			return false;
		}
		this.bench.said = `“${this.nameOf(track)}” is armed.`;
		return true;
	}

	private async open(device: string): Promise<void> {
		try {
			await this.input.open(device);
		} catch (error) {
			if (!device) throw error;
			await this.input.open(""); // the chosen one is gone
		}
	}

	/** What comes in from now on is kept on this device. */
	private begin(track: string, from_seconds: number): Growing {
		const { input } = this;
		const growing = new Growing({
			track,
			from_seconds,
			rate_hz: input.rate_hz,
			channels: input.channels,
			latency_seconds: input.latency.seconds,
		});
		const { id } = growing.tape.label;
		this.now = growing;
		this.growing = [...this.growing, growing];
		this.late = this.bench.transport.late;
		this.held.set(id, hold(id));
		input.clear();
		const unguard = guard(() => void growing.tape.finish());
		const leave = input.listen((channels, frame) => {
			const first = growing.first_frame === null;
			growing.add(channels, frame);
			if (first) this.remember();
			if (growing.full) void this.stop();
		});
		this.leave = () => {
			leave();
			unguard();
		};
		return growing;
	}

	private heard(growing: Growing, frame: number): Promise<void> {
		const until = Date.now() + PATIENCE_MS;
		return new Promise((resolve) => {
			const look = () => {
				if (growing.reached(frame) || Date.now() > until || this.input.state !== "open") resolve();
				else setTimeout(look, 20);
			};
			look();
		});
	}

	private async finish(growing: Growing): Promise<void> {
		const { id } = growing.tape.label;
		const recording = await growing.tape.finish();
		if (!growing.places.length) {
			this.gone(growing);
			await drop(id);
			this.release(id);
			this.bench.notice = {
				title: "Nothing was recorded.",
				text: "It was stopped before sound came in: record for longer.",
			};
			return;
		}
		const missed = this.bench.transport.late - this.late;
		this.remember(growing);
		growing.state = "sending";
		await this.keep({ tape: id, belonging: this.belonging(growing), recording });
		if (missed && !this.bench.notice)
			this.bench.notice = {
				title: "The sound fell behind while it was recorded.",
				text: "This device was too busy: listen whether the recording lies where it should.",
			};
	}

	private async keep(left: Left): Promise<void> {
		const growing = this.growing.find((one) => one.tape.label.id === left.tape);
		if (!this.held.has(left.tape)) this.held.set(left.tape, hold(left.tape));
		try {
			await keep(this.bench, left, () => !this.gone_away);
			if (growing) this.gone(growing);
		} catch (error) {
			if (growing) growing.state = "unsent";
			this.bench.notice = {
				title: "The recording is not on its track yet.",
				text: `${sentence(error)} It is kept.`,
				action: { title: "Try again", run: () => void this.again(left.tape) },
			};
		} finally {
			this.release(left.tape);
		}
	}

	private async again(tape: string): Promise<void> {
		const left = (await leftOf(this.bench)).find((one) => one.tape === tape);
		if (left) await this.keep(left);
	}

	private release(tape: string): void {
		this.held.get(tape)?.();
		this.held.delete(tape);
	}

	private gone(growing: Growing): void {
		this.growing = this.growing.filter((one) => one !== growing);
	}

	private belonging({ track, recorded }: Growing) {
		return { project: this.bench.project.id, track, track_name: this.nameOf(track), recorded };
	}

	/** On this device, where it belongs; not before it is known when its first frame came in. */
	private remember(growing = this.now): void {
		if (growing && growing.first_frame !== null)
			keepBelonging(growing.tape.label.id, this.belonging(growing));
	}

	private nameOf(track: string): string {
		return this.bench.arrangement.tracks.get(track)?.name ?? "Recording";
	}

	private lost(): void {
		const was = this.recording;
		this.armed = null;
		if (was) void this.stop();
		this.fail(
			"The microphone was lost.",
			new Error(was ? "What it had heard until then is kept." : "Connect it and arm the track again."),
		);
	}

	private fail(title: string, error: unknown): void {
		this.problem = sentence(error);
		this.bench.notice = { title, text: this.problem };
	}
}
