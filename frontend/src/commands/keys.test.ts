import { describe, expect, it, vi } from "vitest";
import { pressed, spelled } from "./keys";
import { COMMANDS } from "./registry";

const press = (
	key: string,
	mods: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {},
) => pressed({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...mods });

// There is no address bar here.
vi.mock("../app/router.svelte", () => ({ route: {}, go: () => {} }));

describe("keys", () => {
	it("are read as the commands write them", () => {
		expect(press(" ")).toBe("Space");
		expect(press("Z", { ctrlKey: true, shiftKey: true })).toBe("Mod+Shift+z");
		expect(press("z", { metaKey: true })).toBe("Mod+z");
		expect(press("ArrowLeft", { altKey: true })).toBe("Alt+ArrowLeft");
		expect(press("?", { shiftKey: true })).toBe("?");
		expect(press("+", { ctrlKey: true })).toBe("Mod++");
	});

	it("are spelled for people", () => {
		expect(spelled("Mod+Shift+z", false)).toBe("Ctrl Shift Z");
		expect(spelled("Mod+z", true)).toBe("⌘ Z");
		expect(spelled("Mod++", false)).toBe("Ctrl +");
		expect(spelled("Alt+ArrowLeft", false)).toBe("Alt ←");
	});
});

describe("the registry", () => {
	it("has no two commands of one id or one key", () => {
		const ids = COMMANDS.map((command) => command.id);
		const keys = COMMANDS.flatMap((command) => command.keys ?? []);
		expect(new Set(ids).size).toBe(ids.length);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it("says of each command what it is", () => {
		for (const command of COMMANDS) expect(command.title).toMatch(/^[A-Z].+[^.]$/);
	});
});
