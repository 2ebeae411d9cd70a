/** Keys as words: which press a command answers to, and how the key is written for a person. */

interface Press {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	shiftKey: boolean;
	altKey: boolean;
	code?: string;
}

/** A press as a word in the form of `Command.keys`. */
export function pressed(event: Press): string {
	const mods = [];
	if (event.ctrlKey || event.metaKey) mods.push("Mod");
	if (event.altKey) mods.push("Alt");
	// A sign such as "?" or "+" is the same sign however it is typed.
	const sign = event.key.length === 1 && !/[a-z0-9 ]/i.test(event.key);
	if (event.shiftKey && !sign) mods.push("Shift");
	const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
	return [...mods, key].join("+");
}

const SIGNS: Record<string, string> = {
	ArrowLeft: "←",
	ArrowRight: "→",
	ArrowUp: "↑",
	ArrowDown: "↓",
	Delete: "Del",
	Backspace: "⌫",
	Escape: "Esc",
};

/** A key as it is written beside its command: "Ctrl Shift Z". */
export function spelled(key: string, mac = onMac()): string {
	const parts =
		key === "+" ? ["+"] : key.endsWith("++") ? [...key.slice(0, -2).split("+"), "+"] : key.split("+");
	return parts
		.map((part) => {
			if (part === "Mod") return mac ? "⌘" : "Ctrl";
			if (part === "Alt" && mac) return "⌥";
			return SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part);
		})
		.join(" ");
}

function onMac(): boolean {
	return typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform ?? "");
}

/**
 * Whether a press is meant for the thing that has the focus: typing, a slider, a button that was reached by keyboard.
 * `clicked` is the button that was last clicked: it has the focus too, but the space bar goes on playing.
 */
export function taken(event: KeyboardEvent, clicked: Element | null = null): boolean {
	const target = event.target as HTMLElement | null;
	if (!target?.matches) return false;
	if (target.closest("dialog, [role=menu]")) return true;
	if (target.matches("input[type=range]")) return /^(Arrow|Home|End|Page)/.test(event.key);
	if (target.matches("input, textarea, select, [contenteditable=true]")) return true;
	const pressed_by_key = event.key === "Enter" || (event.key === " " && target !== clicked);
	return pressed_by_key && target.matches("button, a, summary, [role=option]");
}
