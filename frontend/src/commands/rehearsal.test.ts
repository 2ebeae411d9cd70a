import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Arrangement } from "../document/arrangement";
import { add, transact } from "../document/edits";
import { build, TEMPLATES } from "../document/templates";
import { everything } from "../document/testing";
import { faults } from "../document/testing-faults";
import { ACTIONS, rehearse, SAMPLE_SECONDS, type Step } from "./rehearsal";
import { benchOf, Silent } from "./testing";
import { Workbench } from "./workbench.svelte";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

beforeEach(() => {
	vi.stubGlobal("WebSocket", Silent);
	vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 0));
});
afterEach(() => vi.unstubAllGlobals());

const step: fc.Arbitrary<Step> = fc.record({
	what: fc.nat(ACTIONS.length - 1),
	some: fc.nat(3),
	of: fc.integer({ min: 1, max: 4 }),
	which: fc.nat(12),
	at_seconds: fc.double({ min: 0, max: 200, noNaN: true }),
	by: fc.double({ min: -1, max: 1, noNaN: true }),
});
/** Many clips to begin with, so that what follows has something to work on. */
const steps = fc.array(step, { minLength: 1, maxLength: 14 }).map((rest) => [...beginning, ...rest]);
const beginning: Step[] = [0, 1, 2, 3, 4, 5].map((i) => ({
	what: 0,
	some: 0,
	of: 1,
	which: i,
	at_seconds: i * 1.5,
	by: 0.1 + i / 8,
}));

function prepared(): Workbench {
	const bench = benchOf(Workbench, SAMPLE_SECONDS);
	transact(bench.arrangement, () => {
		add(bench.arrangement, "tracks", { name: "Mix", role: "master" }, "master");
	});
	const [template] = TEMPLATES;
	if (template) build(bench.arrangement, template);
	bench.history.clear();
	return bench;
}

describe("whatever is done, in whatever order,", { timeout: 120_000 }, () => {
	it("the document stays valid, and is the same when read anew", () => {
		fc.assert(
			fc.property(steps, (all) => {
				const bench = prepared();
				rehearse(bench, all);
				expect(faults(bench.arrangement)).toEqual([]);
				expect(everything(new Arrangement(bench.arrangement.doc))).toEqual(everything(bench.arrangement));
				bench.destroy();
			}),
			{ numRuns: 80 },
		);
	});

	it("undoing all of it restores what was there, and redoing brings it back", () => {
		fc.assert(
			fc.property(steps, (all) => {
				const bench = prepared();
				const before = everything(bench.arrangement);
				rehearse(bench, all);
				const after = everything(bench.arrangement);
				while (bench.history.undo()) expect(faults(bench.arrangement)).toEqual([]);
				expect(everything(bench.arrangement)).toEqual(before);
				while (bench.history.redo());
				expect(everything(bench.arrangement)).toEqual(after);
				bench.destroy();
			}),
			{ numRuns: 60 },
		);
	});

	it("each step is one step of the history", () => {
		fc.assert(
			fc.property(steps, (all) => {
				const bench = prepared();
				for (const each of all) {
					const before = bench.history.steps.length;
					rehearse(bench, [each]);
					expect(bench.history.steps.length - before).toBeLessThanOrEqual(1);
				}
				bench.destroy();
			}),
			{ numRuns: 30 },
		);
	});
});
