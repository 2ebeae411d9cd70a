import { describe, expect, it, vi } from "vitest";
import type { Alike } from "../api/types";
import { figure, kin, LEAST, spoken } from "./alike";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

const of = (likeness: number) => ({ id: String(likeness), likeness }) as Alike;

describe("likeness", () => {
	it("is set without its zero", () => {
		expect([0.91, 0.9, 0.354, 1, 0.996, 0].map(figure)).toEqual([".91", ".90", ".35", "1.0", "1.0", ".00"]);
	});

	it("is said as a share", () => {
		expect(spoken(0.91)).toBe("91\u202f% alike");
		expect(spoken(0.29)).toBe("29\u202f% alike");
	});

	it("counts from where sounds have something in common", () => {
		expect(kin([of(0.9), of(LEAST), of(LEAST - 0.01), of(0)]).map((one) => one.likeness)).toEqual([
			0.9,
			LEAST,
		]);
		expect(kin([])).toEqual([]);
	});
});
