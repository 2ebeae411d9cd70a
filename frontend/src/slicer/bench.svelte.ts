// The slicer at work: what is selected, where the needle stands, and everything that hands can do.
import { api, sentence } from "../api/client";
import type { Category, Sample, Slice, SliceLabel } from "../api/types";
import { Hearing } from "./hearing.svelte";
import { add, at, change, firstAfter, merge, moveEdge, SHORTEST_SECONDS, split } from "./slices";
import { Cutting, SURE } from "./slicing.svelte";
import { View } from "./view.svelte";

const NUDGE_SECONDS = 0.01;
const NEW_SECONDS = 0.5;

export class Bench {
	readonly sample: Sample;
	readonly cutting: Cutting;
	readonly view: View;
	readonly hearing: Hearing;
	readonly frames: number;
	readonly rate_hz: number;
	selected = $state.raw<ReadonlySet<string>>(new Set());
	said = $state(""); // what was done last, for the status line
	problem = $state("");
	keeping = $state(false);
	/** While an edge is dragged the slices are shown as they would be. */
	dragged = $state.raw<readonly Slice[] | null>(null);

	constructor(sample: Sample) {
		this.sample = sample;
		this.frames = sample.frames ?? 0;
		this.rate_hz = sample.sample_rate_hz ?? 1;
		this.cutting = new Cutting(sample);
		this.view = new View(this.frames, this.rate_hz);
		this.hearing = new Hearing(`/media/samples/${sample.id}/part`, this.frames, this.rate_hz);
	}

	get slices(): readonly Slice[] {
		return this.dragged ?? this.cutting.slices;
	}

	get least(): number {
		return Math.max(1, Math.round(SHORTEST_SECONDS * this.rate_hz));
	}

	/** The number of the selected slice, or of the first of them; −1 when none is. */
	get number(): number {
		return this.cutting.slices.findIndex((one) => this.selected.has(one.id));
	}

	get current(): Slice | undefined {
		return this.cutting.slices[this.number];
	}

	get guessed(): readonly Slice[] {
		return this.cutting.slices.filter((one) => !one.label && !one.out && this.guess(one));
	}

	/** The label that a slice surely sounds like, or "". */
	guess(one: Slice): string {
		const found = this.cutting.suggestions.get(one.id);
		return found && found.sureness >= SURE ? found.label : "";
	}

	categoryOf(label: string): Category {
		return this.cutting.labels.find((one) => one.name === label)?.category ?? this.sample.category;
	}

	select(number: number, more = false): void {
		const one = this.cutting.slices[number];
		if (!one) {
			if (!more) this.selected = new Set();
			return;
		}
		if (more && this.number >= 0) {
			const [low, high] = [Math.min(this.number, number), Math.max(this.number, number)];
			this.selected = new Set(this.cutting.slices.slice(low, high + 1).map((each) => each.id));
		} else this.selected = new Set([one.id]);
		this.view.reveal(one.start, one.end);
	}

	/** The next slice (or the one before) is selected and heard. */
	step(by: 1 | -1): void {
		const { slices } = this.cutting;
		const from =
			this.number >= 0 ? this.number + by : firstAfter(slices, this.hearing.frame) - (by < 0 ? 1 : 0);
		const number = Math.max(0, Math.min(slices.length - 1, from));
		this.select(number);
		this.audition();
	}

	audition(): void {
		const one = this.current;
		if (one) this.hearing.play(one.start, [one.start, one.end]);
		else this.hearing.play();
	}

	playFromHere(): void {
		const one = this.hearing.looping ? this.current : undefined;
		if (this.hearing.playing) this.hearing.pause();
		else if (one) this.hearing.play(one.start, [one.start, one.end]);
		else this.hearing.play();
	}

	place(frame: number): void {
		if (this.hearing.playing) this.hearing.play(frame);
		else this.hearing.place(frame);
	}

	/** At the needle; where no slice is, a new one begins there. */
	splitHere(): void {
		const frame = this.hearing.frame;
		const cut = split(this.cutting.slices, frame, this.least);
		if (cut) {
			this.#edit("Split a slice", cut);
			this.select(at(cut, frame));
		} else this.addHere();
	}

	addHere(): void {
		const { slices } = this.cutting;
		const start = Math.round(this.hearing.frame);
		const next = slices[firstAfter(slices, start)];
		const end = Math.min(start + NEW_SECONDS * this.rate_hz, next?.start ?? this.frames);
		const added = end - start >= this.least ? add(slices, start, end) : null;
		if (!added) return;
		this.#edit("Add a slice", added);
		this.select(at(added, start));
	}

	mergeNext(): void {
		const { slices } = this.cutting;
		let joined: Slice[] | null = null;
		const count = Math.max(1, this.selected.size - 1);
		const number = this.number;
		for (let turn = 0; turn < count; turn++) joined = merge(joined ?? slices, number) ?? joined;
		if (!joined) return;
		this.#edit(count > 1 ? `Merge ${count + 1} slices` : "Merge two slices", joined);
		this.select(number);
	}

	edge(number: number, edge: "start" | "end", frame: number, done: boolean): void {
		const moved = moveEdge(this.cutting.slices, number, edge, frame, this.least, this.frames);
		this.dragged = done ? null : moved;
		if (done) this.#edit("Move a boundary", moved);
		const one = moved[number];
		if (one && !this.selected.has(one.id)) this.selected = new Set([one.id]);
	}

	nudge(edge: "start" | "end", by: 1 | -1): void {
		const one = this.current;
		if (!one) return;
		const step = by * NUDGE_SECONDS * this.rate_hz;
		const moved = moveEdge(this.cutting.slices, this.number, edge, one[edge] + step, this.least, this.frames);
		this.#edit("Move a boundary", moved);
	}

	leaveOut(): void {
		const one = this.current;
		if (!one) return;
		const out = !one.out;
		this.#edit(out ? "Leave out" : "Take back in", change(this.cutting.slices, this.selected, { out }));
		if (out) this.step(1);
	}

	/** Label what is selected, and go on to the next: the hands keep up with the ears. */
	label(name: string): void {
		if (!this.current) return;
		const slices = change(this.cutting.slices, this.selected, { label: name, out: false });
		this.#edit(`Label as “${name}”`, slices);
		if (this.selected.size === 1 && this.number < slices.length - 1) this.step(1);
	}

	accept(): void {
		const one = this.current;
		const name = one ? this.guess(one) || (this.#isLabel(this.#kind(one)) ? this.#kind(one) : "") : "";
		if (name) this.label(name);
	}

	/** Every suggestion that is sure enough, in one step. */
	async acceptAll(): Promise<void> {
		await this.cutting.catchUp(); // a label given just now changes what the others sound like
		if (!this.guessed.length) return;
		const names = new Map(this.guessed.map((one) => [one.id, this.guess(one)]));
		const slices = this.cutting.slices.map((one) => {
			const label = names.get(one.id);
			return label ? { ...one, label } : one;
		});
		this.#edit(`Take ${names.size} suggestions`, slices);
	}

	addLabel(name: string): void {
		const { labels } = this.cutting;
		if (!labels.some((one) => one.name === name)) {
			const added: SliceLabel = { name, category: this.sample.category };
			this.cutting.edit(`Add the label “${name}”`, { labels: [...labels, added] });
		}
		if (this.current && !this.current.label) this.label(name);
	}

	colorLabel(name: string, category: Category): void {
		const labels = this.cutting.labels.map((one) => (one.name === name ? { ...one, category } : one));
		this.cutting.edit(`Colour “${name}”`, { labels });
	}

	removeLabel(name: string): void {
		this.cutting.edit(`Take “${name}” away`, {
			labels: this.cutting.labels.filter((one) => one.name !== name),
			slices: this.cutting.slices.map((one) => (one.label === name ? { ...one, label: "" } : one)),
		});
	}

	undo(): void {
		const title = this.cutting.undo();
		if (title) this.said = `Undone: ${title}.`;
	}

	redo(): void {
		const title = this.cutting.redo();
		if (title) this.said = `Done again: ${title}.`;
	}

	/** Those that will become samples: in use, and not kept already. */
	get waiting(): readonly Slice[] {
		return this.cutting.slices.filter((one) => !one.out && !one.sample);
	}

	/** Make samples of the slices in use; returns their ids. */
	async keep(): Promise<string[]> {
		const wanted = this.waiting;
		if (!wanted.length || this.keeping) return [];
		this.keeping = true;
		this.problem = "";
		try {
			const counts = new Map<string, number>();
			const slices = wanted.map((one) => {
				const word = one.label || "slice";
				counts.set(word, (counts.get(word) ?? 0) + 1);
				const number = String(counts.get(word)).padStart(2, "0");
				const { start, end, label } = one;
				const name = `${this.sample.name}, ${word} ${number}`;
				return { start, end, label, name, category: this.categoryOf(label) };
			});
			const made = await this.#send(slices);
			const ids = new Map(wanted.map((one, number) => [one.id, made[number] as string]));
			const kept = this.cutting.slices.map((one) => {
				const id = ids.get(one.id);
				return id ? { ...one, sample: id, own: true } : one;
			});
			this.cutting.edit(`Keep ${made.length} slices`, { slices: kept });
			await this.cutting.save();
			return made;
		} catch (error) {
			this.problem = sentence(error);
			return [];
		} finally {
			this.keeping = false;
		}
	}

	async #send(slices: object[]): Promise<string[]> {
		const made: string[] = [];
		for (let first = 0; first < slices.length; first += 1000) {
			const body = { slices: slices.slice(first, first + 1000) };
			const answer = await api.post<{ samples: string[] }>(
				`/api/samples/${this.sample.id}/slicing/keep`,
				body,
			);
			made.push(...answer.samples);
		}
		return made;
	}

	#kind(one: Slice): string {
		return this.cutting.suggestions.get(one.id)?.kind ?? "";
	}

	#isLabel(name: string): boolean {
		return this.cutting.labels.some((one) => one.name === name);
	}

	#edit(title: string, slices: readonly Slice[]): void {
		this.cutting.edit(title, { slices });
		this.said = `${title}.`;
	}
}
