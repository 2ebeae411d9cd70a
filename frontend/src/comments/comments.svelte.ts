/** What the members of a project have said at its places: fetched, announced anew when it changes, read or not. */
import { api } from "../api/client";
import type { Comment, Comments as Listed } from "../api/types";

/** Where a comment stands; nothing for the whole piece. */
export interface Place {
	seconds?: number;
	track?: string;
	clip?: string;
}

export interface Thread {
	first: Comment;
	answers: readonly Comment[];
}

export class Comments {
	all = $state.raw<readonly Comment[]>([]);
	loaded = $state(false);
	/** The thread that is looked at. */
	open = $state<string | null>(null);
	/** Where the comment that is being written will stand. */
	draft = $state.raw<Place | null>(null);
	/** Threads that are done with are shown, too. */
	resolved = $state(false);
	private seen_at = $state<string | null>(null);
	private readonly path: string;
	private asked = 0;

	constructor(
		project: string,
		private readonly call: Pick<typeof api, "get" | "post" | "patch" | "delete"> = api,
	) {
		this.path = `/api/projects/${project}/comments`;
	}

	async load(): Promise<void> {
		const mine = ++this.asked;
		const found = await this.call.get<Listed>(this.path);
		if (mine !== this.asked) return;
		this.all = found.comments;
		this.seen_at = found.seen_at;
		this.loaded = true;
	}

	/** The threads in the order in which they were begun; those that are done with only where they are wanted. */
	get threads(): readonly Thread[] {
		const answers = new Map<string, Comment[]>();
		for (const comment of this.all)
			if (comment.thread) answers.set(comment.thread, [...(answers.get(comment.thread) ?? []), comment]);
		return this.all
			.filter(
				(comment) => !comment.thread && (this.resolved || !comment.resolved_at || comment.id === this.open),
			)
			.map((first) => ({ first, answers: answers.get(first.id) ?? [] }));
	}

	/** The clips that open threads stand on. */
	readonly clips: ReadonlySet<string> = $derived(new Set(this.threads.map(({ first }) => first.clip)));

	/** How many comments of others are new to this person. */
	get unread(): number {
		return this.all.filter((comment) => this.isUnread(comment)).length;
	}

	isUnread(comment: Comment): boolean {
		return !comment.mine && !comment.is_deleted && (!this.seen_at || comment.created_at > this.seen_at);
	}

	async say(text: string, place: Place): Promise<void> {
		const made = await this.call.post<Comment>(this.path, { text, ...place });
		this.open = made.id;
		await this.load();
	}

	async answer(thread: Thread, text: string): Promise<void> {
		await this.call.post(this.path, { text, thread: thread.first.id });
		await this.load();
	}

	async rewrite(comment: Comment, text: string): Promise<void> {
		await this.call.patch(`${this.path}/${comment.id}`, { text });
		await this.load();
	}

	async resolve(thread: Thread, resolved: boolean): Promise<void> {
		await this.call.patch(`${this.path}/${thread.first.id}`, { resolved });
		if (resolved && this.open === thread.first.id) this.open = null;
		await this.load();
	}

	async remove(comment: Comment): Promise<void> {
		await this.call.delete(`${this.path}/${comment.id}`);
		await this.load();
	}

	/** All that is here has been read. */
	async see(): Promise<void> {
		if (!this.unread) return;
		const latest = this.all.at(-1)?.created_at ?? null;
		await this.call.post(`${this.path}/seen`);
		this.seen_at = latest;
	}
}
