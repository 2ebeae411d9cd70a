/** The bounces that were asked for here: followed until they are made, then put in place where that is wanted. */
import { api, sentence } from "../api/client";
import type { Bounce, Job, Sample } from "../api/types";
import type { Workbench } from "../commands/workbench.svelte";
import { placeBounced, type Tap } from "../document/bounced";
import { onEvent, onReconnect } from "../jobs/events";
import { unfinished } from "../jobs/words";

export interface Wanted {
	/** "master" is the mix. */
	track: string;
	tap: Tap;
	region: readonly [number, number] | null;
	clips: readonly string[] | null;
	name: string;
	in_place: boolean;
}

export interface Asked {
	/** Of the sample. */
	id: string;
	title: string;
	wanted: Wanted;
	job: Job;
	/** Once it is made. */
	sample: Sample | null;
	/** The track that holds it, once it is in place. */
	placed: string | null;
	problem: string;
}

const SETTLING_MS = 5000;

export class Bounces {
	/** The newest first. */
	all = $state.raw<readonly Asked[]>([]);
	asking = $state(false);
	private leave: (() => void)[] = [];

	constructor(private readonly bench: Workbench) {}

	/** Ask for one; throws where the server refuses. */
	async ask(wanted: Wanted): Promise<void> {
		if (this.asking) return;
		this.asking = true;
		try {
			await this.settled();
			this.follow();
			const [start_seconds, end_seconds] = wanted.region ?? [null, null];
			const { track, tap, clips, name } = wanted;
			const body = { track, tap, clips, name: name.trim(), start_seconds, end_seconds };
			const made = await api.post<Bounce>(`/api/projects/${this.bench.project.id}/bounces`, body);
			const { sample, job } = made;
			const asked = {
				id: sample.id,
				title: sample.name,
				wanted,
				job,
				sample: null,
				placed: null,
				problem: "",
			};
			this.all = [asked, ...this.all];
			this.bench.said = `Bouncing “${sample.name}”.`;
			await this.look(sample.id); // it may be done before anybody listened
		} finally {
			this.asking = false;
		}
	}

	/** Put one in the place of what it was made from. */
	place(asked: Asked): void {
		const { bench } = this;
		const { sample, wanted } = asked;
		if (!sample || asked.placed) return;
		const { track: source, tap, clips } = wanted;
		const placed = bench.edit(`Put “${sample.name}” in place`, () =>
			placeBounced(bench.arrangement, {
				sample: sample.id,
				source,
				tap,
				clips,
				start_seconds: sample.bounce?.start_seconds ?? 0,
				duration_seconds: sample.duration_seconds ?? 1,
				name: sample.name,
			}),
		);
		if (!placed) return;
		bench.track = placed;
		this.change(asked.id, { placed });
	}

	destroy(): void {
		for (const leave of this.leave) leave();
		this.leave = [];
	}

	private follow(): void {
		if (this.leave.length) return;
		this.leave = [
			onEvent("job.changed", ({ type: _, ...job }) => {
				const known = this.all.find((one) => one.job.id === job.id);
				if (known) void this.learn(known, job);
			}),
			onReconnect(() => {
				for (const one of this.all) if (unfinished(one.job)) void this.look(one.id);
			}),
		];
	}

	/** The server bounces what it knows: wait until it has the last edits. */
	private async settled(): Promise<void> {
		const until = Date.now() + SETTLING_MS;
		while (this.bench.provider.connection.unconfirmed > 0 && Date.now() < until)
			await new Promise((done) => setTimeout(done, 50));
	}

	private async look(id: string): Promise<void> {
		const known = this.all.find((one) => one.id === id);
		if (!known) return;
		try {
			await this.learn(known, await api.get<Job>(`/api/jobs/${known.job.id}`));
		} catch {
			// Offline: the next reconnect asks again.
		}
	}

	private async learn({ id }: Asked, job: Job): Promise<void> {
		const known = this.all.find((one) => one.id === id);
		if (!known || !unfinished(known.job)) return;
		this.change(id, { job, problem: job.status === "failed" ? job.error : "" });
		if (job.status !== "succeeded") return;
		try {
			const sample = await this.bench.samples.bringById(id);
			this.change(id, { sample });
			this.bench.said = `“${sample.name}” is bounced.`;
			const now = this.all.find((one) => one.id === id);
			if (now?.wanted.in_place) this.place(now);
		} catch (error) {
			this.change(id, { problem: sentence(error) });
		}
	}

	private change(id: string, fields: Partial<Asked>): void {
		this.all = this.all.map((one) => (one.id === id ? { ...one, ...fields } : one));
	}
}
