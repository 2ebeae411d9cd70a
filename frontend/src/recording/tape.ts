// A recording as it grows: kept on this device part by part, so that a closed window loses nothing.
import { type Bits, secondsOf, wavFile } from "./wav";

export interface Label {
	id: string;
	started_at: string; // ISO
	rate_hz: number;
	channels: number;
	bits?: Bits; // 24 unless told
	markers?: number[]; // seconds
}

export interface Recording extends Label {
	seconds: number;
	file: Blob;
}

interface Part {
	tape: string;
	bytes: number;
	data: Blob;
}

const PART_BYTES = 512 * 1024; // some seconds: what a crash can cost

export class Tape {
	readonly label: Label;
	bytes = 0;
	/** Whether parts reach the device's storage; if not they stay in memory until kept. */
	stored = true;
	#waiting: BlobPart[] = [];
	#waitingBytes = 0;
	#memory: Part[] = [];
	#writing: Promise<void>;

	constructor(rate_hz: number, channels: number, bits: Bits = 24) {
		const started_at = new Date().toISOString();
		this.label = { id: crypto.randomUUID(), started_at, rate_hz, channels, bits, markers: [] };
		this.#writing = this.#store(async (shelf) => {
			await done(shelf.transaction("tapes", "readwrite").objectStore("tapes").put(this.label));
		});
	}

	get seconds(): number {
		return secondsOf(this.bytes, this.label.rate_hz, this.label.channels, this.label.bits);
	}

	append(data: Uint8Array<ArrayBuffer>): void {
		this.#waiting.push(data);
		this.#waitingBytes += data.length;
		this.bytes += data.length;
		if (this.#waitingBytes >= PART_BYTES) this.#flush();
	}

	/** Remember this moment, at once also on the device. */
	mark(): number {
		const seconds = Math.round(this.seconds * 1000) / 1000;
		this.label.markers = [...(this.label.markers ?? []), seconds];
		const label = { ...this.label };
		this.#writing = this.#writing.then(() =>
			this.#store(async (shelf) => {
				await done(shelf.transaction("tapes", "readwrite").objectStore("tapes").put(label));
			}),
		);
		return seconds;
	}

	/** Everything so far as one file. */
	async finish(): Promise<Recording> {
		this.#flush();
		await this.#writing;
		const parts = this.stored ? await partsOf(this.label.id) : this.#memory;
		return assemble(this.label, parts);
	}

	#flush(): void {
		if (!this.#waitingBytes) return;
		const part = { tape: this.label.id, bytes: this.#waitingBytes, data: new Blob(this.#waiting) };
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#memory.push(part);
		this.#writing = this.#writing.then(() =>
			this.#store(async (shelf) => {
				// All that storage does not have yet: one failed write must not leave a hole.
				const transaction = shelf.transaction("parts", "readwrite");
				const parts = [...this.#memory];
				for (const each of parts) transaction.objectStore("parts").add(each);
				await completed(transaction);
				this.#memory = this.#memory.slice(parts.length);
			}),
		);
	}

	async #store(write: (shelf: IDBDatabase) => Promise<void>): Promise<void> {
		if (!this.stored) return;
		try {
			await write(await openShelf());
		} catch {
			await this.#takeBack();
		}
	}

	/** Storage is full or forbidden: go on in memory, with what storage already has. */
	async #takeBack(): Promise<void> {
		this.stored = false;
		const kept = await partsOf(this.label.id).catch(() => []);
		this.#memory = [...kept, ...this.#memory];
	}
}

/** Recordings on this device that were neither kept nor thrown away. */
export async function leftRecordings(): Promise<Recording[]> {
	try {
		const shelf = await openShelf();
		const labels = await done<Label[]>(shelf.transaction("tapes").objectStore("tapes").getAll());
		const found = await Promise.all(labels.map(async (label) => assemble(label, await partsOf(label.id))));
		for (const empty of found.filter((recording) => recording.seconds === 0)) await forget(empty.id);
		return found.filter((recording) => recording.seconds > 0);
	} catch {
		return []; // a browser without storage has none
	}
}

/** Take a recording off this device. */
export async function forget(id: string): Promise<void> {
	try {
		const shelf = await openShelf();
		const transaction = shelf.transaction(["tapes", "parts"], "readwrite");
		transaction.objectStore("tapes").delete(id);
		const parts = transaction.objectStore("parts");
		for (const key of await done(parts.index("tape").getAllKeys(id))) parts.delete(key);
		await completed(transaction);
	} catch {
		// Without storage there is nothing to take off.
	}
}

function assemble(label: Label, parts: Part[]): Recording {
	const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
	const blobs = parts.map((part) => part.data);
	const file = wavFile(blobs, bytes, label.rate_hz, label.channels, label.bits);
	return { ...label, seconds: secondsOf(bytes, label.rate_hz, label.channels, label.bits), file };
}

async function partsOf(id: string): Promise<Part[]> {
	const shelf = await openShelf();
	return done<Part[]>(shelf.transaction("parts").objectStore("parts").index("tape").getAll(id));
}

let shelf: Promise<IDBDatabase> | null = null;

function openShelf(): Promise<IDBDatabase> {
	shelf ??= new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open("overhear.recordings", 1);
		request.onupgradeneeded = () => {
			request.result.createObjectStore("tapes", { keyPath: "id" });
			request.result.createObjectStore("parts", { autoIncrement: true }).createIndex("tape", "tape");
		};
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	shelf.catch(() => {
		shelf = null;
	});
	return shelf;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}

function completed(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onerror = () => reject(transaction.error);
		transaction.onabort = () => reject(transaction.error);
	});
}
