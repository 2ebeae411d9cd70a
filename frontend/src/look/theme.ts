// Light or dark: the person's choice, kept on this device; "auto" follows the system.

export type Theme = "light" | "dark" | "auto";

const KEY = "overhear.theme";
const system = () => window.matchMedia("(prefers-color-scheme: dark)");
const handlers = new Set<() => void>();

export function chosenTheme(): Theme {
	const kept = localStorage.getItem(KEY);
	return kept === "light" || kept === "dark" ? kept : "auto";
}

export function chooseTheme(theme: Theme): void {
	if (theme === "auto") localStorage.removeItem(KEY);
	else localStorage.setItem(KEY, theme);
	show();
}

/** Called after every change of the colours, so that canvases draw again. Returns how to stop. */
export function onThemeChange(handler: () => void): () => void {
	handlers.add(handler);
	return () => handlers.delete(handler);
}

/** Show the theme now, and follow the system and the other tabs from here on. */
export function startTheme(): void {
	system().addEventListener("change", show);
	window.addEventListener("storage", (event) => {
		if (event.key === KEY) show();
	});
	show();
}

function show(): void {
	const theme = chosenTheme();
	const dark = theme === "dark" || (theme === "auto" && system().matches);
	document.documentElement.dataset.theme = dark ? "dark" : "light";
	for (const handler of handlers) handler();
}
