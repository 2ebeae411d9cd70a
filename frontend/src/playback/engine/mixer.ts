/** The tracks at work: clips through devices and faders into groups, returns, the mix and the master, all on time. */
import type { Track } from "../../generated/project";
import { Automation } from "./automation";
import { Chain } from "./chain";
import { Level, type Material } from "./clip";
import { Fader, SEND_LIMITS, TRACK_LIMITS } from "./fader";
import { Lane } from "./lane";
import type { Recent } from "./recent";
import { type Routes, routes } from "./routing";
import { compare, inOrder, MASTER, type Score, type ScoreClip, type ScoreDevice } from "./score";
import { CELL, Late, type Stereo, silence, stereo, sum } from "./sound";

/** Listens to what leaves a strip's fader. */
export type Listener = (key: string, block: Stereo) => void;

interface SendWay {
	key: string;
	target: string;
	pre: boolean;
	fader: Fader;
	late: Late;
}

class Strip {
	readonly chain = new Chain();
	readonly fader = new Fader();
	readonly bus = stereo();
	readonly out = stereo();
	lane: Lane | null = null;
	parent = "";
	sends: SendWay[] = [];
	/** Cells by which what comes in, and what goes out, is late. */
	late_in = 0;
	late_out = 0;
	/** Open where it plays into its group, or into the mix. */
	gate: Level | null = null;
	way = new Late(0);

	constructor(readonly key: string) {}
}

export class Mixer {
	readonly materials = new Map<string, Material>();
	/** Devices of tracks and of the mix whose sound is looked at. */
	readonly watched = new Map<string, Recent>();
	/** Cells by which the mix is late; `start` runs over them. */
	late_cells = 0;
	listen: Listener = () => {};
	mastered = true;
	private strips = new Map<string, Strip>();
	/** Tracks and groups from the leaves on, then returns, each after those that send to it. */
	private order: Strip[] = [];
	private readonly master = new Strip(MASTER);
	private readonly limiter = new Chain();
	private readonly room = stereo();
	private cell = 0;

	/** Take the document as it now stands. */
	set(score: Score): void {
		const automation = new Automation(score);
		const heard = routes(score);
		const before = this.strips;
		this.strips = new Map();
		for (const key of score.tracks.keys())
			if (key !== MASTER) this.strips.set(key, before.get(key) ?? new Strip(key));
		this.place(score, heard, automation);
		this.order = this.ordered(score);
		for (const strip of this.order) this.settle(strip, score, automation);
		const late = this.order.reduce((most, strip) => Math.max(most, strip.late_out), 0);
		for (const strip of this.order) if (!strip.parent) strip.way = lateBy(strip.way, late - strip.late_out);
		this.setMaster(score, automation, late);
	}

	/** Begin at a cell of the project: what is late is worked out ahead. */
	start(cell: number): void {
		this.cell = cell;
		const none = stereo();
		for (let k = 0; k < this.late_cells; k++) this.next(none);
	}

	/** The next cell of the mix, or of the master. */
	next(into: Stereo): void {
		const { cell } = this;
		this.cell++;
		for (const strip of this.order) silence(strip.bus);
		silence(into);
		for (const strip of this.order) this.run(strip, cell, into);
		if (this.mastered) this.finish(into, cell);
		this.listen(MASTER, into);
	}

	/** The gain reduction of every device that reduces, within the last cell. */
	reductions(): Map<string, number> {
		const found = new Map<string, number>();
		for (const strip of this.order) strip.chain.reductions(found);
		this.master.chain.reductions(found);
		this.limiter.reductions(found);
		return found;
	}

	private run(strip: Strip, cell: number, mix: Stereo): void {
		const { bus, out } = strip;
		const at = cell - strip.late_in;
		strip.lane?.add(bus, cell, this.materials);
		strip.chain.process(bus, at);
		const gone = cell - strip.late_out;
		for (const send of strip.sends) if (send.pre) this.send(send, bus, gone);
		silence(out);
		strip.fader.add(out, bus, gone);
		for (const send of strip.sends) if (!send.pre) this.send(send, out, gone);
		this.listen(strip.key, out);
		if (!strip.gate || strip.gate.gone) silence(out);
		else {
			const [from, to] = strip.gate.next();
			if (from !== 1 || to !== 1) scale(out, from, to);
		}
		strip.way.process(out);
		sum(out, this.strips.get(strip.parent)?.bus ?? mix);
	}

	private send(send: SendWay, block: Stereo, cell: number): void {
		const target = this.strips.get(send.target);
		if (!target) return;
		silence(this.room);
		send.fader.add(this.room, block, cell);
		send.late.process(this.room);
		sum(this.room, target.bus);
	}

	private finish(into: Stereo, cell: number): void {
		const { master, room } = this;
		const at = cell - master.late_in;
		master.chain.process(into, at);
		silence(room);
		master.fader.add(room, into, cell - master.late_out);
		this.limiter.process(room, cell - master.late_out);
		into.left.set(room.left);
		into.right.set(room.right);
	}

	private place(score: Score, heard: Routes, automation: Automation): void {
		const clips = new Map<string, [string, ScoreClip][]>();
		for (const entry of score.clips) {
			const lane = clips.get(entry[1].track);
			if (lane) lane.push(entry);
			else clips.set(entry[1].track, [entry]);
		}
		const own = new Map<string, [string, ScoreDevice][]>();
		for (const entry of inOrder(score.devices)) {
			const { clip } = entry[1];
			if (clip) own.set(clip, [...(own.get(clip) ?? []), entry]);
		}
		for (const [key, strip] of this.strips) {
			const track = score.tracks.get(key) as Track;
			const open = heard.onward.has(key) ? 1 : 0;
			strip.gate ??= new Level(open, open);
			strip.gate.to(open);
			strip.parent = this.strips.has(track.parent) && track.role !== "return" ? track.parent : "";
			if (track.role === "audio" || track.role === "free") {
				strip.lane ??= new Lane();
				strip.lane.set(clips.get(key) ?? [], track.role === "free", own, automation);
			} else strip.lane = null;
			strip.fader.set(track, automation.curves(key, TRACK_LIMITS, "gain_db"), true);
			const kept = new Map(strip.sends.map((send) => [send.key, send]));
			strip.sends = [...score.sends]
				.filter(([, send]) => send.source === key && this.strips.has(send.target))
				.sort(([a], [b]) => compare(a, b))
				.map(([name, send]) => {
					const way = kept.get(name) ?? newWay(name, send.target, send.pre);
					way.target = send.target;
					way.pre = send.pre;
					way.fader.set(send, automation.curves(name, SEND_LIMITS, "gain_db"), heard.sends.has(name));
					return way;
				});
		}
	}

	private ordered(score: Score): Strip[] {
		const keys = inOrder([...score.tracks].filter(([key]) => key !== MASTER)).map(([key]) => key);
		const done: string[] = [];
		const visit = (key: string, path: readonly string[]) => {
			if (done.includes(key) || path.includes(key)) return;
			for (const other of keys) {
				const feeds =
					this.strips.get(other)?.parent === key ||
					this.strips.get(other)?.sends.some((send) => send.target === key);
				if (feeds) visit(other, [...path, key]);
			}
			done.push(key);
		};
		for (const key of keys) visit(key, []);
		return done.map((key) => this.strips.get(key) as Strip);
	}

	/** How late a strip is, from those that feed it, which have been settled before. */
	private settle(strip: Strip, score: Score, automation: Automation): void {
		const children = this.order.filter((other) => other.parent === strip.key);
		const ways = this.order.flatMap((other) =>
			other.sends.filter((send) => send.target === strip.key).map((send) => ({ send, late: other.late_out })),
		);
		strip.late_in = Math.max(0, ...children.map((one) => one.late_out), ...ways.map((one) => one.late));
		for (const child of children) child.way = lateBy(child.way, strip.late_in - child.late_out);
		for (const { send, late } of ways) send.late = lateBy(send.late, strip.late_in - late);
		strip.chain.watched = this.watched;
		strip.chain.set(chainOf(score, strip.key), automation, this.cell - strip.late_in);
		strip.late_out = strip.late_in + strip.chain.latency_samples / CELL;
	}

	/** The master's devices, then its fader, and its limiters last. */
	private setMaster(score: Score, automation: Automation, late: number): void {
		const devices = chainOf(score, MASTER);
		this.master.chain.watched = this.watched;
		const limiting = (one: [string, ScoreDevice]) => one[1].effect === "limiter";
		const { master, limiter } = this;
		master.late_in = late;
		master.chain.set(
			devices.filter((one) => !limiting(one)),
			automation,
			this.cell - late,
		);
		master.late_out = late + master.chain.latency_samples / CELL;
		limiter.set(devices.filter(limiting), automation, this.cell - master.late_out);
		const track = score.tracks.get(MASTER);
		if (track) master.fader.set(track, automation.curves(MASTER, TRACK_LIMITS, "gain_db"), !track.mute);
		this.late_cells = this.mastered ? master.late_out + limiter.latency_samples / CELL : late;
	}
}

function scale(block: Stereo, from: number, to: number): void {
	const step = (to - from) / CELL;
	for (let k = 0; k < CELL; k++) {
		const gain = from + step * k;
		block.left[k] = (block.left[k] as number) * gain;
		block.right[k] = (block.right[k] as number) * gain;
	}
}

function newWay(key: string, target: string, pre: boolean): SendWay {
	return { key, target, pre, fader: new Fader(), late: new Late(0) };
}

function lateBy(way: Late, cells: number): Late {
	return way.samples === cells * CELL ? way : new Late(cells * CELL);
}

function chainOf(score: Score, track: string): [string, ScoreDevice][] {
	return inOrder([...score.devices].filter(([, device]) => device.track === track && !device.clip));
}
