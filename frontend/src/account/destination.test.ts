import { expect, test } from "vitest";
import { destination } from "./destination";

test("the page that was asked for is where one goes", () => {
	expect(destination("/models/new?samples=a,b")).toBe("/models/new?samples=a,b");
});

test("other sites, however they are written, are not", () => {
	const hostile = [
		"https://elsewhere.example/",
		"//elsewhere.example/",
		"/\\elsewhere.example",
		"/\t/elsewhere.example",
		"javascript:alert(1)",
		"library",
		"",
		null,
	];
	for (const next of hostile) expect(destination(next)).toBe("/library");
});
