// Who wants to hear which kind of event.
import type { StudioEvent } from "../generated/studio-event";

export type EventType = StudioEvent["type"];
export type EventOf<T extends EventType> = Extract<StudioEvent, { type: T }>;
export type Handler<T extends EventType> = (event: EventOf<T>) => void;

export class Dispatch {
	#handlers = new Map<string, Set<(event: never) => void>>();

	add<T extends EventType>(type: T, handler: Handler<T>): () => void {
		const known = this.#handlers.get(type) ?? new Set();
		known.add(handler);
		this.#handlers.set(type, known);
		return () => {
			known.delete(handler);
			if (known.size === 0 && this.#handlers.get(type) === known) this.#handlers.delete(type);
		};
	}

	/** Hand a message on. Kinds that this page does not know are left alone: the server may be newer. */
	send(message: unknown): void {
		if (typeof message !== "object" || message === null || !("type" in message)) return;
		for (const handler of [...(this.#handlers.get(String(message.type)) ?? [])]) handler(message as never);
	}

	get empty(): boolean {
		return this.#handlers.size === 0;
	}
}
