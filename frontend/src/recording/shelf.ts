// Recordings on this device: what is known of each, and its sound part by part, in the browser's own storage.
import type { Bits } from "./wav";

export interface Label {
	id: string;
	started_at: string; // ISO
	rate_hz: number;
	channels: number;
	bits?: Bits; // 24 unless told
	markers?: number[]; // seconds
	person?: string; // the id of whom it is sent to the studio for; of nobody it stays here until it is kept
	upload?: string; // where on the server it is arriving
	thrown?: boolean; // thrown away here, and not known yet to be off the server
}

export interface Part {
	tape: string;
	bytes: number;
	data: Blob;
}

export async function putLabel(label: Label): Promise<void> {
	await done((await openShelf()).transaction("tapes", "readwrite").objectStore("tapes").put(label));
}

/** Change what is known of a recording, if it is still here. */
export async function changeLabel(id: string, change: Partial<Label>): Promise<void> {
	const transaction = (await openShelf()).transaction("tapes", "readwrite");
	const tapes = transaction.objectStore("tapes");
	const found = await done<Label | undefined>(tapes.get(id));
	if (found) tapes.put({ ...found, ...change });
	await completed(transaction);
}

export async function labels(): Promise<Label[]> {
	return done<Label[]>((await openShelf()).transaction("tapes").objectStore("tapes").getAll());
}

/** All of them or none; the keys by which they are found again. */
export async function addParts(parts: readonly Part[]): Promise<number[]> {
	const transaction = (await openShelf()).transaction("parts", "readwrite");
	const adding = parts.map((part) => done(transaction.objectStore("parts").add(part)));
	await completed(transaction);
	return (await Promise.all(adding)) as number[];
}

export async function partsAt(keys: readonly number[]): Promise<Part[]> {
	const parts = (await openShelf()).transaction("parts").objectStore("parts");
	const found = await Promise.all(keys.map((key) => done<Part | undefined>(parts.get(key))));
	if (found.some((part) => !part)) throw new Error("A part of the recording is not on this device any more.");
	return found as Part[];
}

export async function partsOf(id: string): Promise<Part[]> {
	return done<Part[]>((await openShelf()).transaction("parts").objectStore("parts").index("tape").getAll(id));
}

/** Take a recording's sound off this device, and with it, unless told otherwise, what is known of it. */
export async function erase(id: string, keepLabel = false): Promise<void> {
	const transaction = (await openShelf()).transaction(["tapes", "parts"], "readwrite");
	if (!keepLabel) transaction.objectStore("tapes").delete(id);
	const parts = transaction.objectStore("parts");
	for (const key of await done(parts.index("tape").getAllKeys(id))) parts.delete(key);
	await completed(transaction);
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
