// Where the person is: the address as reactive state, and how to go elsewhere without loading the page again.

export interface Route {
	path: string;
	params: Record<string, string>; // the named parts of the path; the shell fills them in
	query: URLSearchParams;
}

export const route: Route = $state({
	path: window.location.pathname,
	params: {},
	query: new URLSearchParams(window.location.search),
});

type Guard = () => boolean;
const guards = new Set<Guard>();

/** Go to an address of the site. Going back returns to this one, unless it is replaced. */
export function go(address: string, options: { replace?: boolean } = {}): void {
	const target = new URL(address, window.location.href);
	const moved = target.pathname !== window.location.pathname;
	if (moved && !mayLeave()) return;
	if (options.replace) window.history.replaceState(null, "", target);
	else if (target.href !== window.location.href) window.history.pushState(null, "", target);
	read();
	if (moved) window.scrollTo(0, 0);
}

/** Ask before the page is left: the guard returns whether it may be. Returns how to stop. */
export function guardLeaving(guard: Guard): () => void {
	guards.add(guard);
	return () => guards.delete(guard);
}

/** Follow the browser's back and forward and the clicks on links of the site, from here on. */
export function startRouter(): void {
	window.addEventListener("popstate", read);
	window.addEventListener("beforeunload", (event) => {
		if (guards.size && ![...guards].every((guard) => guard())) event.preventDefault();
	});
	document.addEventListener("click", (event) => {
		const link = siteLink(event);
		if (!link) return;
		event.preventDefault();
		go(link.href);
	});
}

function mayLeave(): boolean {
	return [...guards].every((guard) => guard());
}

function read(): void {
	const { pathname, search } = window.location;
	if (route.path !== pathname) route.path = pathname;
	if (`?${route.query}` !== (search || "?")) route.query = new URLSearchParams(search);
}

const SERVED = /^\/(api|media|static|ws)\//;

function siteLink(event: MouseEvent): HTMLAnchorElement | null {
	if (event.defaultPrevented || event.button !== 0) return null;
	if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
	const link = (event.target as Element | null)?.closest?.("a");
	if (!link?.href || link.target || link.hasAttribute("download")) return null;
	if (link.origin !== window.location.origin || SERVED.test(link.pathname)) return null;
	if (link.hash && link.pathname === window.location.pathname) return null;
	return link;
}
