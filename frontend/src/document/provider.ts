/** The shared document over a WebSocket: y-protocols sync and awareness, reconnecting, and honest about what has arrived. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as awarenessProtocol from "y-protocols/awareness";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import type { Store } from "./store";

const SYNC = 0;
const AWARENESS = 1;
const OPEN = 1;
/** A great message goes in parts: some servers close the socket on one over 1 MiB. */
const PART = 100;
const PART_BYTES = 250_000;
const MOST_PARTS = 255;

/** The close codes after which there is nothing to come back to. */
const REFUSALS: Record<number, string> = {
	4401: "You are signed out. Sign in to go on; what you changed is kept on this page until then.",
	4400: "The server could not read what this page sent. Load the page anew; what you changed is kept on this device.",
	4403: "You are no longer a member of this project.",
	4404: "This project is not there, or it is not shared with you.",
};

export interface Connection {
	state: "connecting" | "online" | "offline" | "refused";
	/** The whole document has been received at least once. */
	ready: boolean;
	/** Changes that the server has not confirmed. */
	unconfirmed: number;
	saved_at_ms: number | null;
	/** Why the server refuses, as a sentence. */
	refusal: string;
	refusal_code: number;
	/** The server took no edit of this connection since one that was not allowed: they are here alone. */
	rejected: boolean;
}

/** What the server says beside the document: something else of the project has changed, or an edit was refused. */
export interface Told {
	type: string;
	what?: string;
}

export interface Options {
	open?: (url: string) => WebSocket;
	/** Waiting times: first retry, longest retry, until a receipt is asked for, between full resyncs. */
	retry_ms?: number;
	longest_retry_ms?: number;
	receipt_ms?: number;
	resync_ms?: number;
	/** What this device has kept of the document, read before the first connection. */
	store?: Store;
}

export class Provider {
	readonly awareness: awarenessProtocol.Awareness;
	connection: Connection = {
		state: "connecting",
		ready: false,
		unconfirmed: 0,
		saved_at_ms: null,
		refusal: "",
		refusal_code: 0,
		rejected: false,
	};
	private socket: WebSocket | null = null;
	private attempts = 0;
	private retry: ReturnType<typeof setTimeout> | undefined;
	private receipt: ReturnType<typeof setTimeout> | undefined;
	private readonly resync: ReturnType<typeof setInterval>;
	/** For each sync request under way, how many changes its answer will confirm. */
	private asked: number[] = [];
	private readonly listeners = new Set<(connection: Connection) => void>();
	private readonly hearers = new Set<(told: Told) => void>();
	private readonly settings: Required<Omit<Options, "store">>;
	private readonly store: Store | undefined;
	private destroyed = false;
	private readonly online = () => this.reconnectNow();

	constructor(
		readonly url: string,
		readonly doc: Y.Doc,
		{ store, ...options }: Options = {},
	) {
		this.store = store;
		this.settings = {
			open: (at) => new WebSocket(at),
			retry_ms: 500,
			longest_retry_ms: 15_000,
			receipt_ms: 700,
			resync_ms: 30_000,
			...options,
		};
		this.awareness = new awarenessProtocol.Awareness(doc);
		doc.on("update", this.sendUpdate);
		this.awareness.on("update", this.sendAwareness);
		this.resync = setInterval(() => this.ask(), this.settings.resync_ms);
		globalThis.addEventListener?.("online", this.online);
		if (store) void this.recall(store);
		else this.connect();
	}

	/** Begin with what this device has kept; what of it the server lacks goes out with the first exchange. */
	private async recall(store: Store): Promise<void> {
		const { updates, unsent } = await store.load();
		if (this.destroyed) return;
		if (updates.length) {
			Y.applyUpdate(this.doc, Y.mergeUpdates(updates), store);
			this.update({ ready: true, unconfirmed: this.connection.unconfirmed + unsent });
		}
		this.connect();
	}

	onChange(listener: (connection: Connection) => void): () => void {
		this.listeners.add(listener);
		listener(this.connection);
		return () => this.listeners.delete(listener);
	}

	/** Hear what the server says beside the document. */
	onTold(hearer: (told: Told) => void): () => void {
		this.hearers.add(hearer);
		return () => this.hearers.delete(hearer);
	}

	destroy(): void {
		this.destroyed = true;
		void this.store?.close();
		clearTimeout(this.retry);
		clearTimeout(this.receipt);
		clearInterval(this.resync);
		globalThis.removeEventListener?.("online", this.online);
		awarenessProtocol.removeAwarenessStates(this.awareness, [this.doc.clientID], "leaving");
		this.doc.off("update", this.sendUpdate);
		this.awareness.destroy();
		this.listeners.clear();
		const { socket } = this;
		this.socket = null;
		socket?.close();
	}

	/** Try at once, for example when the network has come back. */
	reconnectNow(): void {
		if (this.socket || this.connection.state === "refused") return;
		clearTimeout(this.retry);
		this.connect();
	}

	/** Begin the connection anew, so that what was not taken is offered again. */
	restart(): void {
		const { socket } = this;
		this.socket = null;
		socket?.close();
		this.reconnectNow();
	}

	private connect(): void {
		const socket = this.settings.open(this.url);
		this.socket = socket;
		socket.binaryType = "arraybuffer";
		socket.onopen = () => {
			this.attempts = 0;
			this.asked = [];
			this.update({ state: "online", rejected: false });
			this.ask(0);
			// Said anew, with a later clock: the others may have been told that we left.
			this.awareness.setLocalState(this.awareness.getLocalState());
		};
		socket.onmessage = ({ data }) => {
			if (socket !== this.socket) return;
			if (typeof data === "string") this.hear(JSON.parse(data) as Told);
			else this.read(new Uint8Array(data as ArrayBuffer));
		};
		socket.onclose = (event) => this.closed(socket, event.code);
	}

	private closed(socket: WebSocket, code: number): void {
		if (socket !== this.socket) return;
		this.socket = null;
		this.asked = [];
		const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.doc.clientID);
		awarenessProtocol.removeAwarenessStates(this.awareness, others, "connection lost");
		const refusal = REFUSALS[code];
		if (refusal) {
			if (code === 4403 || code === 4404) void this.store?.clear();
			this.update({ state: "refused", refusal, refusal_code: code });
			return;
		}
		this.update({ state: "offline" });
		const longest = Math.min(this.settings.longest_retry_ms, this.settings.retry_ms * 2 ** this.attempts++);
		// Spread out, so that a server that comes back is not met by everybody at once.
		this.retry = setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
	}

	private hear(told: Told): void {
		if (told.type === "edit.refused") this.update({ rejected: true });
		for (const hearer of this.hearers) hearer(told);
	}

	private read(message: Uint8Array): void {
		const decoder = decoding.createDecoder(message);
		const kind = decoding.readVarUint(decoder);
		if (kind === AWARENESS) {
			awarenessProtocol.applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
			return;
		}
		if (kind !== SYNC) return;
		const answer = encoding.createEncoder();
		encoding.writeVarUint(answer, SYNC);
		const what = syncProtocol.readSyncMessage(decoder, answer, this.doc, this);
		if (what === syncProtocol.messageYjsSyncStep1) {
			// The answer carries all that was done while there was no connection.
			this.send(encoding.toUint8Array(answer));
			this.ask();
		}
		if (what === syncProtocol.messageYjsSyncStep2) this.confirmed();
	}

	/** The server answers in order: all that was sent before the question has been taken in. */
	private confirmed(): void {
		if (this.connection.rejected) {
			this.asked.shift();
			this.update({ ready: true });
			return;
		}
		const unconfirmed = Math.max(0, this.connection.unconfirmed - (this.asked.shift() ?? 0));
		this.asked = this.asked.map((count) => Math.min(count, unconfirmed));
		const saved = unconfirmed === 0 ? { saved_at_ms: Date.now() } : {};
		this.update({ ready: true, unconfirmed, ...saved });
	}

	/** Ask for what is missing here; the answer confirms the `count` changes that were sent before. */
	private ask(count = this.connection.unconfirmed): void {
		if (this.socket?.readyState !== OPEN) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, SYNC);
		syncProtocol.writeSyncStep1(encoder, this.doc);
		this.asked.push(count);
		this.send(encoding.toUint8Array(encoder));
	}

	private readonly sendUpdate = (update: Uint8Array, origin: unknown): void => {
		if (origin === this.store) return;
		this.store?.append(update);
		if (origin === this) return;
		this.update({ unconfirmed: this.connection.unconfirmed + 1 });
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, SYNC);
		syncProtocol.writeUpdate(encoder, update);
		this.send(encoding.toUint8Array(encoder));
		clearTimeout(this.receipt);
		this.receipt = setTimeout(() => this.ask(), this.settings.receipt_ms);
	};

	private readonly sendAwareness = (
		{ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
		origin: unknown,
	): void => {
		if (origin === this) return;
		const clients = [...added, ...updated, ...removed].filter(
			(id) => id === this.doc.clientID && this.awareness.meta.has(id),
		);
		if (!clients.length) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, AWARENESS);
		encoding.writeVarUint8Array(encoder, awarenessProtocol.encodeAwarenessUpdate(this.awareness, clients));
		this.send(encoding.toUint8Array(encoder));
	};

	private send(message: Uint8Array): void {
		if (this.socket?.readyState !== OPEN) return;
		const count = Math.ceil(message.length / PART_BYTES);
		if (count <= 1 || count > MOST_PARTS) this.socket.send(message as Uint8Array<ArrayBuffer>);
		else
			for (let at = 0; at < count; at++) {
				const piece = message.subarray(at * PART_BYTES, (at + 1) * PART_BYTES);
				const part = new Uint8Array(piece.length + 2);
				part.set([PART, count - 1 - at]);
				part.set(piece, 2);
				this.socket.send(part);
			}
	}

	private update(change: Partial<Connection>): void {
		if (change.unconfirmed !== undefined && change.unconfirmed !== this.connection.unconfirmed)
			this.store?.setUnsent(change.unconfirmed);
		this.connection = { ...this.connection, ...change };
		for (const listener of this.listeners) listener(this.connection);
	}
}
