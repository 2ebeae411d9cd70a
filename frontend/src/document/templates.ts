/** Sets of tracks to begin with: a whole desk in one step. */
import type { Arrangement } from "./arrangement";
import { add, keyBetween, transact } from "./edits";
import { newId, type Track } from "./records";
import { FREE_HEIGHT } from "./tracks";

export interface Template {
	id: string;
	title: string;
	says: string;
	build(desk: Desk): void;
}

/** What a template is written with: rows below those that are there. */
interface Desk {
	track(name: string, more?: Partial<Track>): string;
	device(track: string, effect: string, parameters?: Record<string, number>, wet?: number): string;
	send(source: string, target: string, gain_db: number): string;
}

/** A group with a track in the middle and two that are edited together, at the sides. */
function sides(desk: Desk, name: string): string {
	const group = desk.track(name, { role: "group" });
	const link = newId();
	desk.track(`${name} C`, { parent: group });
	desk.track(`${name} L`, { parent: group, pan: -1, link });
	desk.track(`${name} R`, { parent: group, pan: 1, link });
	return group;
}

const HALL = { decay_seconds: 8 };

export const TEMPLATES: readonly Template[] = [
	{
		id: "noise-babbling-cloud",
		title: "Noise, babbling and a cloud",
		says: "Two groups with left, centre and right, a free track for a cloud, and a reverb with a track for what it gives.",
		build(desk) {
			sides(desk, "Noise");
			sides(desk, "Babbling");
			const cloud = desk.track("Cloud", { role: "free", height: FREE_HEIGHT });
			const reverb = desk.track("Reverb", { role: "return", height: 44 });
			desk.device(reverb, "reverb", HALL);
			desk.track("Reverb return");
			desk.send(cloud, reverb, -40);
		},
	},
	{
		id: "sides",
		title: "Left, centre and right",
		says: "A group of three tracks; the left and the right one are edited together.",
		build(desk) {
			sides(desk, "Group");
		},
	},
	{
		id: "cloud",
		title: "A cloud with a reverb",
		says: "A free track, whose clips overlap at any height, sent to a reverb.",
		build(desk) {
			const cloud = desk.track("Cloud", { role: "free", height: FREE_HEIGHT });
			const reverb = desk.track("Reverb", { role: "return", height: 44 });
			desk.device(reverb, "reverb", HALL);
			desk.send(cloud, reverb, -12);
		},
	},
];

/** Add the tracks of a template below all others; returns the ids of its rows. */
export function build(arrangement: Arrangement, template: Template): string[] {
	const made: string[] = [];
	let order = arrangement.rowsInOrder.reduce<string | null>(
		(last, row) => (last === null || row.order > last ? row.order : last),
		null,
	);
	transact(arrangement, () =>
		template.build({
			track(name, more = {}) {
				order = keyBetween(order, null);
				const id = add(arrangement, "tracks", { ...more, name, order });
				made.push(id);
				return id;
			},
			device: (track, effect, parameters = {}, wet = 1) =>
				add(arrangement, "devices", { track, effect, parameters, wet, order: "a0" }),
			send: (source, target, gain_db) => add(arrangement, "sends", { source, target, gain_db }),
		}),
	);
	return made;
}
