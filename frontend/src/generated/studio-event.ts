/* Generated from the server's definitions; never edited by hand. */

/**
 * Every message of the events socket.
 */
export type StudioEvent =
  JobChanged | SampleChanged | TrainingStepped | TrainingLogged | TrainingAuditioned | TakesGrew | RenderProgressed;

/**
 * The state of a job: sent when it starts, ends, and at most five times a second between.
 */
export interface JobChanged {
  type: "job.changed";
  id: string;
  kind:
    | "analyse"
    | "listen"
    | "cut"
    | "clean"
    | "examine"
    | "train"
    | "generate"
    | "play"
    | "check"
    | "render"
    | "bounce"
    | "stretch";
  subject_id: string;
  project_id: string | null;
  title: string;
  status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  fraction: number;
  message: string;
  seconds_left: number | null;
  error: string;
  cancel_requested: boolean;
  created_at: string;
}
/**
 * A sample was made, is ready, failed, was renamed or is gone: fetch it again.
 */
export interface SampleChanged {
  type: "sample.changed";
  id: string;
  state: "processing" | "ready" | "failed" | "deleted";
}
/**
 * One point of the loss curve.
 */
export interface TrainingStepped {
  type: "training.stepped";
  wavenet_id: string;
  step: number;
  steps: number;
  loss_nats: number;
  validation_loss_nats: number | null;
  steps_per_second: number;
  gradient_norm: number;
  learning_rate: number;
}
/**
 * A line of a training's log.
 */
export interface TrainingLogged {
  type: "training.logged";
  wavenet_id: string;
  id: number;
  at: string;
  level: "info" | "warning" | "error";
  step: number;
  text: string;
}
/**
 * A clip of what the network says at this step can be heard.
 */
export interface TrainingAuditioned {
  type: "training.auditioned";
  wavenet_id: string;
  audition_id: string;
  step: number;
}
/**
 * A generation has this much of its takes.
 */
export interface TakesGrew {
  type: "takes.grew";
  generation_id: string;
  done_seconds: number;
  total_seconds: number;
}
/**
 * Where the render is, for drawing the part that is done.
 */
export interface RenderProgressed {
  type: "render.progressed";
  render_id: string;
  stage: string;
  at_seconds: number;
  peak_dbfs: number | null;
}
