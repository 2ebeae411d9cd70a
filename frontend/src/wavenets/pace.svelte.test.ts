import { describe, expect, it } from "vitest";
import { Pace } from "./pace.svelte";

class Drawer {
	kept = new Map<string, string>();
	getItem = (key: string) => this.kept.get(key) ?? null;
	setItem = (key: string, value: string) => void this.kept.set(key, value);
}
const grew = (done_seconds: number) => ({ done_seconds, total_seconds: 20 });

describe("the pace of generating", () => {
	it("is unknown until it was heard", () => {
		const pace = new Pace("w", new Drawer());
		expect(pace.estimate(20, 8)).toBeNull();
		pace.note("g", grew(2), 4, 100);
		expect(pace.estimate(20, 8)).toBeNull();
	});
	it("is measured from the growth and kept for the next visit", () => {
		const drawer = new Drawer();
		const pace = new Pace("w", drawer);
		pace.note("g", grew(2), 4, 100);
		pace.note("g", grew(12), 4, 110);
		expect(pace.estimate(20, 8)).toBeCloseTo(40);
		expect(new Pace("w", drawer).estimate(10, 4)).toBeCloseTo(10);
		expect(new Pace("another", drawer).estimate(10, 4)).toBeNull();
	});
	it("begins anew when a worker took the generation up again", () => {
		const pace = new Pace("w", new Drawer());
		pace.note("g", grew(10), 1, 100);
		pace.note("g", grew(1), 1, 200);
		pace.note("g", grew(3), 1, 202);
		expect(pace.estimate(5, 1)).toBeCloseTo(5);
	});
	it("ignores what is kept but no number", () => {
		const drawer = new Drawer();
		drawer.setItem("overhear.pace.w", "fast");
		expect(new Pace("w", drawer).estimate(1, 1)).toBeNull();
	});
});
