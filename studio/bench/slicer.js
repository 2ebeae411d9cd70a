// What is measured within the slicer's page; each function is called by name from rows/scrolling.py.
globalThis.bench = (() => {
	const paper = () => document.querySelector('[data-testid="wave"]');
	const frame = () => new Promise((go) => requestAnimationFrame(go));
	const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];

	function wheel(deltaX, deltaY, ctrlKey) {
		const { left, top, width, height } = paper().getBoundingClientRect();
		const place = { clientX: left + width / 2, clientY: top + height / 2 };
		paper().dispatchEvent(new WheelEvent("wheel", { deltaX, deltaY, ctrlKey, bubbles: true, cancelable: true, ...place }));
	}

	/** How much of the waveform's canvas is not empty: what is scrolled has to be drawn. */
	function inked() {
		const canvas = paper();
		const { data } = canvas.getContext("2d").getImageData(0, 26, canvas.width, Math.floor(canvas.height / 2));
		let sum = 0;
		for (let at = 3; at < data.length; at += 4) if (data[at]) sum++;
		return sum / (data.length / 4);
	}

	/** Frames a second while something is done in every frame: the median, and what all but the slowest 5 % reach. */
	async function frames(count, act) {
		const times = [];
		let before = await frame();
		for (let turn = 0; turn < count; turn++) {
			act(turn);
			const now = await frame();
			times.push(now - before);
			before = now;
		}
		return { value: 1000 / quantile(times, 0.5), p95: 1000 / quantile(times, 0.95), longest_ms: Math.max(...times) };
	}

	return {
		inked,
		/** On and on through the recording, forty pixels a frame. */
		scroll: (count) => frames(count, () => wheel(40, 0, false)),
		/** From twenty seconds to all three hours and back, again and again. */
		zoom: (count) => frames(count, (turn) => wheel(0, turn % 180 < 90 ? 14 : -14, true)),
		/** The whole recording in sight, drawn anew in every frame. */
		fit: (count) => {
			for (let turn = 0; turn < 100; turn++) wheel(0, 60, true);
			return frames(count, (turn) => wheel(0, turn % 2 ? -0.4 : 0.4, true));
		},
	};
})();
