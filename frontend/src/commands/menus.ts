/** Menus made of commands: their titles, keys and whether they can be done now. */
import type { MenuItem } from "../look/menu";
import { enabled } from "./command";
import { spelled } from "./keys";
import { command, run } from "./registry";
import { shortcuts } from "./shortcuts.svelte";
import type { Workbench } from "./workbench.svelte";

/** The commands as items; "|" draws a line above the next one. `before` runs first. */
export function itemsOf(
	bench: Workbench,
	ids: readonly string[],
	more: Partial<MenuItem> = {},
	before: () => void = () => {},
): MenuItem[] {
	const items: MenuItem[] = [];
	let separated = false;
	for (const id of ids) {
		if (id === "|") {
			separated = true;
			continue;
		}
		const found = command(id);
		const key = shortcuts.of(found)[0];
		items.push({
			title: found.title,
			disabled: !enabled(found, bench),
			key: key ? spelled(key) : undefined,
			checked: found.checked?.(bench),
			separated,
			run: () => {
				before();
				run(id, bench);
			},
			...more,
		});
		separated = false;
	}
	return items;
}
