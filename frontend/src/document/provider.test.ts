import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { Company } from "./presence";
import { Provider } from "./provider";

/** A server in memory that speaks the protocol: it keeps a document and passes everything on to the others. */
class Server {
	readonly doc = new Y.Doc();
	readonly sockets = new Set<Socket>();
	reachable = true;
	/** It takes no edits, and says so. */
	refusing = false;

	open = (): WebSocket => {
		const socket = new Socket(this);
		setTimeout(() => socket.arrive(), 1);
		return socket as unknown as WebSocket;
	};

	largest = 0;
	private parts: Uint8Array[] = [];

	take(from: Socket, part: Uint8Array): void {
		this.largest = Math.max(this.largest, part.length);
		let message = part;
		if (part[0] === 100) {
			this.parts.push(part.subarray(2));
			if (part[1]) return;
			message = new Uint8Array(this.parts.reduce((sum, one) => sum + one.length, 0));
			let at = 0;
			for (const one of this.parts.splice(0)) {
				message.set(one, at);
				at += one.length;
			}
		}
		if (this.refusing && message[0] === 0 && message[1] === 2) {
			from.say({ type: "edit.refused" });
			return;
		}
		const decoder = decoding.createDecoder(message);
		if (decoding.readVarUint(decoder) !== 0) {
			this.pass(from, message);
			return;
		}
		const answer = encoding.createEncoder();
		encoding.writeVarUint(answer, 0);
		const before = Y.encodeStateVector(this.doc);
		syncProtocol.readSyncMessage(decoder, answer, this.doc, "client");
		if (encoding.length(answer) > 1) from.receive(encoding.toUint8Array(answer));
		const news = encoding.createEncoder();
		encoding.writeVarUint(news, 0);
		syncProtocol.writeUpdate(news, Y.encodeStateAsUpdate(this.doc, before));
		this.pass(from, encoding.toUint8Array(news));
	}

	pass(from: Socket, message: Uint8Array): void {
		for (const socket of this.sockets) if (socket !== from) socket.receive(message);
	}

	closeAll(code: number): void {
		for (const socket of [...this.sockets]) socket.fall(code);
	}
}

class Socket {
	binaryType = "";
	readyState = 0;
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer | string }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;

	constructor(private readonly server: Server) {}

	arrive(): void {
		if (!this.server.reachable) {
			this.fall(1006);
			return;
		}
		this.readyState = 1;
		this.server.sockets.add(this);
		this.onopen?.();
		const question = encoding.createEncoder();
		encoding.writeVarUint(question, 0);
		syncProtocol.writeSyncStep1(question, this.server.doc);
		this.receive(encoding.toUint8Array(question));
	}

	send(message: Uint8Array): void {
		const copy = message.slice();
		// What was sent before a close still arrives.
		setTimeout(() => this.server.take(this, copy), 1);
	}

	receive(message: Uint8Array): void {
		const copy = message.slice();
		setTimeout(() => this.readyState === 1 && this.onmessage?.({ data: copy.buffer as ArrayBuffer }), 1);
	}

	say(told: object): void {
		setTimeout(() => this.readyState === 1 && this.onmessage?.({ data: JSON.stringify(told) }), 1);
	}

	fall(code: number): void {
		this.readyState = 3;
		this.server.sockets.delete(this);
		this.onclose?.({ code });
	}

	close(): void {
		this.fall(1000);
	}
}

let server: Server;
const made: Provider[] = [];

function join(): Provider {
	const provider = new Provider("ws://here", new Y.Doc(), {
		open: server.open,
		retry_ms: 100,
		receipt_ms: 50,
	});
	made.push(provider);
	return provider;
}

const value = (provider: Provider) => provider.doc.getMap("m").get("k");
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
	vi.useFakeTimers();
	server = new Server();
});
afterEach(() => {
	for (const provider of made.splice(0)) provider.destroy();
	vi.useRealTimers();
});

describe("the provider", () => {
	it("brings two people to the same document", async () => {
		const [a, b] = [join(), join()];
		await wait(20);
		expect([a.connection.state, a.connection.ready]).toEqual(["online", true]);
		a.doc.getMap("m").set("k", 1);
		await wait(20);
		expect(value(b)).toBe(1);
	});

	it("counts a change until the server has confirmed it", async () => {
		const a = join();
		await wait(20);
		a.doc.getMap("m").set("k", 1);
		a.doc.getMap("m").set("k", 2);
		expect(a.connection.unconfirmed).toBe(2);
		await wait(100);
		expect(a.connection.unconfirmed).toBe(0);
		expect(server.doc.getMap("m").get("k")).toBe(2);
	});

	it("keeps what was done offline, comes back, and sends it", async () => {
		const [a, b] = [join(), join()];
		await wait(20);
		server.reachable = false;
		server.closeAll(1006);
		a.doc.getMap("m").set("k", "kept");
		expect(a.connection).toMatchObject({ state: "offline", unconfirmed: 1, ready: true });
		await wait(3000);
		expect(a.connection.state).toBe("offline");
		server.reachable = true;
		await wait(4000);
		expect([a.connection.state, a.connection.unconfirmed]).toEqual(["online", 0]);
		expect(value(b)).toBe("kept");
	});

	it("sends a great change in parts", async () => {
		const [a, b] = [join(), join()];
		await wait(20);
		const great = "x".repeat(600_000);
		a.doc.getMap("m").set("k", great);
		await wait(200);
		expect(server.largest).toBeLessThan(300_000);
		expect([value(b) === great, a.connection.unconfirmed]).toEqual([true, 0]);
	});

	it("does not come back where the server refuses, and says why", async () => {
		for (const code of [4401, 4403, 4404]) {
			const a = join();
			await wait(20);
			server.closeAll(code);
			await wait(60_000);
			expect(a.connection).toMatchObject({ state: "refused", refusal_code: code });
			expect(a.connection.refusal).toMatch(/\.$/);
			expect(server.sockets.size).toBe(0);
		}
	});

	it("keeps what the server does not take, and offers it again when it begins anew", async () => {
		const a = join();
		await wait(20);
		const told: string[] = [];
		a.onTold(({ type }) => told.push(type));
		server.refusing = true;
		a.doc.getMap("m").set("k", 1);
		await wait(200);
		expect(a.connection).toMatchObject({ state: "online", rejected: true, unconfirmed: 1 });
		expect([told, server.doc.getMap("m").get("k")]).toEqual([["edit.refused"], undefined]);
		server.refusing = false;
		a.restart();
		await wait(200);
		expect(a.connection).toMatchObject({ state: "online", rejected: false, unconfirmed: 0 });
		expect(server.doc.getMap("m").get("k")).toBe(1);
	});

	it("shows the others who is there and what they hold, until they leave", async () => {
		const [a, b] = [join(), join()];
		const [ann, ben] = [
			new Company(a.awareness, { id: "1", name: "Ann" }),
			new Company(b.awareness, { id: "2", name: "Ben" }),
		];
		await wait(60);
		expect(ann.others.map((other) => other.person.name)).toEqual(["Ben"]);
		ben.show({ selection: ["x"], doing: "moves x" });
		await wait(120);
		expect(ann.others[0]).toMatchObject({ selection: ["x"], doing: "moves x", line: "dashed" });
		expect(ann.nameOf(b.doc.clientID)).toBe("Ben");
		b.destroy();
		await wait(20);
		expect(ann.others).toEqual([]);
	});

	it("ignores awareness that is not what it should be", async () => {
		const [a, b] = [join(), join()];
		const ann = new Company(a.awareness, { id: "1", name: "Ann" });
		b.awareness.setLocalState({ nonsense: true });
		await wait(60);
		expect(ann.others).toEqual([]);
	});
});
