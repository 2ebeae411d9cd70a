import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sample } from "../api/types";
import { counts, isWhole, narrow, switched, WHOLE } from "./facets";

const sample = (part: Partial<Sample>) =>
	({ category: "mine", origin: "recorded", tags: [], mine: true, is_public: false, ...part }) as Sample;

const SAMPLES = [
	sample({ id: "a", tags: ["kitchen", "night"] }),
	sample({ id: "b", category: "users", origin: "external", mine: false, is_public: true, tags: ["kitchen"] }),
	sample({ id: "c", category: "wavenet", origin: "generated" }),
	sample({ id: "d", category: "users", origin: "external", mine: false }),
];
const ids = (samples: Sample[]) => samples.map((each) => each.id).join("");

test("nothing chosen narrows nothing", () => {
	expect(ids(narrow(SAMPLES, WHOLE))).toBe("abcd");
	expect(isWhole(WHOLE)).toBe(true);
});

test("values of one facet add, facets narrow each other", () => {
	let by = switched(WHOLE, "category", "mine");
	expect(ids(narrow(SAMPLES, by))).toBe("a");
	by = switched(by, "category", "users");
	expect(ids(narrow(SAMPLES, by))).toBe("abd");
	by = switched(by, "tag", "kitchen");
	expect(ids(narrow(SAMPLES, by))).toBe("ab");
	by = switched(by, "audience", "everyone");
	expect(ids(narrow(SAMPLES, by))).toBe("b");
});

test("another person's private sample is heard through a project", () => {
	expect(ids(narrow(SAMPLES, switched(WHOLE, "audience", "project")))).toBe("d");
});

test("a facet's counts leave its own choice out", () => {
	const by = switched(switched(WHOLE, "category", "users"), "tag", "kitchen");
	expect(Object.fromEntries(counts(SAMPLES, by, "category"))).toEqual({ mine: 1, users: 1 });
	expect(Object.fromEntries(counts(SAMPLES, by, "tag"))).toEqual({ kitchen: 1 });
});

test("a count tells how many are left when that value alone is chosen", () => {
	const any = fc.record({
		category: fc.constantFrom("mine", "users", "wavenet" as const),
		tags: fc.uniqueArray(fc.constantFrom("a", "b", "c")),
	});
	fc.assert(
		fc.property(fc.array(any), (parts) => {
			const samples = parts.map((part) => sample(part as Partial<Sample>));
			for (const [value, count] of counts(samples, WHOLE, "tag")) {
				expect(narrow(samples, switched(WHOLE, "tag", value)).length).toBe(count);
			}
		}),
	);
});

test("switching twice changes nothing", () => {
	expect(isWhole(switched(switched(WHOLE, "origin", "recorded"), "origin", "recorded"))).toBe(true);
});
