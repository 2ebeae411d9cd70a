/* Generated from the server's definitions; never edited by hand. */

/**
 * A whole arrangement. `version` grows with every change that old documents need migrated for.
 */
export interface Project {
  version: 1;
  sample_rate_hz: 44100;
  master: Master;
  tracks: {
    [k: string]: Track;
  };
  clips: {
    [k: string]: Clip;
  };
  devices: {
    [k: string]: Device;
  };
}
/**
 * How the mix becomes the master; the chain itself is the master track's devices.
 */
export interface Master {
  ceiling_dbtp: number;
  tail_seconds: number;
}
/**
 * A row of the timeline and its strip in the mixer.
 */
export interface Track {
  name: string;
  order: string;
  role: "audio" | "master";
  gain_db: number;
  pan: number;
  mute: boolean;
  solo: boolean;
}
/**
 * Part of a library sample, placed on a track.
 */
export interface Clip {
  track: string;
  sample: string;
  start_seconds: number;
  offset_seconds: number;
  duration_seconds: number;
  gain_db: number;
  pan: number;
  fade_in_seconds: number;
  fade_out_seconds: number;
  mute: boolean;
  name: string;
}
/**
 * A placed effect in a track's chain; on the master track, a stage of mastering.
 */
export interface Device {
  track: string;
  order: string;
  effect: string;
  enabled: boolean;
  parameters: {
    [k: string]: number;
  };
}
