// How one recording is being cut: fetched, edited with undo, saved as it is edited, and kept on this device until then.
import { ApiError, api, sentence } from "../api/client";
import type { Likeness, Sample, Slice, SliceLabel, Slicing, SlicingDocument, Wishes } from "../api/types";
import { foundAnew } from "./slices";

const SAVE_MS = 700;
const FIND_MS = 120;
const RETRY_MS = 4000;
export const FIRST_WISHES: Omit<Wishes, "threshold_dbfs"> = {
	fineness: 0.53,
	least_seconds: 0.15,
	most_seconds: 30,
	room_seconds: 0.02,
};
/** From here on a suggestion is shown. */
export const SURE = 0.25;

interface Step {
	title: string;
	slices: readonly Slice[];
	labels: readonly SliceLabel[];
	wishes: Wishes;
}

type State = Omit<Step, "title">;

export class Cutting {
	readonly sample: Sample;
	slicing = $state.raw<Slicing | null>(null);
	slices = $state.raw<readonly Slice[]>([]);
	labels = $state.raw<readonly SliceLabel[]>([]);
	wishes = $state.raw<Wishes>({ threshold_dbfs: -50, ...FIRST_WISHES });
	suggestions = $state.raw<ReadonlyMap<string, Likeness>>(new Map());
	problem = $state("");
	stale = $state(false); // another window saved: this one only shows
	saved = $state<"saved" | "saving" | "waiting">("saved");
	past = $state.raw<readonly Step[]>([]);
	future = $state.raw<readonly Step[]>([]);

	#version = 0;
	#dirty = false;
	#saving: ReturnType<typeof setTimeout> | undefined;
	#finding: ReturnType<typeof setTimeout> | undefined;
	#asking: ReturnType<typeof setTimeout> | undefined;
	#stale = false; // whether the labels have changed since the suggestions were made
	#question = 0;
	#turn = 0;

	constructor(sample: Sample) {
		this.sample = sample;
	}

	get #shelf(): string {
		return `overhear.slices.${this.sample.id}`;
	}

	/** Fetch it; the first visit lets the server listen through the recording. */
	async open(): Promise<void> {
		try {
			const slicing = await api.post<Slicing>(`/api/samples/${this.sample.id}/slicing`);
			this.slicing = slicing;
			this.#version = slicing.version;
			if (!slicing.is_heard) return;
			const left = this.#left(slicing.version);
			const document = left ?? slicing.document;
			if (document) {
				this.#take(document);
				if (left) this.#changed();
				this.#ask();
			} else {
				this.wishes = { ...this.wishes, threshold_dbfs: slicing.threshold_dbfs };
				await this.find();
			}
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	end(): void {
		clearTimeout(this.#asking);
		clearTimeout(this.#finding);
		if (this.#dirty) void this.save();
	}

	/** One edit, which one undo takes back. */
	edit(title: string, change: Partial<State>): void {
		if (this.stale) return;
		this.past = [...this.past.slice(-199), { title, ...this.#state }];
		this.future = [];
		Object.assign(this, change);
		this.#changed();
		this.#ask();
	}

	undo(): string {
		return this.#step("past", "future");
	}

	redo(): string {
		return this.#step("future", "past");
	}

	/** New wishes: the slices that nobody has touched are found again. */
	wish(wishes: Partial<Wishes>): void {
		this.wishes = { ...this.wishes, ...wishes };
		clearTimeout(this.#finding);
		this.#finding = setTimeout(() => void this.find("Find slices again"), FIND_MS);
	}

	async find(title = ""): Promise<void> {
		const turn = ++this.#turn;
		try {
			const found = await api.post<{ slices: { start: number; end: number }[] }>(
				`/api/samples/${this.sample.id}/slicing/find`,
				this.wishes,
			);
			if (turn !== this.#turn) return;
			const slices = foundAnew(this.slices, found.slices);
			// A slider that is dragged is one step, not a hundred.
			if (title && this.past.at(-1)?.title !== title) this.edit(title, { slices });
			else {
				this.slices = slices;
				this.#changed();
				this.#ask();
			}
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	async save(): Promise<void> {
		clearTimeout(this.#saving);
		if (this.stale || !this.#dirty) return;
		this.#dirty = false;
		this.saved = "saving";
		const document = this.#document;
		try {
			const body = { version: this.#version, document };
			const answer = await api.put<{ version: number }>(`/api/samples/${this.sample.id}/slicing`, body);
			this.#version = answer.version;
			this.problem = "";
			if (this.#dirty) {
				this.#saving = setTimeout(() => void this.save(), SAVE_MS);
			} else {
				this.saved = "saved";
				this.#shelve(null);
			}
		} catch (error) {
			this.#dirty = true;
			this.saved = "waiting";
			this.problem = sentence(error);
			if (error instanceof ApiError && error.status === 409) {
				this.stale = true;
				this.#shelve(null);
			} else this.#saving = setTimeout(() => void this.save(), RETRY_MS);
		}
	}

	get #state(): State {
		return { slices: this.slices, labels: this.labels, wishes: this.wishes };
	}

	get #document(): SlicingDocument {
		return { wishes: this.wishes, labels: [...this.labels], slices: [...this.slices] };
	}

	#take(document: SlicingDocument): void {
		this.slices = document.slices;
		this.labels = document.labels;
		this.wishes = document.wishes;
	}

	#step(from: "past" | "future", to: "past" | "future"): string {
		const step = this[from].at(-1);
		if (!step || this.stale) return "";
		this[from] = this[from].slice(0, -1);
		this[to] = [...this[to], { title: step.title, ...this.#state }];
		const { title, ...state } = step;
		Object.assign(this, state);
		this.#changed();
		return title;
	}

	#changed(): void {
		this.#dirty = true;
		this.saved = "saving";
		this.#shelve(this.#document);
		clearTimeout(this.#saving);
		this.#saving = setTimeout(() => void this.save(), SAVE_MS);
	}

	/** What the server does not have yet is kept on this device: a closed tab loses nothing. */
	#shelve(document: SlicingDocument | null): void {
		try {
			if (document) localStorage.setItem(this.#shelf, JSON.stringify({ version: this.#version, document }));
			else localStorage.removeItem(this.#shelf);
		} catch {
			// No room or not allowed: the server still gets it in a moment.
		}
	}

	#left(version: number): SlicingDocument | null {
		try {
			const left = JSON.parse(localStorage.getItem(this.#shelf) ?? "null");
			return left?.version === version ? (left.document as SlicingDocument) : null;
		} catch {
			return null;
		}
	}

	/** Ask what the unlabelled slices sound like, once the hands are still. */
	#ask(): void {
		clearTimeout(this.#asking);
		this.#stale = true;
		this.#question += 1; // an answer that is on its way is to older labels
		this.#asking = setTimeout(() => void this.#suggest(), 250);
	}

	/** Have the suggestions that follow from the labels as they are now. */
	async catchUp(): Promise<void> {
		if (!this.#stale) return;
		clearTimeout(this.#asking);
		await this.#suggest();
	}

	async #suggest(): Promise<void> {
		const question = ++this.#question;
		const unknown = this.slices.filter((one) => !one.label && !one.out);
		const known = this.slices.filter((one) => one.label && !one.out);
		if (!unknown.length) return;
		const span = ({ start, end }: Slice) => ({ start, end });
		try {
			const { suggestions } = await api.post<{ suggestions: Likeness[] }>(
				`/api/samples/${this.sample.id}/slicing/likeness`,
				{ unknown: unknown.map(span), known: known.map((one) => ({ ...span(one), label: one.label })) },
			);
			if (question !== this.#question) return;
			this.#stale = false;
			this.suggestions = new Map(unknown.map((one, number) => [one.id, suggestions[number] as Likeness]));
		} catch {
			// Suggestions are a help: without them one labels by ear.
		}
	}
}
