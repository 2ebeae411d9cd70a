// The one events socket of a page: `onEvent(type, handler)`, `onReconnect(handler)`. It lives as long as
// somebody listens. Events only announce: what they are about is fetched again after a reconnect.
import { Dispatch, type EventType, type Handler } from "./dispatch";
import { ReturningSocket } from "./socket";

const dispatch = new Dispatch();
const returners = new Set<() => void>();
let socket: ReturningSocket | null = null;
let lingering: ReturnType<typeof setTimeout> | undefined;

/** Page changes drop and add listeners at once: the socket need not fall for that. */
const LINGER_MS = 3000;

function opened(): ReturningSocket {
	if (socket) return socket;
	const made = new ReturningSocket(
		() => new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/events`),
		{
			after(milliseconds, act) {
				const timer = setTimeout(act, milliseconds);
				return () => clearTimeout(timer);
			},
		},
		(message) => dispatch.send(message),
		() => {
			for (const handler of [...returners]) handler();
		},
	);
	addEventListener("online", () => made.hurry());
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "visible") made.hurry();
	});
	socket = made;
	return made;
}

/** Hear every event of one type. Returns what ends it. */
export function onEvent<T extends EventType>(type: T, handler: Handler<T>): () => void {
	const drop = dispatch.add(type, handler);
	clearTimeout(lingering);
	opened().start();
	return () => {
		drop();
		if (!dispatch.empty) return;
		clearTimeout(lingering);
		lingering = setTimeout(() => socket?.stop(), LINGER_MS);
	};
}

/** Be told when the socket came back after a gap: fetch again what may have changed. */
export function onReconnect(handler: () => void): () => void {
	returners.add(handler);
	return () => {
		returners.delete(handler);
	};
}
