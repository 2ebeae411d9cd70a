// Samples that sound like one: fetched from the server, and the figure of how alike they are.
import { api } from "../api/client";
import type { Alike } from "../api/types";

/** Below it two sounds have too little in common to be shown as alike. */
export const LEAST = 0.35;

/** What sounds like a sample, the most similar first. */
export async function soundsLike(id: string): Promise<Alike[]> {
	return kin(await api.get<Alike[]>(`/api/samples/${id}/alike`));
}

export function kin(found: readonly Alike[]): Alike[] {
	return found.filter(({ likeness }) => likeness >= LEAST);
}

/** As it is set beside a sound: .91, and 1.0 for what is the same. */
export function figure(likeness: number): string {
	const text = likeness.toFixed(2);
	return text === "1.00" ? "1.0" : text.replace(/^0/, "");
}

/** The same for those who hear the page: "91 % alike". */
export function spoken(likeness: number): string {
	return `${Math.round(100 * likeness)}\u202f% alike`;
}
