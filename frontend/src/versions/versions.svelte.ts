/** A project's versions and its written history, as the server keeps them, and what is being compared. */
import { api } from "../api/client";
import type { Change, Difference, Fork, Page, Version } from "../api/types";
import type { Content } from "../document/restore";

export interface Comparison {
	version: Version;
	differences: readonly Difference[];
}

export class Versions {
	all = $state.raw<readonly Version[]>([]);
	changes = $state.raw<readonly Change[]>([]);
	/** There are older changes than these. */
	more = $state(false);
	loaded = $state(false);
	compared = $state.raw<Comparison | null>(null);
	/** Of what is compared: the record that is looked at. */
	looked_at = $state<string | null>(null);
	private readonly path: string;
	private pages = 1;

	constructor(project: string) {
		this.path = `/api/projects/${project}`;
	}

	async load(): Promise<void> {
		this.all = await api.get<Version[]>(`${this.path}/versions`);
		this.loaded = true;
	}

	/** Who did what, as far back as was asked for. */
	async loadChanges(): Promise<void> {
		const page_size = Math.min(200, 50 * this.pages);
		const found = await api.get<Page<Change>>(`${this.path}/history`, { page_size });
		this.changes = found.results;
		this.more = found.next !== null && page_size < 200;
	}

	async older(): Promise<void> {
		this.pages++;
		await this.loadChanges();
	}

	async keep(name: string): Promise<void> {
		await api.post(`${this.path}/versions`, { name });
		await this.load();
	}

	async rename(version: Version, name: string): Promise<void> {
		await api.patch(`${this.path}/versions/${version.id}`, { name });
		await this.load();
	}

	async remove(version: Version): Promise<void> {
		await api.delete(`${this.path}/versions/${version.id}`);
		if (this.compared?.version.id === version.id) this.compared = null;
		await this.load();
	}

	/** What has changed from a version to now. */
	async compare(version: Version): Promise<void> {
		const differences = await api.get<Difference[]>(`${this.path}/versions/${version.id}/differences`);
		this.looked_at = null;
		this.compared = { version, differences };
	}

	/** What a version holds; what stands there now is kept first, as a version of its own. */
	async toRestore(version: Version): Promise<Content> {
		await api.post(`${this.path}/versions`, { restoring: version.id });
		const { document } = await api.get<{ document: Content }>(`${this.path}/versions/${version.id}`);
		void this.load().catch(() => {});
		return document;
	}

	/** A project of one's own that begins as this one is, or was. */
	fork(name: string, version?: Version): Promise<Fork> {
		return api.post<Fork>(`${this.path}/fork`, { name, ...(version ? { version: version.id } : {}) });
	}
}
