// The rooms of the site: which page answers which address. Pages are loaded when they are first visited.
import type { Component } from "svelte";

// biome-ignore lint/suspicious/noExplicitAny: every page has its own props, all of them the route's params
type Page = { default: Component<any> };

export interface Room {
	pattern: string;
	title: string;
	load: () => Promise<Page>;
	frame: "site" | "none"; // none: the page fills the window and has its own bar
	open: boolean; // whether it may be seen without signing in
}

const room = (pattern: string, title: string, load: Room["load"], more: Partial<Room> = {}): Room => ({
	pattern,
	title,
	load,
	frame: "site",
	open: false,
	...more,
});

export const ROOMS: readonly Room[] = [
	room("/", "Hear a network learn", () => import("../landing/Landing.svelte"), { open: true, frame: "none" }),
	room("/sign-in", "Sign in", () => import("../account/SignIn.svelte"), { open: true, frame: "none" }),
	room("/sign-up", "Make an account", () => import("../account/SignUp.svelte"), {
		open: true,
		frame: "none",
	}),
	room("/library", "Library", () => import("../library/Library.svelte")),
	room("/datasets", "Datasets", () => import("../datasets/Datasets.svelte")),
	room("/datasets/:id", "Dataset", () => import("../datasets/Dataset.svelte")),
	room("/library/:id/slice", "Slice", () => import("../slicer/Slicer.svelte")),
	room("/models", "Models", () => import("../wavenets/Models.svelte")),
	room("/models/new", "Train a model", () => import("../wavenets/Plan.svelte")),
	room("/models/compare", "Compare models", () => import("../wavenets/Compare.svelte")),
	room("/models/:id", "Model", () => import("../wavenets/Model.svelte")),
	room("/models/:id/generate", "Generate", () => import("../wavenets/TakeRoom.svelte")),
	room("/projects", "Projects", () => import("../projects/Projects.svelte")),
	room("/projects/:id", "Project", () => import("../projects/Editor.svelte"), { frame: "none" }),
	room("/renders", "Renders", () => import("../renders/Renders.svelte")),
	room("/renders/:id", "Render", () => import("../renders/RenderPage.svelte")),
	room("/join/:token", "Invitation", () => import("../projects/Join.svelte")),
];

export interface Found {
	room: Room;
	params: Record<string, string>;
}

/** The first room whose pattern the path answers to. */
export function find(path: string, rooms: readonly Room[] = ROOMS): Found | null {
	for (const room of rooms) {
		const params = match(room.pattern, path);
		if (params) return { room, params };
	}
	return null;
}

/** The named parts of a path, {} when there are none, null when the path is another. */
export function match(pattern: string, path: string): Record<string, string> | null {
	const wanted = pattern.split("/");
	const given = path.replace(/(.)\/$/, "$1").split("/");
	if (wanted.length !== given.length) return null;
	const params: Record<string, string> = {};
	for (const [at, part] of wanted.entries()) {
		const value = given[at] as string;
		if (part.startsWith(":")) {
			if (!value) return null;
			try {
				params[part.slice(1)] = decodeURIComponent(value);
			} catch {
				return null;
			}
		} else if (part !== value) return null;
	}
	return params;
}
