/** What this person has done, by name: undo and redo, one step a gesture, honest when another's edit stands in the way. */
import * as Y from "yjs";
import type { Arrangement } from "./arrangement";
import { BY_HAND } from "./edits";
import { type Overwritten, overwritten, type Written, writtenBy } from "./overwrites";
import { KINDS } from "./records";

export interface Step {
	title: string;
	/** Milliseconds since 1970. */
	at_ms: number;
}

export interface Undone {
	title: string;
	/** False: others have changed the same things since, so nothing was put back. */
	done: boolean;
	/** The names of those who changed them, where they are known. */
	by: string[];
	/** What was not put back, because others have changed it since. */
	lost: Overwritten[];
}

interface Item {
	meta: Map<unknown, unknown>;
}

interface StackEvent {
	stackItem: Item;
	changedParentTypes: ReadonlyMap<{ _item: Y.Item | null }, readonly unknown[]>;
}

const STEP = "step";
const WRITTEN = "written";

export class History {
	private readonly manager: Y.UndoManager;
	private readonly listeners = new Set<() => void>();
	private title = "Edit";
	private gesture = false;
	/** Is told of each gesture: when it begins, and when it ends, while what is done still belongs to it. */
	partner: { begin(): void; end(): void } | null = null;

	/** `nameOf` tells who is behind a Yjs client id. */
	constructor(
		private readonly arrangement: Arrangement,
		private readonly nameOf: (client: number) => string | undefined = () => undefined,
	) {
		const { doc } = arrangement;
		const scope = [...KINDS, "master"].map((name) => doc.getMap(name));
		this.manager = new Y.UndoManager(scope, { trackedOrigins: new Set([BY_HAND]), captureTimeout: 0 });
		this.manager.on("stack-item-added", (event) => this.name(event));
		this.manager.on("stack-item-updated", (event) => this.name(event));
		for (const event of ["stack-item-popped", "stack-cleared"] as const)
			this.manager.on(event, () => this.tell());
	}

	/** Do something as one named step. */
	step<T>(title: string, run: () => T): T {
		const before = this.title;
		this.title = title;
		try {
			return run();
		} finally {
			this.title = before;
		}
	}

	/** From here until `endGesture`, all that is done belongs to one step (a slider that is being dragged). */
	beginGesture(title: string): void {
		this.endGesture();
		this.title = title;
		this.gesture = true;
		this.partner?.begin();
	}

	endGesture(): void {
		if (!this.gesture) return;
		this.partner?.end();
		this.gesture = false;
		this.title = "Edit";
		this.manager.captureTimeout = 0;
		this.manager.stopCapturing();
	}

	get steps(): Step[] {
		return this.manager.undoStack.map(stepOf);
	}

	get undone(): Step[] {
		return this.manager.redoStack.map(stepOf).reverse();
	}

	undo(): Undone | null {
		this.endGesture();
		return this.take(this.manager.undoStack, () => this.manager.undo());
	}

	redo(): Undone | null {
		this.endGesture();
		return this.take(this.manager.redoStack, () => this.manager.redo());
	}

	/** Forget all steps: what is there now is what one came to. */
	clear(): void {
		this.manager.clear();
	}

	onChange(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	destroy(): void {
		this.manager.destroy();
		this.listeners.clear();
	}

	/** Yjs goes on to the next step when one has nothing left to undo. A person asked for this one, and no other. */
	private take(stack: Item[], run: () => unknown): Undone | null {
		const item = stack.at(-1);
		if (!item) return null;
		const others = stack.splice(0, stack.length - 1);
		const title = stepOf(item).title;
		const lost = overwritten(this.arrangement, (item.meta.get(WRITTEN) as Written[] | undefined) ?? []);
		this.title = title;
		const done = run() !== null;
		this.title = "Edit";
		stack.unshift(...others);
		this.tell();
		return { title, done, by: this.authors(lost), lost };
	}

	/** Who has written over it, where that is known: who deleted something is not written in the document. */
	private authors(lost: readonly Overwritten[]): string[] {
		const names = lost.map(({ client }) => (client === null ? undefined : this.nameOf(client)));
		return [...new Set(names.filter((name) => name !== undefined))];
	}

	private name(event: StackEvent): void {
		const { meta } = event.stackItem;
		if (!meta.has(STEP)) meta.set(STEP, { title: this.title, at_ms: Date.now() } satisfies Step);
		const before = (meta.get(WRITTEN) as Written[] | undefined) ?? [];
		meta.set(WRITTEN, joined(before, writtenBy(event.changedParentTypes)));
		if (this.gesture) this.manager.captureTimeout = Number.POSITIVE_INFINITY;
		this.tell();
	}

	private tell(): void {
		for (const listener of this.listeners) listener();
	}
}

/** Of a value that a gesture wrote again and again: what stood before the first, and the last item. */
function joined(before: readonly Written[], after: readonly Written[]): Written[] {
	if (!before.length) return [...after];
	const found = new Map(before.map((one) => [`${one.path} ${one.key}`, one]));
	for (const one of after) {
		const known = found.get(`${one.path} ${one.key}`);
		found.set(`${one.path} ${one.key}`, known ? { ...one, before: known.before } : one);
	}
	return [...found.values()];
}

function stepOf(item: Item): Step {
	return (item.meta.get(STEP) as Step | undefined) ?? { title: "Edit", at_ms: 0 };
}
