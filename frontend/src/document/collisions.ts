/** What others do to the very clips that one is holding in a drag: seen at once, not only after the drop. */
import type { Arrangement } from "./arrangement";
import type { PlacedClip } from "./records";

/** What a drag changes; another's fade or gain merges with it and collides with nothing. */
const PLACE = ["track", "start_seconds", "duration_seconds", "offset_seconds", "height"] as const;

export interface Collision {
	clip: PlacedClip;
	/** Where the other has put it; null when it was removed. */
	now: PlacedClip | null;
	/** Who; undefined where the document does not tell (a removal), or the name is not known. */
	by: string | undefined;
}

export class Held {
	private before = new Map<string, PlacedClip>();

	constructor(
		private readonly arrangement: Arrangement,
		private readonly nameOf: (client: number) => string | undefined,
	) {}

	/** These clips are being held, as they are now; none when they are let go. */
	hold(ids: ReadonlySet<string>): void {
		for (const id of this.before.keys()) if (!ids.has(id)) this.before.delete(id);
		for (const id of ids) {
			const clip = this.arrangement.clips.get(id);
			if (clip && !this.before.has(id)) this.before.set(id, clip);
		}
	}

	/** Which of the held clips an edit of others has put elsewhere or removed; each is told once. */
	struck(ids: Iterable<string>): Collision[] {
		const found: Collision[] = [];
		for (const id of ids) {
			const clip = this.before.get(id);
			if (!clip) continue;
			const now = this.arrangement.clips.get(id) ?? null;
			const field = now && PLACE.find((name) => now[name] !== clip[name]);
			if (now && !field) continue;
			const item = field ? this.arrangement.root("clips").get(id)?._map.get(field) : undefined;
			found.push({ clip, now, by: item ? this.nameOf(item.id.client) : undefined });
			if (now) this.before.set(id, now);
			else this.before.delete(id);
		}
		return found;
	}
}
