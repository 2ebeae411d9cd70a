/** What each role in a project may do, in words; the server holds to it, the pages only show it. */
import type { Member } from "../api/types";

export type Role = Member["role"];
export type InvitedRole = Exclude<Role, "owner">;

/** From the most that one may do to the least. */
export const INVITED_ROLES: readonly InvitedRole[] = ["editor", "commenter", "listener"];

export const MAY: Readonly<Record<Role, string>> = {
	owner: "Owns it",
	editor: "Can edit",
	commenter: "Can comment",
	listener: "Can listen",
};

export const MEANING: Readonly<Record<InvitedRole, string>> = {
	editor: "arrange this piece together: you can hear, place and move its sounds",
	commenter: "listen to this piece as it grows, and to say at every place what you hear",
	listener: "listen to this piece as it grows",
};

export const edits = (role: Role): boolean => role === "owner" || role === "editor";
export const comments = (role: Role): boolean => edits(role) || role === "commenter";
