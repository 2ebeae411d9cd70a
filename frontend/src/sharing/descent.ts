// What was made from a thing, as lines for a dialog: a few names, then how many more.
import type { Descendants, Named } from "../api/types";

const SHOWN = 3;

export function descent(found: Descendants): { title: string; names: string }[] {
	const lines: [string, Named[]][] = [
		["Models", found.wavenets],
		["Samples", found.samples],
		["Renders", found.renders],
		["Placed in", found.projects],
	];
	return lines
		.filter(([, things]) => things.length > 0)
		.map(([title, things]) => ({ title, names: names(things) }));
}

function names(things: Named[]): string {
	const shown = things.slice(0, SHOWN).map((thing) => `“${thing.name}”`);
	const more = things.length - SHOWN;
	return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
