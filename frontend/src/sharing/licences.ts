// The licences that a thing can be published under, as the server tells them.
import { api } from "../api/client";
import type { Licence, LicenceKind } from "../api/types";

export type SharedKind = "samples" | "wavenets" | "renders";

/** What a kind of thing is called in a sentence. */
export const NOUNS: Record<SharedKind, string> = { samples: "sample", wavenets: "model", renders: "render" };

const TITLES: Record<Exclude<Licence, "">, string> = {
	"CC0-1.0": "CC0 1.0",
	"CC-BY-4.0": "CC BY 4.0",
	"CC-BY-SA-4.0": "CC BY-SA 4.0",
	"CC-BY-NC-4.0": "CC BY-NC 4.0",
	"CC-BY-NC-SA-4.0": "CC BY-NC-SA 4.0",
};

/** The short name of a licence, for a badge. */
export function licenceTitle(licence: Licence): string {
	return licence === "" ? "" : (TITLES[licence] ?? licence);
}

let catalogue: Promise<LicenceKind[]> | null = null;

/** What each licence lets others do, fetched once. */
export function loadLicences(): Promise<LicenceKind[]> {
	catalogue ??= api.get<LicenceKind[]>("/api/catalogue/licences");
	catalogue.catch(() => {
		catalogue = null;
	});
	return catalogue;
}
