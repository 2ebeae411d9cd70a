/** The document on this device (IndexedDB): updates appended as they come, now and then merged to one, and how many of
 * them the server has not confirmed. What was changed offline outlives the page. */
import * as Y from "yjs";
import { DOCUMENTS } from "./device";

const UPDATES = "updates";
const UNSENT = "unsent";
const COMPACT_AT = 150;

export interface Kept {
	updates: Uint8Array[];
	unsent: number;
}

export class Store {
	/** False where the browser keeps nothing (a private window, a full disk). */
	works = true;
	private readonly opened: Promise<IDBDatabase | null>;
	private since = 0;
	/** Writes follow each other, so that a merge never drops what is written meanwhile. */
	private last: Promise<unknown> = Promise.resolve();

	/** `key` names the person and the document: two people of one browser share nothing. */
	constructor(
		private readonly key: string,
		factory: IDBFactory | undefined = globalThis.indexedDB,
	) {
		this.opened = open(factory).catch(() => null);
		void this.opened.then((database) => {
			this.works = database !== null;
		});
	}

	async load(): Promise<Kept> {
		const database = await this.opened;
		if (!database) return { updates: [], unsent: 0 };
		try {
			const transaction = database.transaction([UPDATES, UNSENT]);
			const [updates, unsent] = await Promise.all([
				done(transaction.objectStore(UPDATES).index("document").getAll(this.key)),
				done(transaction.objectStore(UNSENT).get(this.key)),
			]);
			this.since = updates.length;
			return { updates: updates.map(({ data }) => data as Uint8Array), unsent: unsent ?? 0 };
		} catch {
			this.works = false;
			return { updates: [], unsent: 0 };
		}
	}

	append(update: Uint8Array): void {
		this.write([UPDATES], (transaction) => {
			transaction.objectStore(UPDATES).add({ document: this.key, data: update });
		});
		if (++this.since > COMPACT_AT) this.compact();
	}

	setUnsent(count: number): void {
		this.write([UNSENT], (transaction) => {
			transaction.objectStore(UNSENT).put(count, this.key);
		});
	}

	/** Forget the document: it is not this person's any more, or what is here was not wanted. */
	clear(): Promise<void> {
		this.since = 0;
		this.write([UPDATES, UNSENT], (transaction) => {
			transaction.objectStore(UNSENT).delete(this.key);
			this.each(transaction, (cursor) => cursor.delete());
		});
		return this.last.then(() => {});
	}

	async close(): Promise<void> {
		await this.last;
		(await this.opened)?.close();
	}

	private compact(): void {
		this.since = 1;
		this.write([UPDATES], (transaction) => {
			const found: Uint8Array[] = [];
			this.each(
				transaction,
				(cursor) => {
					found.push(cursor.value.data);
					cursor.delete();
				},
				() => {
					transaction.objectStore(UPDATES).add({ document: this.key, data: Y.mergeUpdates(found) });
				},
			);
		});
	}

	private each(
		transaction: IDBTransaction,
		take: (cursor: IDBCursorWithValue) => void,
		end: () => void = () => {},
	): void {
		const asked = transaction.objectStore(UPDATES).index("document").openCursor(this.key);
		asked.onsuccess = () => {
			const cursor = asked.result;
			if (!cursor) return end();
			take(cursor);
			cursor.continue();
		};
	}

	private write(stores: string[], run: (transaction: IDBTransaction) => void): void {
		this.last = this.last
			.then(() => this.opened)
			.then((database) => {
				if (!database) return undefined;
				const transaction = database.transaction(stores, "readwrite");
				run(transaction);
				return new Promise<void>((resolve, reject) => {
					transaction.oncomplete = () => resolve();
					transaction.onabort = () => reject(transaction.error);
				});
			})
			.catch(() => {
				this.works = false;
			});
	}
}

function open(factory: IDBFactory | undefined): Promise<IDBDatabase> {
	if (!factory) return Promise.reject(new Error("There is no IndexedDB."));
	const asked = factory.open(DOCUMENTS, 1);
	asked.onupgradeneeded = () => {
		asked.result.createObjectStore(UPDATES, { autoIncrement: true }).createIndex("document", "document");
		asked.result.createObjectStore(UNSENT);
	};
	return done(asked);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}
