// The microphone as blocks of float samples, without the clean-up that telephony adds.
import workletUrl from "./recorder.worklet.ts?worker&url";

export interface Microphone {
	readonly rate_hz: number;
	readonly channels: number;
	readonly device: string; // the id of the device that was opened
	readonly name: string; // as the browser calls it; empty where it does not tell
	readonly latency_seconds: number; // what the device says of itself; 0 where it says nothing
	/** Blocks come here, one array a channel, with the audio clock's frame at which they began; the arrays are the
	 * handler's to keep. */
	onblock: (channels: Float32Array[], frame: number) => void;
	/** The device was unplugged, or its permission taken back. */
	onlost: () => void;
	/** Deliver the unfinished block, then let the device go. */
	close(): Promise<void>;
}

interface Block {
	channels: Float32Array[];
	frame: number;
}

/** What may be chosen; 0 leaves it to the device. */
export interface Format {
	rate_hz: number;
	channels: number;
}

/**
 * Open a microphone (the system's own choice when no device is named). Throws a sentence.
 *
 * `shared` is an audio context whose clock it is heard by; it stays open. Without one it has its own.
 */
export async function openMicrophone(
	device = "",
	format: Format = { rate_hz: 0, channels: 0 },
	shared: AudioContext | null = null,
): Promise<Microphone> {
	if (!navigator.mediaDevices?.getUserMedia) {
		throw new Error(
			"This browser gives no access to a microphone here. Open the studio over https, or upload a file.",
		);
	}
	const stream = await navigator.mediaDevices
		.getUserMedia({ audio: wishes(device, format) })
		.catch((error) => {
			throw new Error(refusalSentence(error));
		});
	const [track] = stream.getAudioTracks();
	if (!track) throw new Error(refusalSentence(new DOMException("", "NotFoundError")));
	const context = shared ?? contextAt(format.rate_hz);
	const leave = async () => {
		track.stop();
		if (!shared && context.state !== "closed") await context.close();
	};
	try {
		await context.audioWorklet.addModule(workletUrl);
	} catch {
		await leave();
		throw new Error("The recorder could not be loaded. Check the connection and try again.");
	}
	await context.resume();
	try {
		return listen(context, stream, track, format.channels, leave);
	} catch {
		await leave();
		throw new Error(
			`This browser cannot take that microphone at ${context.sampleRate} Hz. Set the device to that rate, or use another browser.`,
		);
	}
}

function listen(
	context: AudioContext,
	stream: MediaStream,
	track: MediaStreamTrack,
	wanted: number,
	leave: () => Promise<void>,
): Microphone {
	const settings: MediaTrackSettings & { latency?: number } = track.getSettings();
	const channels = wanted || (settings.channelCount === 2 ? 2 : 1);
	const source = context.createMediaStreamSource(stream);
	const node = new AudioWorkletNode(context, "recorder", {
		numberOfOutputs: 1,
		channelCount: channels,
		channelCountMode: "explicit",
	});
	// A node runs only when it leads somewhere; this one's output stays silent.
	source.connect(node).connect(context.destination);
	const microphone: Microphone = {
		rate_hz: context.sampleRate,
		channels,
		device: settings.deviceId ?? "",
		name: track.label,
		latency_seconds: settings.latency ?? 0,
		onblock: () => {},
		onlost: () => {},
		async close() {
			await release(context, node);
			source.disconnect();
			node.disconnect();
			await leave();
		},
	};
	node.port.onmessage = ({ data }: MessageEvent<Block | null>) => {
		if (data) microphone.onblock(data.channels, data.frame);
	};
	track.addEventListener("ended", () => microphone.onlost());
	return microphone;
}

/** The unfinished block comes before this ends. */
async function release(context: AudioContext, node: AudioWorkletNode): Promise<void> {
	if (context.state === "closed") return;
	const handle = node.port.onmessage;
	await new Promise<void>((resolve) => {
		// An audio thread that does not answer must not keep the device.
		const patience = setTimeout(resolve, 500);
		node.port.onmessage = (event) => {
			handle?.call(node.port, event);
			if (event.data !== null) return;
			clearTimeout(patience);
			resolve();
		};
		node.port.postMessage("end");
	});
}

/** At the wanted rate where the browser can; else at the device's own. */
function contextAt(rate_hz: number): AudioContext {
	try {
		return rate_hz ? new AudioContext({ sampleRate: rate_hz }) : new AudioContext();
	} catch {
		return new AudioContext();
	}
}

function wishes(device: string, { rate_hz, channels }: Format): MediaTrackConstraints {
	return {
		...(rate_hz ? { sampleRate: rate_hz } : {}),
		...(channels ? { channelCount: channels } : {}),
		echoCancellation: false,
		noiseSuppression: false,
		autoGainControl: false,
		...(device ? { deviceId: { exact: device } } : {}),
	};
}

/** The microphones that can be chosen; named only after one was allowed. */
export async function listMicrophones(): Promise<{ id: string; name: string }[]> {
	const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
	return devices
		.filter((device) => device.kind === "audioinput" && device.deviceId)
		.map((device, index) => ({ id: device.deviceId, name: device.label || `Microphone ${index + 1}` }));
}

/** What a refused request means, and what to do about it. */
export function refusalSentence(error: unknown): string {
	const name = error instanceof DOMException ? error.name : "";
	if (name === "NotAllowedError" || name === "SecurityError") {
		return "The microphone is not allowed here. Allow it beside the address of this page, then try again.";
	}
	if (name === "NotFoundError") return "No microphone was found. Connect one, or upload a file.";
	if (name === "NotReadableError")
		return "The microphone is used by another program. Close that, then try again.";
	if (name === "OverconstrainedError") return "That microphone is gone. Choose another one.";
	return "The microphone could not be opened. Connect it again, or upload a file.";
}
