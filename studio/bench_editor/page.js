// What is measured within the page; each function is called by name from measure.py.
globalThis.bench = (() => {
	const paper = () => document.querySelector('[data-testid="paper"]');
	const frame = () => new Promise((go) => requestAnimationFrame(go));
	const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];

	function wheel(deltaX, deltaY, ctrlKey) {
		const { left, top, width, height } = paper().getBoundingClientRect();
		const place = { clientX: left + width / 2, clientY: top + height / 2 };
		paper().dispatchEvent(new WheelEvent("wheel", { deltaX, deltaY, ctrlKey, bubbles: true, cancelable: true, ...place }));
	}

	/** Frames a second while something is done in every frame: the median, and what all but the slowest 5 % reach. */
	async function frames(count, act) {
		const times = [];
		for (let i = 0; i < 8; i++) {
			act(i);
			await frame();
		}
		let before = await frame();
		for (let i = 0; i < count; i++) {
			act(i);
			const now = await frame();
			times.push(now - before);
			before = now;
		}
		return { value: 1000 / quantile(times, 0.5), p95: 1000 / quantile(times, 0.95) };
	}

	/** What the upper rows of the canvas of clips show, as a number. */
	function shown() {
		const canvas = paper().querySelector("canvas");
		const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, Math.min(260, canvas.height));
		let sum = 0;
		for (let i = 0; i < data.length; i += 4) sum = (Math.imul(sum, 31) + data[i] + data[i + 1] * 3 + data[i + 2] * 7) | 0;
		return sum;
	}

	/** After all that the edit has set off in the page, and after the frame with it was handed to the screen. */
	const settled = () => new Promise((go) => {
		const channel = new MessageChannel();
		channel.port1.onmessage = go;
		channel.port2.postMessage(0);
	});

	return {
		scroll: (count) => frames(count, (i) => wheel(i % 120 < 60 ? 37 : -37, 0, false)),
		zoom: (count) => frames(count, (i) => wheel(0, i % 60 < 30 ? -16 : 16, true)),
		/** Everything in sight, drawn anew in every frame. */
		fit: (count) => frames(count, (i) => wheel(0, i % 2 ? -0.4 : 0.4, true)),
		/** Milliseconds from the navigation until all clips are there and drawn. */
		async opened(count) {
			while (Number(document.querySelector(".legend .n")?.textContent ?? 0) !== count) await frame();
			await frame();
			return performance.now();
		},
		/**
		 * From a key to the frame with the changed picture, in milliseconds, many times: a key that comes while a
		 * frame is made is drawn in it. The picture is read back long before and after, never meanwhile.
		 */
		async edits(count) {
			const times = [];
			let same = 0;
			for (let i = 0; i < count; i++) {
				const picture = shown();
				await new Promise((go) => setTimeout(go, 90));
				await frame();
				const before = performance.now();
				window.dispatchEvent(new KeyboardEvent("keydown", { key: "m", bubbles: true, cancelable: true }));
				await settled();
				times.push(performance.now() - before);
				if (shown() === picture) same++;
			}
			return { value: quantile(times, 0.95), p50: quantile(times, 0.5), same };
		},
	};
})();
