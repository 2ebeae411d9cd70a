// Where a person goes after signing in: the page they came for, never another site.

const SITE = "http://site.invalid";

export function destination(next: string | null): string {
	if (!next?.startsWith("/") || !URL.canParse(next, SITE)) return "/library";
	// Read as a browser reads it: "//elsewhere" and "/\elsewhere" are other hosts.
	const target = new URL(next, SITE);
	return target.origin === SITE ? target.pathname + target.search + target.hash : "/library";
}
