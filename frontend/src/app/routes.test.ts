import { expect, test } from "vitest";
import { find, match, ROOMS } from "./routes";

test("named parts are read and decoded", () => {
	expect(match("/models/:id/generate", "/models/7/generate")).toEqual({ id: "7" });
	expect(match("/join/:token", "/join/a%20b")).toEqual({ token: "a b" });
});

test("a longer, shorter, empty or broken path is another", () => {
	for (const path of ["/models", "/models/", "/models/7/x", "/models/%E0%A4%A"]) {
		expect(match("/models/:id", path)).toBe(null);
	}
});

test("a slash at the end changes nothing, except that it is the landing", () => {
	expect(find("/library/")?.room.pattern).toBe("/library");
	expect(find("/")?.room.pattern).toBe("/");
});

test("a fixed address goes before one with a named part", () => {
	expect(find("/models/new")?.room.pattern).toBe("/models/new");
	expect(find("/models/0b5c")?.room.pattern).toBe("/models/:id");
	expect(find("/nowhere")).toBe(null);
});

test("only the landing and the two account pages are open to strangers", () => {
	expect(ROOMS.filter((room) => room.open).map((room) => room.pattern)).toEqual([
		"/",
		"/sign-in",
		"/sign-up",
	]);
});
