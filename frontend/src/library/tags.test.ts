import { expect, test } from "vitest";
import { withTags } from "./tags";

test("commas separate, spaces are cleaned, nothing is added twice", () => {
	expect(withTags(["kitchen"], " night ,  window   open,,Kitchen, night")).toEqual([
		"kitchen",
		"night",
		"window open",
	]);
});

test("an empty line adds nothing, a long one is cut as the server would", () => {
	expect(withTags(["a"], "  ")).toEqual(["a"]);
	expect(withTags([], "x".repeat(80))[0]).toHaveLength(60);
});
