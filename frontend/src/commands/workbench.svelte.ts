/** What one person has on the bench: the shared arrangement, their own view, selection and history, and the sound. */
import * as Y from "yjs";
import { api } from "../api/client";
import type { Category, Person, Sample, StudioProject } from "../api/types";
import { Bounces } from "../bouncing/bounces.svelte";
import { Comments } from "../comments/comments.svelte";
import { Arrangement } from "../document/arrangement";
import { Held } from "../document/collisions";
import { History, type Step, type Undone } from "../document/history";
import { Company, type Ghost, type Other } from "../document/presence";
import { type Connection, Provider } from "../document/provider";
import { type Clip, MASTER_ID, type PlacedClip, type PlacedTrack } from "../document/records";
import { Store } from "../document/store";
import { holdsClips } from "../document/tree";
import { categoryOf } from "../look/provenance";
import { Overdub } from "../overdubs/overdub.svelte";
import { isPlain } from "../playback/feed";
import { audible } from "../playback/schedule";
import { Stretched } from "../playback/stretched";
import { Transport } from "../playback/transport";
import { Following } from "../presence/following.svelte";
import { collisionNotice, overwriteNotice } from "../presence/notices";
import { edits } from "../projects/roles";
import { bottomOf, layOut, type Row, visible } from "../timeline/layout";
import { Samples } from "../timeline/samples.svelte";
import { Sounds } from "../timeline/sounds";
import { View } from "../timeline/view.svelte";
import { Versions } from "../versions/versions.svelte";
import { type Clipboard, readClipboard, writeClipboard } from "./clipboard-store";
import { Settings } from "./settings.svelte";
import { Showing } from "./showing";
import type { Notice, Panel, Preview } from "./shown";
import { Touch } from "./touch";

const NONE: ReadonlySet<string> = new Set();

export class Workbench {
	readonly arrangement: Arrangement;
	readonly history: History;
	private readonly touch: Touch;
	readonly provider: Provider;
	readonly company: Company;
	readonly transport: Transport;
	private readonly stretched: Stretched;
	readonly samples: Samples;
	readonly comments: Comments;
	readonly versions: Versions;
	readonly following: Following;
	/** What this device keeps of the document. */
	readonly store: Store;
	private readonly held: Held;
	readonly sounds = new Sounds();
	readonly view = new View();
	readonly settings: Settings;

	project = $state.raw() as StudioProject;
	/** Grows when the arrangement has changed: at most once a frame, for what is written of it. */
	revision = $state(0);
	selection = $state.raw<ReadonlySet<string>>(NONE);
	/** The track that commands and new clips go to. */
	track = $state<string | null>(null);
	/** The clip that the keyboard stands on. */
	focus = $state<string | null>(null);
	preview = $state.raw<Preview | null>(null);
	/** The envelope that commands go to. */
	envelope = $state<string | null>(null);
	/** The pointer draws envelopes instead of holding their points. */
	drawing = $state(false);
	/** The points of envelopes that are held. */
	points = $state.raw<ReadonlySet<string>>(NONE);
	clipboard = $state.raw<Clipboard>(readClipboard());
	connection = $state.raw() as Connection;
	others = $state.raw<readonly Other[]>([]);
	playing = $state(false);
	loading = $state(0);
	unheard = $state(0);
	unheardWhy = $state(""); // the server's sentence about one of them
	steps = $state.raw<readonly Step[]>([]);
	undone = $state.raw<readonly Step[]>([]);
	loop = $state.raw<[number, number] | null>(null);
	private saying = $state("");
	notice = $state.raw<Notice | null>(null);
	/** Where the playhead was put; while playing, the transport knows better. */
	position_seconds = $state(0);
	/** Opened by commands, shown by the page. */
	panel = $state<Panel | null>(null);
	/** What the bounce panel begins with. */
	bouncing = $state.raw<{ of: "track" | "clips" }>({ of: "track" });
	readonly bounces = new Bounces(this);
	readonly overdub = new Overdub(this);
	/** The tool that the cloud panel shows. */
	tool = $state("randomise");
	/** A track, a marker or a region whose name is being written. */
	renaming = $state<string | null>(null);
	/** The sample that was chosen in the library, to replace others by. */
	chosen = $state.raw<Sample | null>(null);
	/** The sample whose likes the library shows, and nothing else. */
	like = $state.raw<Pick<Sample, "id" | "name"> | null>(null);
	/** Grows when the library's search should have the focus. */
	searching = $state(0);
	readonly showing = new Showing(
		() => this.prune(),
		() => this.settle(),
	);
	private readonly asked = new Set<string>();
	private readonly leave: (() => void)[] = [];

	constructor(
		project: StudioProject,
		readonly person: Person,
		socket: string,
	) {
		this.project = project;
		this.settings = new Settings(project.id);
		const doc = new Y.Doc();
		this.arrangement = new Arrangement(doc);
		this.store = new Store(`${person.id} ${project.id}`);
		this.provider = new Provider(socket, doc, { store: this.store });
		this.connection = this.provider.connection;
		this.company = new Company(this.provider.awareness, person);
		this.history = new History(this.arrangement, (client) => this.company.nameOf(client));
		this.held = new Held(this.arrangement, (client) => this.company.nameOf(client));
		this.samples = new Samples(project.id);
		this.comments = new Comments(project.id);
		this.versions = new Versions(project.id);
		this.stretched = new Stretched(project.id);
		this.transport = new Transport(this.arrangement, (clip) => this.soundOf(clip), {
			changed: () => this.transported(),
			loading: (loading, failed, why) => {
				this.loading = loading;
				this.unheard = failed;
				this.unheardWhy = why;
			},
			went: ({ seconds, clock_seconds }) => this.overdub.went(seconds, clock_seconds),
		});
		this.following = new Following(this.view, this.transport, (change) => this.company.show(change));
		this.touch = new Touch(this.arrangement, () =>
			this.settings.touching && this.transport.playing ? this.now_seconds : null,
		);
		this.history.partner = this.touch;
		this.leave.push(
			this.arrangement.onChange((change) => {
				this.touch.take(change);
				this.showing.changed(change);
				if (!change.local) this.collide(change.clips);
			}),
			this.provider.onChange((connection) => {
				this.showing.write(() => {
					this.connection = connection;
				});
			}),
			this.provider.onTold(({ what }) => {
				if (what === "members" || what === "name") this.refresh().catch(() => {});
				if (what === "comments") this.comments.load().catch(() => {});
				if (what === "versions") this.versions.load().catch(() => {});
			}),
			this.company.onChange(() => {
				this.others = this.company.others;
			}),
			this.history.onChange(() =>
				this.showing.write(() => {
					this.steps = this.history.steps;
					this.undone = this.history.undone;
				}),
			),
		);
	}

	/** Where the sound of what a clip plays lies: its sample as it is, or what the server makes of it. */
	private soundOf(clip: Clip): Promise<string | null> {
		if (!isPlain(clip)) return this.stretched.urlOf(clip);
		return Promise.resolve(this.samples.get(clip.sample)?.audio_url ?? null);
	}

	destroy(): void {
		for (const leave of this.leave) leave();
		this.bounces.destroy();
		this.overdub.destroy();
		this.history.destroy();
		this.transport.destroy();
		this.provider.destroy();
		this.arrangement.doc.destroy();
	}

	get canEdit(): boolean {
		return edits(this.project.role) && this.connection.ready && this.connection.state !== "refused";
	}

	/** Fetch anew who takes part and what one may do; whoever may edit again offers what was not taken. */
	async refresh(): Promise<void> {
		this.project = await api.get<StudioProject>(`/api/projects/${this.project.id}`);
		if (this.connection.rejected && edits(this.project.role)) this.provider.restart();
	}

	/** Do something to the arrangement as one named step; nothing for those who may only listen. */
	edit<T>(title: string, run: () => T): T | undefined {
		if (!this.canEdit) {
			this.said = "You can listen to this project, not change it. Its owner can let you edit.";
			return undefined;
		}
		const done = this.history.step(title, run);
		this.said = title;
		return done;
	}

	/** The tracks in sight from top to bottom; those in folded groups are left out. */
	readonly rows: readonly PlacedTrack[] = $derived.by(() => {
		void this.revision;
		return visible(this.arrangement, this.settings.folded);
	});

	/** The rows in sight on which clips can lie. */
	get clipRows(): readonly PlacedTrack[] {
		return this.rows.filter(holdsClips);
	}

	/** Where each row stands; envelopes may have rows of their own. */
	readonly layout: readonly Row[] = $derived.by(() => {
		void this.revision;
		const { folded, automation } = this.settings;
		return layOut(this.arrangement, folded, this.view.row_height, automation);
	});

	get layout_height(): number {
		return bottomOf(this.layout);
	}

	get snapping(): boolean {
		return this.settings.snapping;
	}

	get master(): PlacedTrack | undefined {
		void this.revision;
		return this.arrangement.tracks.get(MASTER_ID);
	}

	get audible(): ReadonlySet<string> {
		void this.revision;
		return audible(this.arrangement.rowsInOrder);
	}

	get duration_seconds(): number {
		void this.revision;
		return this.arrangement.duration_seconds;
	}

	get selected(): PlacedClip[] {
		void this.revision;
		return [...this.selection].flatMap((id) => this.arrangement.clips.get(id) ?? []);
	}

	/** The playhead, wherever it is at this moment. */
	get now_seconds(): number {
		return this.transport.position_seconds;
	}

	/** How long a clip's sample is; null where that is not known. */
	lengthOf(clip: Pick<PlacedClip, "sample">): number | null {
		return this.samples.get(clip.sample)?.duration_seconds ?? null;
	}

	/** By which a clip is coloured: its own category, else its sample's. */
	categoryOf(clip: PlacedClip): Category {
		return categoryOf(clip, this.samples.look(clip.sample).category);
	}

	copy(clipboard: Clipboard): void {
		this.clipboard = clipboard;
		writeClipboard(clipboard);
	}

	nameOf(clip: PlacedClip): string {
		return clip.name || this.samples.look(clip.sample).name;
	}

	/** "“1 narrator”" or "14 clips", for titles of steps. */
	naming(clips: readonly PlacedClip[]): string {
		const [only] = clips;
		return clips.length === 1 && only ? `“${this.nameOf(only)}”` : `${clips.length} clips`;
	}

	select(ids: Iterable<string>, focus?: string | null): void {
		this.selection = new Set(ids);
		if (focus !== undefined) this.focus = focus;
		const first = this.arrangement.clips.get(this.focus ?? [...this.selection][0] ?? "");
		if (first) this.track = first.track;
		this.company.show({ selection: [...this.selection] });
	}

	show(preview: Preview | null, doing = ""): void {
		this.preview = preview;
		this.held.hold(preview?.left ?? NONE);
		const ghosts: Ghost[] = (preview?.ghosts ?? []).slice(0, 100).map((clip) => ({
			clip: clip.id,
			track: clip.track,
			start_seconds: clip.start_seconds,
			duration_seconds: clip.duration_seconds,
		}));
		this.company.show({ ghosts, doing });
	}

	/** Said to screen readers. */
	get said(): string {
		return this.saying;
	}

	set said(words: string) {
		this.showing.write(() => {
			this.saying = words;
		});
	}

	seek(seconds: number): void {
		this.transport.seek(seconds);
	}

	/** Drag the playhead: what it goes over is heard for a moment. */
	scrub(seconds: number): void {
		if (this.settings.scrubbing) this.transport.scrub(seconds);
		else this.transport.seek(seconds);
	}

	/** What is played again and again; null plays on. */
	setLoop(loop: [number, number] | null): void {
		this.loop = loop && loop[1] - loop[0] > 0.05 ? loop : null;
		this.transport.loop = this.loop;
	}

	/** After an undo or redo: say what came of it. */
	report(undone: Undone | null, verb: "Undone" | "Redone"): void {
		if (!undone) return;
		if (undone.done) this.said = `${verb}: ${undone.title}.`;
		const notice = overwriteNotice(undone, verb, this);
		if (notice) this.notice = notice;
	}

	private transported(): void {
		this.playing = this.transport.playing;
		this.position_seconds = this.transport.position_seconds;
		this.following.sounded();
		this.overdub.sounded();
	}

	/** Others have put elsewhere what is being dragged. */
	private collide(ids: Iterable<string>): void {
		const notice = collisionNotice(this.held.struck(ids), (clip) => this.nameOf(clip));
		if (notice) this.notice = notice;
	}

	private settle(): void {
		this.revision++;
		this.wantSamples();
	}

	/** Let go of what is no longer there. */
	private prune(): void {
		const { clips, tracks } = this.arrangement;
		if ([...this.selection].some((id) => !clips.has(id)))
			this.select([...this.selection].filter((id) => clips.has(id)));
		if (this.focus && !clips.has(this.focus)) this.focus = null;
		const { points, envelopes } = this.arrangement;
		if (this.envelope && !envelopes.has(this.envelope)) this.envelope = null;
		if ([...this.points].some((id) => !points.has(id)))
			this.points = new Set([...this.points].filter((id) => points.has(id)));
		if (!this.track || !tracks.has(this.track)) this.track = this.arrangement.rowsInOrder[0]?.id ?? null;
	}

	/** Others bring samples in: fetch the list when a clip names one that is not in it. */
	private wantSamples(): void {
		if (!this.samples.loaded) return;
		const unknown = new Set<string>();
		for (const sample of this.arrangement.uses.keys())
			if (!this.samples.get(sample) && !this.asked.has(sample)) unknown.add(sample);
		if (!unknown.size) return;
		for (const id of unknown) this.asked.add(id);
		this.samples.load().catch(() => {});
	}
}
