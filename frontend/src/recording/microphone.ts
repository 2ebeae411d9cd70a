// The microphone as blocks of float samples, without the clean-up that telephony adds.
import workletUrl from "./recorder.worklet.ts?worker&url";

export interface Microphone {
	readonly rate_hz: number;
	readonly channels: number;
	readonly device: string; // the id of the device that was opened
	/** Blocks come here, one array a channel; the arrays are the handler's to keep. */
	onblock: (channels: Float32Array[]) => void;
	/** The device was unplugged, or its permission taken back. */
	onlost: () => void;
	/** Deliver the unfinished block, then let the device go. */
	close(): Promise<void>;
}

/** What may be chosen; 0 leaves it to the device. */
export interface Format {
	rate_hz: number;
	channels: number;
}

/** Open a microphone (the system's own choice when no device is named). Throws a sentence. */
export async function openMicrophone(
	device = "",
	format: Format = { rate_hz: 0, channels: 0 },
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
	const context = contextAt(format.rate_hz);
	try {
		await context.audioWorklet.addModule(workletUrl);
	} catch {
		track.stop();
		await context.close();
		throw new Error("The recorder could not be loaded. Check the connection and try again.");
	}
	await context.resume();
	return listen(context, stream, track, format.channels);
}

function listen(
	context: AudioContext,
	stream: MediaStream,
	track: MediaStreamTrack,
	wanted: number,
): Microphone {
	const settings = track.getSettings();
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
		onblock: () => {},
		onlost: () => {},
		close: () => release(context, node, track),
	};
	node.port.onmessage = (event: MessageEvent<Float32Array[] | null>) => {
		if (event.data) microphone.onblock(event.data);
	};
	track.addEventListener("ended", () => microphone.onlost());
	return microphone;
}

async function release(
	context: AudioContext,
	node: AudioWorkletNode,
	track: MediaStreamTrack,
): Promise<void> {
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
	track.stop();
	await context.close();
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
