/** The line that says whether what was done is kept. */
import type { Connection } from "../document/provider";
import { plural } from "../look/format";
import type { IconName } from "../look/icons";
import { comments, edits, type Role } from "./roles";

export interface Keeping {
	text: string;
	icon?: IconName;
}

export function keeping(connection: Connection, role: Role, now_ms: number): Keeping {
	const { state, ready, unconfirmed, saved_at_ms, rejected } = connection;
	if (state === "refused") return { text: "Not connected", icon: "warn" };
	if (rejected) return { text: `${plural(Math.max(1, unconfirmed), "change")} not taken`, icon: "warn" };
	if (!edits(role)) {
		const may = comments(role) ? "You can listen and comment" : "You are listening: read only";
		return { text: state === "online" ? may : "Offline", icon: "lock" };
	}
	if (!ready) return { text: "Opening" };
	if (state !== "online") {
		if (!unconfirmed) return { text: "Offline. Editing goes on", icon: "warn" };
		return { text: `Offline. ${plural(unconfirmed, "change")} kept`, icon: "warn" };
	}
	if (unconfirmed) return { text: `Saving ${plural(unconfirmed, "change")}` };
	const seconds = Math.floor((now_ms - (saved_at_ms ?? now_ms)) / 1000);
	if (seconds < 2) return { text: "Saved" };
	if (seconds < 60) return { text: `Saved ${seconds}\u202fs ago` };
	return { text: `Saved ${Math.floor(seconds / 60)}\u202fmin ago` };
}
