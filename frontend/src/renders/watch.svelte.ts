// One render, live: fetched, and followed while it is made.
import { api, sentence } from "../api/client";
import type { Render, Sample, StudioProject } from "../api/types";
import type { Project } from "../generated/project";
import type { RenderProgressed } from "../generated/studio-event";
import { onEvent, onReconnect } from "../jobs/events";
import { jobs } from "../jobs/jobs.svelte";
import { unfinished } from "../jobs/words";
import { type Form, formOf, unchangedSince } from "./bands";

export class WatchedRender {
	render = $state.raw<Render | null>(null);
	at = $state.raw<RenderProgressed | null>(null);
	/** The form of what was rendered; null where the project is not one's own to see, or was edited since. */
	form = $state.raw<Form | null>(null);
	problem = $state("");

	constructor(private readonly id: string) {}

	get job() {
		return jobs.now(this.render?.job ?? null);
	}

	follow(): () => void {
		const leave = [
			jobs.watch(),
			onEvent("render.progressed", (event) => {
				if (event.render_id === this.id) this.at = event;
			}),
			onEvent("job.changed", (job) => {
				if (job.subject_id === this.id && !unfinished(job)) void this.fetch();
			}),
			onReconnect(() => void this.fetch()),
		];
		void this.fetch();
		return () => {
			for (const end of leave) end();
		};
	}

	async fetch(): Promise<void> {
		try {
			this.render = await api.get<Render>(`/api/renders/${this.id}`);
			this.problem = "";
			if (!this.form) void this.#fetchForm(this.render);
		} catch (error) {
			this.problem = sentence(error);
		}
	}

	async #fetchForm({ project, created_at }: Render): Promise<void> {
		if (!project) return;
		try {
			const { edited_at } = await api.get<StudioProject>(`/api/projects/${project}`);
			if (!unfinished(this.job) && !unchangedSince(edited_at, created_at)) return;
			const document = await api.get<Project>(`/api/projects/${project}/document`);
			this.form = formOf(document, await api.get<Sample[]>(`/api/projects/${project}/samples`));
		} catch {
			// Whoever hears a published render need not see its project.
		}
	}
}
