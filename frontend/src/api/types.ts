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
export type Descendants = Schemas["Descendants"];
export type Job = Schemas["Job"];
export type Preset = Schemas["Preset"];
export type WavenetPlan = Omit<Schemas["WavenetPlanRequest"], "preset"> & { preset: Preset["name"] };
export type Estimate = Schemas["Estimate"];
export type Audition = Schemas["Audition"];
export type Checkpoint = Schemas["Checkpoint"];
export type Take = Schemas["Take"];
export type GenerationRequest = Schemas["NewGenerationRequest"];
export type Generation = Schemas["Generation"];
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

export type Sample = Omit<Schemas["Sample"], "licence"> & { licence: Licence };
export type Shareable = Pick<
	Sample,
	"owner" | "mine" | "licence" | "is_public" | "published_at" | "withdrawn_input"
>;
export type Wavenet = Omit<Schemas["Wavenet"], "licence" | "curve"> & {
	licence: Licence;
	curve: [step: number, loss_nats: number, validation_loss_nats: number | null][];
};

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
