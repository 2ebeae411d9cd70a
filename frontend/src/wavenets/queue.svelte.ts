// The queue of trainings, fetched again whenever a job of one's own moves, and every now and then for those of others.
import { api } from "../api/client";
import type { TrainingQueue } from "../api/types";
import { onEvent, onReconnect } from "../jobs/events";

const AGAIN_MS = 15_000;
const SETTLE_MS = 300;

export class WatchedQueue {
	queue = $state.raw<TrainingQueue | null>(null);

	follow(): () => void {
		let soon: ReturnType<typeof setTimeout> | undefined;
		const again = () => {
			clearTimeout(soon);
			soon = setTimeout(() => void this.fetch(), SETTLE_MS);
		};
		let known = "";
		const leave = [
			onReconnect(again),
			onEvent("job.changed", ({ id, kind, status }) => {
				if (kind !== "train" || known === id + status) return;
				known = id + status;
				again();
			}),
		];
		const timer = setInterval(again, AGAIN_MS);
		void this.fetch();
		return () => {
			clearTimeout(soon);
			clearInterval(timer);
			for (const end of leave) end();
		};
	}

	async fetch(): Promise<void> {
		try {
			this.queue = await api.get<TrainingQueue>("/api/wavenets/queue");
		} catch {
			// It is told again in a moment.
		}
	}
}
