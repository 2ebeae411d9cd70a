// Who can hear a thing, in words and as an icon.
import type { Shareable } from "../api/types";
import type { IconName } from "../look/icons";

export type Audience = "me" | "project" | "everyone";

export const AUDIENCES: Record<Audience, { title: string; icon: IconName }> = {
	me: { title: "Only me", icon: "lock" },
	project: { title: "A project", icon: "people" },
	everyone: { title: "Everyone", icon: "globe" },
};

/** Another person's private thing can only be seen through a project that both belong to. */
export function audience(thing: Pick<Shareable, "is_public" | "mine">): Audience {
	if (thing.is_public) return "everyone";
	return thing.mine ? "me" : "project";
}

export function visibility(thing: Pick<Shareable, "is_public" | "mine">): { title: string; icon: IconName } {
	return AUDIENCES[audience(thing)];
}
