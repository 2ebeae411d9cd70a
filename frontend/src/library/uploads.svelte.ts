// Files on their way to the server: resumable, a few at a time, whatever page is open meanwhile.
import * as tus from "tus-js-client";
import { csrfToken } from "../api/client";
import type { Origin } from "../api/types";
import { refusalOf, sampleOf, worthRetrying } from "./tus";

const AT_ONCE = 2;
const CHUNK_BYTES = 4 * 2 ** 20; // the server keeps whole chunks: what a lost connection can cost
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

export type UploadState = "waiting" | "sending" | "retrying" | "failed";

export interface UploadRow {
	readonly id: number;
	readonly name: string;
	readonly bytes: number;
	sent: number;
	state: UploadState;
	problem: string;
}

export interface UploadOptions {
	origin?: Origin;
	tags?: string[];
	markers?: readonly number[]; // seconds
	onkept?: (sampleId: string | null) => void;
	onfailed?: (problem: string) => void;
}

interface Sending {
	row: UploadRow;
	file: File;
	options: UploadOptions;
	upload: tus.Upload | null;
}

/** What may be done about a row whose bytes are sent elsewhere. */
export interface Handles {
	retry: () => void;
	cancel: () => void;
}

class Uploads {
	rows = $state<UploadRow[]>([]);
	#sending = new Map<number, Sending>();
	#joined = new Map<number, Handles>();
	#handlers = new Set<(sampleId: string | null) => void>();
	#next = 1;
	#guarding = false;

	/** Send files, each as its own sample. */
	add(files: Iterable<File>, options: UploadOptions = {}): void {
		this.#guard();
		for (const file of files) {
			const id = this.#next++;
			this.rows.push({ id, name: file.name, bytes: file.size, sent: 0, state: "waiting", problem: "" });
			const row = this.rows.at(-1) as UploadRow;
			this.#sending.set(id, { row, file, options, upload: null });
		}
		this.#startMore();
	}

	/** Show a row for what is on its way already; its sender writes into it, until `leave`. */
	join(name: string, bytes: number, handles: Handles): UploadRow {
		this.#guard();
		const id = this.#next++;
		this.rows.push({ id, name, bytes, sent: 0, state: "sending", problem: "" });
		this.#joined.set(id, handles);
		return this.rows.at(-1) as UploadRow;
	}

	/** A joined row has arrived. */
	leave(row: UploadRow, sampleId: string | null): void {
		this.#remove(row.id);
		this.#announce(sampleId);
	}

	/** Told of every sample that has arrived. Returns how to stop. */
	onArrival(handler: (sampleId: string | null) => void): () => void {
		this.#handlers.add(handler);
		return () => this.#handlers.delete(handler);
	}

	/** Stop one and take its bytes off the server, or take a failed one off the list. */
	cancel(row: UploadRow): void {
		const sending = this.#sending.get(row.id);
		this.#joined.get(row.id)?.cancel();
		this.#remove(row.id);
		void sending?.upload?.abort(true).catch(() => {}); // without an answer, the server sweeps it later
		this.#startMore();
	}

	retry(row: UploadRow): void {
		this.#joined.get(row.id)?.retry();
		const sending = this.#sending.get(row.id);
		if (!sending) return;
		sending.row.problem = "";
		sending.row.state = "waiting";
		this.#startMore();
	}

	get busy(): boolean {
		return this.rows.some((row) => row.state !== "failed");
	}

	/** Closing the window would stop what is on its way: the browser asks first. */
	#guard(): void {
		if (this.#guarding) return;
		this.#guarding = true;
		window.addEventListener("beforeunload", (event) => {
			if (this.busy) event.preventDefault();
		});
	}

	#startMore(): void {
		const running = this.rows.filter((row) => row.state === "sending" || row.state === "retrying").length;
		const waiting = this.rows
			.filter((row) => row.state === "waiting")
			.slice(0, Math.max(0, AT_ONCE - running));
		for (const row of waiting) {
			const sending = this.#sending.get(row.id);
			// One that failed at once has made way for the next already.
			if (sending && row.state === "waiting") void this.#start(sending);
		}
	}

	async #start(sending: Sending): Promise<void> {
		const { row, file, options } = sending;
		row.state = "sending";
		if (file.size === 0) {
			this.#fail(row, `“${file.name}” is empty. Choose another file.`);
			return;
		}
		const upload = new tus.Upload(file, {
			endpoint: "/api/uploads",
			metadata: {
				filename: file.name,
				origin: options.origin ?? "external",
				tags: (options.tags ?? []).join(","),
				markers: (options.markers ?? []).slice(0, 500).join(","),
			},
			chunkSize: CHUNK_BYTES,
			retryDelays: RETRY_DELAYS_MS,
			removeFingerprintOnSuccess: true,
			onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
			onShouldRetry: (error) => {
				const again = worthRetrying(error);
				if (again) row.state = "retrying";
				return again;
			},
			onProgress: (sent) => {
				row.sent = sent;
				row.state = "sending";
			},
			onError: (error) => this.#fail(row, refusalOf(error, file.name)),
			onSuccess: ({ lastResponse }) => this.#arrived(sending, sampleOf(lastResponse)),
		});
		sending.upload = upload;
		const [earlier] = await upload.findPreviousUploads();
		if (earlier) upload.resumeFromPreviousUpload(earlier);
		if (this.#sending.has(row.id)) upload.start();
	}

	#arrived({ row, options }: Sending, sampleId: string | null): void {
		this.#remove(row.id);
		options.onkept?.(sampleId);
		this.#announce(sampleId);
		this.#startMore();
	}

	#announce(sampleId: string | null): void {
		for (const handler of this.#handlers) handler(sampleId);
	}

	#fail(row: UploadRow, problem: string): void {
		row.state = "failed";
		row.problem = problem;
		this.#sending.get(row.id)?.options.onfailed?.(problem);
		this.#startMore();
	}

	#remove(id: number): void {
		this.#sending.delete(id);
		this.#joined.delete(id);
		this.rows = this.rows.filter((row) => row.id !== id);
	}
}

export const uploads = new Uploads();
