import { beforeEach, describe, expect, it, vi } from "vitest";
import { matching } from "./matching";
import { COMMANDS } from "./registry";
import { PRESETS, shortcuts } from "./shortcuts.svelte";

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

beforeEach(() => shortcuts.choose("own"));

const named = (id: string) => {
	const found = COMMANDS.find((command) => command.id === id);
	if (!found) throw new Error(id);
	return found;
};

describe("shortcuts", () => {
	it.each(PRESETS.map((preset) => [preset.title, preset.id]))("of %s mean one command each", (_, id) => {
		shortcuts.choose(id);
		const keys = COMMANDS.flatMap((command) => shortcuts.of(command));
		expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
	});

	it("name commands that there are", () => {
		for (const preset of PRESETS) for (const id of Object.keys(preset.keys)) expect(named(id)).toBeTruthy();
	});

	it("can be changed: the key is taken from whatever had it", () => {
		shortcuts.set(named("split"), "m", COMMANDS);
		expect(shortcuts.of(named("split"))).toEqual(["m"]);
		expect(shortcuts.of(named("mute"))).toEqual([]);
		shortcuts.set(named("split"), null, COMMANDS);
		expect(shortcuts.of(named("split"))).toEqual([]);
		shortcuts.reset();
		expect(shortcuts.of(named("mute"))).toEqual(["m"]);
	});
});

describe("the palette", () => {
	it("finds commands by beginnings of their words, what was used last first", () => {
		expect(matching(COMMANDS, "ran pan")[0]?.id).toBe("randomise-pan");
		expect(matching(COMMANDS, "add free")[0]?.id).toBe("add-free-track");
		expect(matching(COMMANDS, "nothing of the kind")).toEqual([]);
		expect(matching(COMMANDS, "", ["split"])[0]?.id).toBe("split");
	});
});
