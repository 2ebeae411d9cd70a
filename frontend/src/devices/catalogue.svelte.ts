/** The kinds of effects that the server has, fetched once. Devices are drawn from what they say of themselves. */
import { api } from "../api/client";
import type { EffectKind } from "../api/types";

class Catalogue {
	kinds = $state.raw<readonly EffectKind[]>([]);
	failed = $state(false);
	private asked = false;
	private readonly waiting = new Set<() => void>();

	load(): void {
		if (this.asked) return;
		this.asked = true;
		api.get<EffectKind[]>("/api/catalogue/effects").then(
			(kinds) => {
				this.kinds = kinds;
				this.failed = false;
				for (const tell of this.waiting) tell();
			},
			() => {
				this.asked = false;
				this.failed = true;
			},
		);
	}

	/** Call back each time when the kinds have come; the answer ends it. */
	onLoaded(tell: () => void): () => void {
		this.waiting.add(tell);
		return () => this.waiting.delete(tell);
	}

	kind(name: string): EffectKind | undefined {
		return this.kinds.find((kind) => kind.name === name);
	}
}

export const catalogue = new Catalogue();
