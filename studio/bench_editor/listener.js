// Put before the page's own scripts: listens to what the audio thread says to the page.
globalThis.heard = { late: 0, loud: 0 };
globalThis.AudioWorkletNode = class extends AudioWorkletNode {
	constructor(...given) {
		super(...given);
		this.port.addEventListener("message", ({ data }) => {
			if (data.kind === "late") heard.late++;
			// A report of the meters with sound in it: the thread plays, and not only silence.
			if (data.kind === "meters" && data.levels.some((level) => level > 1e-4)) heard.loud++;
		});
	}
};
