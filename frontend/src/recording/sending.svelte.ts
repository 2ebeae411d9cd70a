// Recordings on their way to the server, while they are made and after: what is safe there, and until it is kept.
import * as tus from "tus-js-client";
import { csrfToken } from "../api/client";
import { refusalOf, sampleOf, worthRetrying } from "../library/tus";
import { type UploadRow, uploads } from "../library/uploads.svelte";
import { hold } from "./hands";
import { changeLabel, erase, type Label } from "./shelf";
import type { Recording, Tape } from "./tape";
import { HEADER_BYTES, secondsOf } from "./wav";

const CHUNK_BYTES = 4 * 2 ** 20; // the most in one request, where much waits
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000];
const PATIENCE_MS = 20_000; // between rounds of tries, for as long as the page is open

/** A file that may still grow. */
type Source = Pick<Tape, "label" | "fileBytes" | "ended" | "read" | "onmore">;

interface Kept {
	name: string;
	markers: readonly number[];
	row: UploadRow;
	onkept: () => void;
}

export class Sending {
	state = $state<"sending" | "retrying" | "failed">("sending");
	problem = $state("");
	safe_bytes = $state(0);
	readonly label: Label;
	readonly #source: Source;
	readonly #upload: tus.Upload;
	readonly #onend: () => void;
	#kept: Kept | null = null;
	#stopped = false;
	#wake: () => void = () => {};
	#again: ReturnType<typeof setTimeout> | undefined;

	constructor(source: Source, person: string, onend: () => void) {
		this.label = source.label;
		this.#source = source;
		this.#onend = onend;
		this.#upload = this.#open();
		this.#wake = () => this.#start();
		source.onmore = () => this.#wake();
		window.addEventListener("online", this.#retry);
		void changeLabel(this.label.id, { person }).catch(() => {});
		this.#start();
	}

	/** Whether it is finished and waits for its person to keep it. */
	get isLeft(): boolean {
		return this.#source.ended && this.#kept === null;
	}

	/** How much of the sound the server has. */
	get safe_seconds(): number {
		const { rate_hz, channels, bits } = this.label;
		return secondsOf(Math.max(0, this.safe_bytes - HEADER_BYTES), rate_hz, channels, bits);
	}

	/** Where on the server it is, once it is there. */
	get url(): string | undefined {
		return this.#upload.url ?? this.label.upload;
	}

	/** Make a sample of it once the rest has arrived. It stays on this device until then. */
	keep(name: string, markers: readonly number[], onkept: () => void): void {
		const row = uploads.join(`${name}.wav`, this.#source.fileBytes, {
			retry: () => this.#retry(),
			cancel: () => this.#unkeep(),
		});
		this.#kept = { name, markers, row, onkept };
		row.sent = this.safe_bytes;
		if (this.state === "failed") this.#retry();
		this.#wake();
	}

	/** Send nothing more. */
	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#again);
		window.removeEventListener("online", this.#retry);
		void this.#upload.abort().catch(() => {});
		this.#wake();
		this.#onend();
	}

	#start(): void {
		if (this.#source.fileBytes <= HEADER_BYTES) return; // nothing was recorded yet
		this.#wake = () => {};
		this.#upload.start();
	}

	#open(): tus.Upload {
		// The client reads by `fileReader` alone: what it is given as a file is never looked at.
		const upload = new tus.Upload(new Blob(), {
			endpoint: "/api/uploads",
			uploadUrl: this.label.upload ?? null,
			metadata: { filename: "recording.wav", origin: "recorded" },
			chunkSize: CHUNK_BYTES,
			retryDelays: RETRY_DELAYS_MS,
			storeFingerprintForResuming: false,
			uploadLengthDeferred: true,
			fileReader: { openFile: async () => ({ size: 0, slice: this.#slice, close: () => {} }) },
			onBeforeRequest: (request) => this.#dress(request),
			onUploadUrlAvailable: () =>
				void changeLabel(this.label.id, { upload: upload.url ?? "" }).catch(() => {}),
			onShouldRetry: (error) => {
				const again = worthRetrying(error);
				if (again) this.#tell("retrying");
				return again;
			},
			onProgress: (sent) => {
				if (this.#kept) this.#kept.row.sent = sent;
			},
			onError: (error) => this.#failed(error),
			onSuccess: ({ lastResponse }) => this.#arrived(sampleOf(lastResponse)),
		});
		return upload;
	}

	/** What follows `start`, as soon as there is something: all before it is on the server. */
	readonly #slice = async (start: number, end: number): Promise<tus.SliceResult> => {
		this.safe_bytes = start;
		this.#tell("sending");
		for (;;) {
			if (this.#stopped) throw new Error("stopped");
			const here = this.#source.fileBytes;
			const last = this.#source.ended && this.#kept !== null && here <= end;
			if (here > start) return { value: await this.#source.read(start, Math.min(end, here)), done: last };
			if (last) return { value: null, done: true };
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	};

	#dress(request: tus.HttpRequest): void {
		request.setHeader("X-CSRFToken", csrfToken());
		if (this.#kept && request.getMethod() === "PATCH" && request.getHeader("Upload-Length"))
			request.setHeader("Upload-Metadata", metadata(this.#kept.name, this.#kept.markers));
	}

	#arrived(sampleId: string | null): void {
		const kept = this.#kept;
		this.stop();
		kept?.onkept();
		if (kept) uploads.leave(kept.row, sampleId);
	}

	#failed(error: Error | tus.DetailedError): void {
		if (this.#stopped) return;
		if (worthRetrying(error)) {
			this.#tell("retrying");
			this.#again = setTimeout(this.#retry, PATIENCE_MS);
			return;
		}
		this.problem = refusalOf(error, this.#kept?.name ?? "the recording");
		this.#tell("failed");
	}

	readonly #retry = (): void => {
		if (this.#stopped || this.state === "sending") return;
		clearTimeout(this.#again);
		this.#tell("sending");
		void this.#upload.abort().then(() => this.#upload.start());
	};

	#unkeep(): void {
		this.#kept = null;
	}

	#tell(state: Sending["state"]): void {
		this.state = state;
		if (state !== "failed") this.problem = "";
		if (!this.#kept) return;
		this.#kept.row.state = state;
		this.#kept.row.problem = this.problem;
	}
}

/** tus's pairs of a key and base64 of UTF-8. */
export function metadata(name: string, markers: readonly number[]): string {
	const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
	return `filename ${base64(`${name}.wav`)},markers ${base64(markers.slice(0, 500).join(","))}`;
}

class Sendings {
	#all = new Map<string, Sending>();

	of(id: string): Sending | undefined {
		return this.#all.get(id);
	}

	/** Send a recording that is being made. */
	begin(tape: Tape, person: string): Sending {
		return this.#add(tape, person);
	}

	/** Send, or go on sending, one that is finished. */
	resume(recording: Recording, person: string): Sending {
		const { file } = recording;
		return (
			this.#all.get(recording.id) ??
			this.#add(
				{
					label: recording,
					fileBytes: file.size,
					ended: true,
					read: async (start, end) => file.slice(start, end),
					onmore: () => {},
				},
				person,
			)
		);
	}

	/** Off this device and off the server, there too what was only begun. Without a connection: on the next visit. */
	async throwAway(label: Label): Promise<void> {
		const sending = this.#all.get(label.id);
		sending?.stop();
		const upload = sending?.url ?? label.upload;
		await changeLabel(label.id, { thrown: true, ...(upload ? { upload } : {}) }).catch(() => {});
		await erase(label.id, Boolean(upload)).catch(() => {});
		if (upload && (await takeOffServer(upload))) await erase(label.id).catch(() => {});
	}

	#add(source: Source, person: string): Sending {
		const { id } = source.label;
		const release = hold(id);
		const sending = new Sending(source, person, () => {
			this.#all.delete(id);
			release();
		});
		this.#all.set(id, sending);
		return sending;
	}
}

export const sendings = new Sendings();

/** Whether it is gone. What is not there any more, or not ours, is. */
export async function takeOffServer(upload: string): Promise<boolean> {
	try {
		const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": csrfToken() };
		const { status } = await fetch(upload, { method: "DELETE", headers, credentials: "same-origin" });
		return status === 204 || status === 404;
	} catch {
		return false;
	}
}
