// The server's shapes by the names that the pages use: aliases of what is generated from its API description.
// Only what JSON fields hold inside is said here, since the description leaves that open.
import type { components } from "../generated/api";

type Schemas = components["schemas"];

export type Origin = Schemas["OriginEnum"];
export type Category = Schemas["CategoryEnum"];
export type Licence = Schemas["LicenceEnum"] | ""; // "" while private

export type Person = Schemas["Person"];
export type Account = Schemas["Account"];
export type Named = Schemas["Named"];
export type Collection = Schemas["Collection"];
export type Dataset = Schemas["Dataset"];
export type DatasetMember = Omit<Schemas["DatasetMember"], "sample"> & { sample: Sample | null };
export type DatasetVersion = Omit<Schemas["DatasetVersion"], "members" | "report"> & {
	members: DatasetMember[];
	report: DoctorReport | null;
};
export type PlanWarning = Schemas["PlanWarning"];
export type Descendants = Schemas["Descendants"];
export type Job = Schemas["Job"];
export type Preset = Schemas["Preset"];
export type WavenetPlan = Omit<Schemas["WavenetPlanRequest"], "preset"> & { preset: Preset["name"] };
export type Estimate = Schemas["Estimate"];
export type StretchedSound = Schemas["Stretched"];
export type StretchedPart = Schemas["StretchedPartRequest"];
export type Audition = Schemas["Audition"];
export type ModelCard = Schemas["ModelCard"];
export type TrainingQueue = Schemas["TrainingQueue"];
export type QueuedTraining = Schemas["QueuedTraining"];
export type ModelUpload = Schemas["ModelUpload"];
export type Checkpoint = Schemas["Checkpoint"];
export type Take = Omit<Schemas["Take"], "cleaned"> & { cleaned: Cleaned };
export type GenerationRequest = Schemas["NewGenerationRequest"];
export type PlayedRequest = Schemas["NewPlayedRequest"];
export type Generation = Omit<Schemas["Generation"], "takes"> & { takes: Take[] };
export type Member = Schemas["Member"];
export type StudioProject = Schemas["StudioProject"];
export type Invitation = Schemas["Invitation"];
export type InvitationPreview = Schemas["InvitationPreview"];
export type Comment = Schemas["Comment"];
export type Comments = Schemas["Comments"];
export type Version = Schemas["Version"];
export type Deed = Schemas["Deed"];
export type Change = Schemas["Change"];
export type Difference = Schemas["Difference"];
export type Fork = Schemas["Fork"];
export type EffectParameter = Schemas["EffectParameter"];
export type EffectKind = Schemas["EffectKind"];
export type LicenceKind = Schemas["LicenceKind"];

export type Slicing = Schemas["Slicing"];
export type SlicingDocument = Schemas["SlicingDocument"];
export type Slice = Schemas["Slice"];
export type SliceLabel = Schemas["SliceLabel"];
export type Wishes = Schemas["Wishes"];
export type Likeness = Schemas["Likeness"];
export type TileLevel = Schemas["TileLevel"];
export type Treatment = Schemas["TreatmentRequest"];

export type Sample = Omit<Schemas["Sample"], "licence"> & { licence: Licence };
/** A sample that was held against another one, and how like that it sounds: 0…1. */
export type Alike = Sample & Pick<Schemas["Alike"], "likeness">;
export type Bounce = Omit<Schemas["Bounce"], "sample"> & { sample: Sample };
export type Shareable = Pick<
	Sample,
	"owner" | "mine" | "licence" | "is_public" | "published_at" | "withdrawn_input"
>;
export type Wavenet = Omit<Schemas["Wavenet"], "licence" | "curve"> & {
	licence: Licence;
	curve: [step: number, loss_nats: number, validation_loss_nats: number | null][];
};

/** What was done to a take after it was generated. */
export interface Cleaned {
	declick?: { clicks_before: number; clicks_after: number };
	trim?: { start_seconds: number; end_seconds: number };
}

/** What a generated sample was found to repeat of the recordings behind it. */
export interface Leak {
	sentence: string;
	copied_seconds: number;
	copied_share: number;
	passages: { take_start_seconds: number; seconds: number; sample_name: string; start_seconds: number }[];
}

export type TakeRecord = Omit<Schemas["TakeRecord"], "leak" | "record"> & {
	leak: Leak | null;
	record: Partial<MadeWith>;
};

export interface MadeWith {
	model: string;
	step: number;
	sample_rate_hz: number;
	receptive_field_samples: number;
	receptive_field_ms: number;
	voice: number;
	voices: number;
	seconds: number;
	temperature: number;
	class_name: string;
	random_seed: number;
	bootstrapped: boolean;
	contour_name: string;
	live: boolean;
	join_seconds: number;
	cleaned: Cleaned;
	settings: Record<string, unknown>;
}

/** What the doctor measured of one file; the figures that are unknown are null. */
export interface DoctorFile {
	sample: string;
	name: string;
	class_name: string | null;
	error: string | null;
	seconds: number;
	kept_seconds: number;
	dropped_seconds: number;
	kept_at_seconds: number[];
	bandwidth_hz: number | null;
	peak_dbfs: number | null;
	kept_rms_dbfs: number | null;
	clipped_share: number;
	snr_db: number | null;
	voicing: number | null;
	timbre_distance_db: number | null;
	timbre_place: [number, number] | null;
	sound_kind: number | null;
	findings: string[];
}

export interface DoctorFinding {
	kind: string;
	severity: "note" | "babble" | "noise";
	sentence: string;
	advice: string;
	files: string[];
}

/** The doctor's report on a version of a dataset. */
export interface DoctorReport {
	verdict: { level: "good" | "will babble" | "will give noise"; headline: string; sentences: string[] };
	findings: DoctorFinding[];
	plan: {
		preset: string;
		steps: number | null;
		epochs: number | null;
		model_rate_hz: number;
		silence_threshold_dbfs: number;
		receptive_field_ms: number;
	};
	totals: {
		files: number;
		unreadable: number;
		seconds: number;
		kept_seconds: number;
		dropped_seconds: number;
		bandwidth_hz: number | null;
		peak_dbfs: number | null;
		rms_dbfs: number | null;
		clipped_share: number;
		snr_db: number | null;
		voicing: number | null;
		timbre_across_db: number | null;
		duplicate_seconds: number;
	};
	classes: { name: string; files: number; seconds: number; kept_seconds: number }[];
	duplicates: { original: string; copy_name: string; seconds: number; exact: boolean }[];
	spectrum: { step_hz: number; levels_db: (number | null)[] };
	levels: { lowest_dbfs: number; seconds: number[] };
	silence_thresholds_dbfs: number[];
	files: DoctorFile[];
}

export interface Page<T> {
	count: number;
	next: string | null;
	previous: string | null;
	results: T[];
}

export interface Measurement {
	integrated_lufs: number | null;
	loudness_range_lu: number | null;
	true_peak_dbtp: number | null;
	sample_peak_dbfs: number | null;
	headroom_db: number | null;
	duration_seconds: number;
	sample_rate: number;
	channels: number;
	bit_depth: number;
}

/** How a stage of mastering went, a value for each hop; levels are those of what comes out of it. */
export interface StageTrace {
	reduction_db: number[];
	rms_dbfs: (number | null)[];
	peak_dbfs: (number | null)[];
}

export interface Examination {
	correlation: number | null;
	correlation_curve: (number | null)[];
	spectrum_hz: number[];
	spectrum_db: number[];
	bandwidth_hz: number | null;
	clicks: number;
}

/** What an exciter added above the highest frequency that sounded before it, against the whole sound. */
export interface Addition {
	bandwidth_hz: number;
	before_db: number;
	after_db: number;
}

/** The two files of a render that can be heard. */
export type Side = "mix" | "master";

/** What a render measured; `curve` is seconds, short-term LUFS, momentary LUFS. Older ones tell less. */
export interface RenderReport {
	mix?: Measurement;
	master?: Measurement;
	ceiling_dbtp?: number | null;
	target_lufs?: number | null;
	drive_db?: number | null;
	curve?: [number, number | null, number | null][];
	mix_turned_down_db?: number;
	stages?: Record<string, StageTrace>;
	devices?: Record<string, { effect: string; on: string }>;
	examined?: Partial<Record<Side, Examination>>;
	matched_gain_db?: Partial<Record<Side, number>>;
	added?: Record<string, Addition>;
	[key: string]: unknown;
}

export type Render = Omit<Schemas["Render"], "licence" | "left_out" | "report"> & {
	licence: Licence;
	left_out: string[];
	report: RenderReport;
};
