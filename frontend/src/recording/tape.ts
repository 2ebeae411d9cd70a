// A recording as it grows: kept on this device part by part, so that a closed window loses nothing.
import { addParts, changeLabel, type Label, type Part, partsAt, putLabel } from "./shelf";
import { type Bits, bytesPerSecond, HEADER_BYTES, openWavHeader, secondsOf, wavFile } from "./wav";

export interface Recording extends Label {
	seconds: number;
	file: Blob;
}

interface Place {
	bytes: number;
	part: Part | null; // until the device's storage has it
	key: number; // there
}

const PART_SECONDS = 2; // what a crash can cost, and what a lost connection leaves to be sent

export class Tape {
	readonly label: Label;
	bytes = 0;
	ended = false;
	/** Whether parts reach the device's storage; if not they stay in memory until kept. */
	stored = true;
	/** Called when there is more to read, or when the end is known. */
	onmore: () => void = () => {};
	#waiting: BlobPart[] = [];
	#waitingBytes = 0;
	#places: Place[] = [];
	#writing: Promise<void>;
	readonly #partBytes: number;

	constructor(rate_hz: number, channels: number, bits: Bits = 24) {
		const started_at = new Date().toISOString();
		this.label = { id: crypto.randomUUID(), started_at, rate_hz, channels, bits, markers: [] };
		this.#partBytes = PART_SECONDS * bytesPerSecond(rate_hz, channels, bits);
		this.#writing = this.#store(() => putLabel(this.label));
	}

	get seconds(): number {
		return secondsOf(this.bytes, this.label.rate_hz, this.label.channels, this.label.bits);
	}

	/** How long the file is by now, which `read` gives: a header that tells no length, and whole parts. */
	get fileBytes(): number {
		return HEADER_BYTES + this.bytes - this.#waitingBytes;
	}

	append(data: Uint8Array<ArrayBuffer>): void {
		this.#waiting.push(data);
		this.#waitingBytes += data.length;
		this.bytes += data.length;
		if (this.#waitingBytes >= this.#partBytes) this.flush();
	}

	/** Remember this moment, at once also on the device. */
	mark(): number {
		const seconds = Math.round(this.seconds * 1000) / 1000;
		const markers = [...(this.label.markers ?? []), seconds];
		this.label.markers = markers;
		this.#writing = this.#writing.then(() => this.#store(() => changeLabel(this.label.id, { markers })));
		return seconds;
	}

	/** Make a part of what waits. */
	flush(): void {
		if (!this.#waitingBytes) return;
		const part = { tape: this.label.id, bytes: this.#waitingBytes, data: new Blob(this.#waiting) };
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#places.push({ bytes: part.bytes, part, key: 0 });
		this.#writing = this.#writing.then(() => this.#store(() => this.#shelve()));
		this.onmore();
	}

	/** Those bytes of the file. */
	async read(start: number, end: number): Promise<Blob> {
		const { rate_hz, channels, bits } = this.label;
		const wanted: Place[] = [];
		let at = HEADER_BYTES;
		let first = at;
		for (const place of this.#places) {
			if (at < end && at + place.bytes > start) {
				if (!wanted.length) first = at;
				wanted.push(place);
			}
			at += place.bytes;
		}
		const header = start < HEADER_BYTES ? [openWavHeader(rate_hz, channels, bits).slice(start, end)] : [];
		const sound = new Blob(await this.#load(wanted));
		return new Blob([...header, sound.slice(Math.max(0, start - first), Math.max(0, end - first))]);
	}

	/** Everything so far as one file. */
	async finish(): Promise<Recording> {
		this.flush();
		await this.#writing;
		const blobs = await this.#load(this.#places);
		this.ended = true;
		this.onmore();
		return assemble(this.label, this.bytes, blobs);
	}

	async #load(places: readonly Place[]): Promise<Blob[]> {
		const away = places.filter((place) => !place.part);
		const found = await (away.length ? partsAt(away.map((place) => place.key)) : []);
		const back = new Map(away.map((place, index) => [place, found[index]]));
		return places.map((place) => (place.part ?? (back.get(place) as Part)).data);
	}

	/** All that storage does not have yet: one failed write must not leave a hole. */
	async #shelve(): Promise<void> {
		const places = this.#places.filter((place) => place.part);
		const keys = await addParts(places.map((place) => place.part as Part));
		places.forEach((place, index) => {
			place.key = keys[index] as number;
			place.part = null;
		});
	}

	async #store(write: () => Promise<void>): Promise<void> {
		if (!this.stored) return;
		try {
			await write();
		} catch {
			this.stored = false; // storage is full or forbidden: go on in memory, with what storage already has
		}
	}
}

export function assemble(label: Label, bytes: number, blobs: Blob[]): Recording {
	const { rate_hz, channels, bits } = label;
	const file = wavFile(blobs, bytes, rate_hz, channels, bits);
	return { ...label, seconds: secondsOf(bytes, rate_hz, channels, bits), file };
}
