/** Which keys a person uses: the commands' own, a preset of another program, and what they have changed. */
import type { Command } from "./command";

export interface Preset {
	id: string;
	title: string;
	/** Keys by the command's id; commands that are not named keep their own. */
	keys: Readonly<Record<string, readonly string[]>>;
}

export const PRESETS: readonly Preset[] = [
	{ id: "own", title: "Overhear", keys: {} },
	{
		id: "reaper",
		title: "Like REAPER",
		keys: {
			play: ["Space"],
			"to-start": ["Home", "w"],
			loop: ["r"],
			record: ["Mod+r"],
			"arm-track": ["F7"],
			reverse: ["Alt+Shift+r"],
			split: ["s"],
			join: ["Mod+j"],
			duplicate: ["Mod+d", "d"],
			"add-track": ["Mod+t"],
			"add-marker": ["m"],
			mute: ["Alt+m"],
			"add-region": ["Shift+r"],
			"randomise-pan": ["Alt+Shift+p"],
			ripple: ["Alt+p"],
			snap: ["Alt+s"],
			envelopes: ["v"],
			"group-tracks": ["Mod+Alt+g"],
			"zoom-in": ["+", "="],
			"zoom-out": ["-"],
			"gain-louder": ["Shift+ArrowUp"],
			"gain-softer": ["Shift+ArrowDown"],
			"zoom-fit": ["Mod+PageDown"],
			"next-place": ["]"],
			"previous-place": ["["],
			"trim-start": ["Alt+["],
			"trim-end": ["Alt+]"],
			"loop-start": ["Mod+["],
			"loop-end": ["Mod+]"],
			"pitch-up": ["Shift+9"],
			"pitch-down": ["Shift+7"],
			"fade-in": ["Shift+i"],
			"fade-out": ["Shift+o"],
			spread: ["Mod+l"],
			palette: ["Mod+k", "?"],
			keys: ["F1"],
		},
	},
];

const KEY = "overhear-keys";

interface Kept {
	preset: string;
	own: Record<string, string[]>;
}

function read(): Kept {
	try {
		const found = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>;
		return { preset: found.preset ?? "own", own: found.own ?? {} };
	} catch {
		return { preset: "own", own: {} };
	}
}

class Shortcuts {
	private kept = $state.raw<Kept>(read());

	get preset(): string {
		return this.kept.preset;
	}

	/** Whether a person has changed any key themselves. */
	get changed(): boolean {
		return Object.keys(this.kept.own).length > 0;
	}

	/** The keys that a command answers to. */
	of(command: Pick<Command, "id" | "keys">): readonly string[] {
		return this.kept.own[command.id] ?? this.presetKeys(command);
	}

	choose(preset: string): void {
		this.keep({ preset, own: {} });
	}

	/** Give a command a key, which no other one has from then on. */
	set(command: Pick<Command, "id" | "keys">, key: string | null, all: readonly Command[]): void {
		const own = { ...this.kept.own };
		if (key)
			for (const other of all)
				if (other.id !== command.id && this.of(other).includes(key))
					own[other.id] = this.of(other).filter((each) => each !== key);
		own[command.id] = key ? [key] : [];
		this.keep({ ...this.kept, own });
	}

	/** As the preset has it. */
	reset(): void {
		this.keep({ ...this.kept, own: {} });
	}

	/** A key that the preset gives to one command is taken from all that it does not name. */
	private presetKeys(command: Pick<Command, "id" | "keys">): readonly string[] {
		const keys = PRESETS.find((preset) => preset.id === this.kept.preset)?.keys ?? {};
		const claimed = Object.values(keys).flat();
		return keys[command.id] ?? (command.keys ?? []).filter((key) => !claimed.includes(key));
	}

	private keep(kept: Kept): void {
		this.kept = kept;
		try {
			localStorage.setItem(KEY, JSON.stringify(kept));
		} catch {
			// Kept for this page only.
		}
	}
}

export const shortcuts = new Shortcuts();
