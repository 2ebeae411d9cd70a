/** The samples of a project: what the clips name, how each is drawn, and its peaks, fetched when first seen. */
import { api } from "../api/client";
import type { Sample } from "../api/types";
import { loadPeaks } from "../look/peaks";
import type { Look } from "./scene";

/** What stands for a sample that has been deleted, or that has not been brought in yet. */
const GONE: Look = { category: "other", name: "Missing sample", peaks: null, sample_rate_hz: 44_100 };

export class Samples {
	/** Grows whenever a look changes. */
	revision = $state(0);
	all = $state.raw<ReadonlyMap<string, Sample>>(new Map());
	loaded = $state(false);
	private readonly looks = new Map<string, Look>();
	private asked = 0;

	constructor(private readonly project: string) {}

	/** Fetch the list again; called at the start, and when a clip names a sample that is not known yet. */
	async load(): Promise<void> {
		const mine = ++this.asked;
		const list = await api.get<Sample[]>(`/api/projects/${this.project}/samples`);
		if (mine !== this.asked) return;
		this.all = new Map(list.map((sample) => [sample.id, sample]));
		this.looks.clear();
		this.loaded = true;
		this.revision++;
	}

	/** Bring a sample into the project, so that everybody in it may hear and place it. */
	bring(sample: Sample): Promise<Sample> {
		return this.bringById(sample.id);
	}

	async bringById(id: string): Promise<Sample> {
		const known = this.all.get(id);
		if (known) return known;
		const brought = await api.post<Sample>(`/api/projects/${this.project}/samples`, { sample: id });
		this.asked++;
		this.all = new Map([...this.all, [brought.id, brought]]);
		this.looks.delete(brought.id);
		this.revision++;
		return brought;
	}

	get(id: string): Sample | undefined {
		return this.all.get(id);
	}

	look(id: string): Look {
		const known = this.looks.get(id);
		if (known) return known;
		const sample = this.all.get(id);
		if (!sample) return GONE;
		const { category, name } = sample;
		const look: Look = { category, name, peaks: null, sample_rate_hz: sample.sample_rate_hz ?? 44_100 };
		this.looks.set(id, look);
		if (sample.state === "ready")
			loadPeaks(sample.peaks_url).then(
				(peaks) => {
					look.peaks = peaks;
					this.revision++;
				},
				() => {},
			);
		return look;
	}
}
