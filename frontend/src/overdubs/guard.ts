/** While something is recorded: the screen stays on, a page that is closed asks first, and what is heard is kept. */
export function guard(flush: () => void): () => void {
	const ask = (event: BeforeUnloadEvent) => event.preventDefault();
	window.addEventListener("beforeunload", ask);
	window.addEventListener("pagehide", flush);
	// Not allowed, or the battery is low: recording goes on while the screen does.
	const awake = navigator.wakeLock?.request("screen").catch(() => null);
	return () => {
		window.removeEventListener("beforeunload", ask);
		window.removeEventListener("pagehide", flush);
		void awake?.then((lock) => lock?.release().catch(() => {}));
	};
}
