// Requests to the server: JSON in, JSON out, and one sentence when it refuses.
import { go, route } from "../app/router.svelte";

type Query = Record<string, string | number | boolean | null | undefined>;

export class ApiError extends Error {
	readonly status: number; // 0: the server could not be reached
	readonly detail: string;
	readonly fields: Record<string, string>;

	constructor(status: number, detail: string, fields: Record<string, string> = {}) {
		super(detail);
		this.name = "ApiError";
		this.status = status;
		this.detail = detail;
		this.fields = fields;
	}
}

/** The sentence to show for whatever was thrown. */
export function sentence(error: unknown): string {
	if (error instanceof ApiError) return error.detail;
	return error instanceof Error ? error.message : String(error);
}

/** Django's token against forged requests, from its cookie. */
export function csrfToken(): string {
	return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

export const api = {
	get: <T>(path: string, query?: Query) => request<T>("GET", withQuery(path, query)),
	post: <T>(path: string, body?: unknown) => request<T>("POST", path, body),
	put: <T>(path: string, body?: unknown) => request<T>("PUT", path, body),
	patch: <T>(path: string, body?: unknown) => request<T>("PATCH", path, body),
	delete: <T = void>(path: string) => request<T>("DELETE", path),
};

export function withQuery(path: string, query: Query = {}): string {
	const words = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined && value !== null && value !== "") words.set(name, String(value));
	}
	const text = words.toString();
	return text ? `${path}?${text}` : path;
}

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
	let response: Response;
	try {
		// Whoever is faster than the page's first question has no token yet.
		if (method !== "GET" && !csrfToken()) await send("GET", "/api/account");
		const token = csrfToken();
		response = await send(method, path, body);
		// Another answer may have brought a new token while this was on its way.
		if (response.status === 403 && method !== "GET" && csrfToken() !== token)
			response = await send(method, path, body);
	} catch {
		throw new ApiError(0, "The studio cannot be reached. Check the connection and try again.");
	}
	if (!response.ok) throw await refusal(response);
	return (response.status === 204 ? undefined : await response.json()) as T;
}

function send(method: string, path: string, body?: unknown): Promise<Response> {
	const headers: Record<string, string> = { Accept: "application/json" };
	if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
	if (body !== undefined) headers["Content-Type"] = "application/json";
	return fetch(path, {
		method,
		headers,
		body: body === undefined ? undefined : JSON.stringify(body),
		credentials: "same-origin",
	});
}

async function refusal(response: Response): Promise<ApiError> {
	if (response.status === 401) askToSignIn();
	const said = await response.json().catch(() => ({}));
	const detail = typeof said.detail === "string" ? said.detail : plainly(response.status);
	return new ApiError(response.status, detail, said.fields);
}

function plainly(status: number): string {
	if (status === 404) return "This does not exist, or it is not shared with you.";
	if (status === 413) return "This is larger than the studio accepts.";
	if (status === 429) return "That was too often in a short time. Wait a minute and try again.";
	return `The studio could not do this (${status}). Nothing was changed; try again in a moment.`;
}

function askToSignIn(): void {
	if (route.path === "/sign-in" || route.path === "/sign-up") return;
	const here = window.location.pathname + window.location.search;
	go(withQuery("/sign-in", { next: here }), { replace: true });
}
