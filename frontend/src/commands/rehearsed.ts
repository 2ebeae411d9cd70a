/** For `scripts/rehearse.mjs`: what comes of a sequence of commands, as other programs can read it. */
import * as Y from "yjs";
import type { Arrangement } from "../document/arrangement";
import { add, transact } from "../document/edits";
import { KINDS, MASTER_ID } from "../document/records";
import { build, TEMPLATES } from "../document/templates";
import { ACTIONS, rehearse, SAMPLE_SECONDS, type Step } from "./rehearsal";
import { benchOf } from "./testing";
import { Workbench } from "./workbench.svelte";

export { ACTIONS };

/** A desk with nothing on it, whose making cannot be undone. */
export function deskOf(): Workbench {
	const bench = benchOf(Workbench, SAMPLE_SECONDS);
	transact(bench.arrangement, () => {
		add(bench.arrangement, "tracks", { name: "Mix", role: "master" }, MASTER_ID);
	});
	const [template] = TEMPLATES;
	if (template) build(bench.arrangement, template);
	bench.history.clear();
	return bench;
}

export function plainOf({ doc }: Arrangement): Record<string, unknown> {
	return Object.fromEntries([...KINDS, "master"].map((name) => [name, doc.getMap(name).toJSON()]));
}

export function rehearsed({ steps }: { steps: Step[] }): Record<string, unknown> {
	const bench = deskOf();
	const before = plainOf(bench.arrangement);
	rehearse(bench, steps);
	const document = plainOf(bench.arrangement);
	const update = Buffer.from(Y.encodeStateAsUpdate(bench.arrangement.doc)).toString("base64");
	while (bench.history.undo());
	const undone = plainOf(bench.arrangement);
	bench.destroy();
	return { before, document, update, undone };
}
