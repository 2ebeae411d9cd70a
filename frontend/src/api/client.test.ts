import { afterEach, beforeEach, expect, test, vi } from "vitest";

vi.mock("../app/router.svelte", () => ({ route: { path: "/" }, go: () => {} }));
const { api } = await import("./client");

/** A server that gives a token with its first answer, and takes no other. */
let asked: string[] = [];
let token = "one";
const page = { cookie: "" };

beforeEach(() => {
	asked = [];
	token = "one";
	page.cookie = "";
	vi.stubGlobal("document", page);
	vi.stubGlobal(
		"fetch",
		async (path: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
			asked.push(`${method} ${path}`);
			const right = method === "GET" || headers["X-CSRFToken"] === token;
			page.cookie = `csrftoken=${token}`;
			return new Response(JSON.stringify(right ? {} : { detail: "Stale." }), { status: right ? 200 : 403 });
		},
	);
});
afterEach(() => vi.unstubAllGlobals());

test("whoever is faster than the page's first question asks for the token first", async () => {
	await api.post("/api/account/sign-up", {});
	expect(asked).toEqual(["GET /api/account", "POST /api/account/sign-up"]);
});

test("a token that has changed meanwhile is sent once more, and one that has not is refused", async () => {
	page.cookie = "csrftoken=old";
	await api.post("/a", {});
	expect(asked).toEqual(["POST /a", "POST /a"]);
	vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ detail: "No." }), { status: 403 }));
	await expect(api.post("/a", {})).rejects.toThrow("No.");
});
