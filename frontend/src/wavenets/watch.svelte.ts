// One model, live: fetched, and kept by its training's events.
import { api, sentence } from "../api/client";
import type { Wavenet } from "../api/types";
import { onEvent, onReconnect } from "../jobs/events";
import { jobs } from "../jobs/jobs.svelte";
import { unfinished } from "../jobs/words";
import { grown, type Point } from "./curve";
import { type Gauge, gauged } from "./gauges";
import { type LogLine, logged } from "./log";

interface Run {
	gauges: Gauge[];
	log: LogLine[];
}

export class WatchedWavenet {
	wavenet = $state.raw<Wavenet | null>(null);
	problem = $state("");
	/** The server's curve with what came since. */
	curve = $state.raw<Point[]>([]);
	/** Likewise what is measured beside it, and the log. */
	gauges = $state.raw<Gauge[]>([]);
	log = $state.raw<LogLine[]>([]);
	step = $state(0);
	stepsPerSecond = $state<number | null>(null);

	constructor(private readonly id: string) {}

	get job() {
		return jobs.now(this.wavenet?.job ?? null);
	}

	get learning(): boolean {
		return unfinished(this.job);
	}

	/** Fetch it, and follow it until the returned function is called. */
	follow(): () => void {
		const leave = [
			jobs.watch(),
			onEvent("training.stepped", (event) => {
				if (event.wavenet_id !== this.id) return;
				this.curve = grown(this.curve, [event.step, event.loss_nats, event.validation_loss_nats]);
				this.gauges = gauged(this.gauges, [
					event.step,
					event.gradient_norm,
					event.learning_rate,
					event.steps_per_second,
				]);
				this.step = event.step;
				this.stepsPerSecond = event.steps_per_second;
			}),
			onEvent("training.logged", (event) => {
				if (event.wavenet_id === this.id) this.log = logged(this.log, [event]);
			}),
			onEvent("training.auditioned", (event) => {
				if (event.wavenet_id === this.id) void this.fetch();
			}),
			onEvent("job.changed", (job) => {
				if (job.subject_id === this.id && (!unfinished(job) || job.id !== this.wavenet?.job?.id))
					void this.fetch();
			}),
			onReconnect(() => this.#fetchAll()),
		];
		this.#fetchAll();
		return () => {
			for (const end of leave) end();
		};
	}

	async fetch(): Promise<void> {
		try {
			this.show(await api.get<Wavenet>(`/api/wavenets/${this.id}`));
			this.problem = "";
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	#fetchAll(): void {
		void this.fetch();
		void this.fetchRun();
	}

	/** What was measured and said while nobody watched. */
	async fetchRun(): Promise<void> {
		try {
			const run = await api.get<Run>(`/api/wavenets/${this.id}/run`);
			const last = run.gauges.at(-1)?.[0] ?? -1;
			this.gauges = [...run.gauges, ...this.gauges.filter(([step]) => step > last)];
			this.log = logged(run.log, this.log);
		} catch {
			// The page itself says that the studio cannot be reached; these come with the next return.
		}
	}

	show(wavenet: Wavenet): void {
		const last = wavenet.curve.at(-1)?.[0] ?? -1;
		const since = unfinished(wavenet.job) ? this.curve.filter(([step]) => step > last) : [];
		this.wavenet = wavenet;
		this.curve = [...wavenet.curve, ...since];
		this.step = Math.max(wavenet.steps_done, since.at(-1)?.[0] ?? 0);
		this.stepsPerSecond = wavenet.steps_per_second ?? this.stepsPerSecond;
	}
}
