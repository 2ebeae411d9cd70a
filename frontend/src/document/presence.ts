/** Who else is here and what they hold: selections, pointers and drags, which pass by and are never stored. */
import type { Awareness } from "y-protocols/awareness";

/** A clip that somebody is moving, where it would land. */
export interface Ghost {
	clip: string;
	track: string;
	start_seconds: number;
	duration_seconds: number;
}

export interface Pointer {
	seconds: number;
	track: string | null;
	/** How far down in the track, 0 to 1. */
	share: number;
}

export interface Presence {
	person: { id: string; name: string };
	selection: string[];
	pointer: Pointer | null;
	ghosts: Ghost[];
	/** What they are doing, in words: "moves 1 narrator, +1.40 s". */
	doing: string;
	/** What they see, for those who follow them. */
	view?: Sight;
	/** What they hear, for those who follow them or play together with them. */
	sound?: Sound;
}

export interface Sight {
	from_seconds: number;
	to_seconds: number;
	top: number;
}

export interface Sound {
	playing: boolean;
	position_seconds: number;
	/** Grows with every play, pause and jump of anybody: the latest counts. */
	turn: number;
	/** They play together with the others who do. */
	together: boolean;
}

/** Somebody else on the page; the same person in two windows is two. */
export interface Other extends Presence {
	client: number;
	/** Which line style is theirs. */
	line: "dashed" | "dotted" | "dash-dot";
}

const LINES = ["dashed", "dotted", "dash-dot"] as const;
/** So many selected clips are named to the others; beyond that a count is enough. */
const MOST_SELECTED = 500;

export class Company {
	private state: Presence;
	private waiting = false;
	private last_ms = 0;
	/** Who was behind a client, also after they have left: what they did stays theirs. */
	private readonly names = new Map<number, string>();

	constructor(
		private readonly awareness: Awareness,
		person: { id: string; name: string },
		private readonly every_ms = 50,
	) {
		this.state = { person, selection: [], pointer: null, ghosts: [], doing: "" };
		awareness.setLocalState(this.state);
		awareness.on("change", this.learn);
		this.learn();
	}

	private readonly learn = (): void => {
		for (const [client, state] of this.awareness.getStates())
			if (isPresence(state)) this.names.set(client, state.person.name);
	};

	/** Tell the others; many calls in a row go out as one. */
	show(change: Partial<Omit<Presence, "person">>): void {
		this.state = { ...this.state, ...change };
		if (this.state.selection.length > MOST_SELECTED)
			this.state.selection = this.state.selection.slice(0, MOST_SELECTED);
		if (this.waiting) return;
		this.waiting = true;
		const wait = Math.max(0, this.last_ms + this.every_ms - Date.now());
		setTimeout(() => {
			this.waiting = false;
			this.last_ms = Date.now();
			if (this.awareness.getLocalState() !== null) this.awareness.setLocalState(this.state);
		}, wait);
	}

	/** The others, in a stable order. */
	get others(): Other[] {
		const found: Other[] = [];
		const states = [...this.awareness.getStates()].sort(([a], [b]) => a - b);
		for (const [client, state] of states) {
			if (client === this.awareness.clientID || !isPresence(state)) continue;
			const line = LINES[found.length % LINES.length] ?? "dashed";
			found.push({ ...state, client, line });
		}
		return found;
	}

	nameOf(client: number): string | undefined {
		return this.names.get(client);
	}

	onChange(listener: () => void): () => void {
		this.awareness.on("change", listener);
		return () => this.awareness.off("change", listener);
	}
}

/** What others send is theirs to get wrong. */
function isPresence(state: unknown): state is Presence {
	const { person, selection, ghosts } = (state ?? {}) as Partial<Presence>;
	return typeof person?.name === "string" && Array.isArray(selection) && Array.isArray(ghosts);
}
