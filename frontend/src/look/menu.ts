/** What stands in a menu. */
import type { IconName } from "./icons";

export interface MenuItem {
	title: string;
	icon?: IconName;
	href?: string;
	checked?: boolean; // a choice among others: shown with a tick
	disabled?: boolean;
	separated?: boolean; // a hairline above it
	group?: string; // items that follow each other with the same one stand under it
	hint?: string; // what it is, for whoever points at it
	key?: string; // the shortcut's words
	run?: () => void;
}
