/* Generated from the server's definitions; never edited by hand. */

/**
 * A whole arrangement. `version` grows with every change that old documents need migrated for.
 */
export interface Project {
  version: 2;
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
  sends: {
    [k: string]: Send;
  };
  envelopes: {
    [k: string]: Envelope;
  };
  points: {
    [k: string]: Point;
  };
  markers: {
    [k: string]: Marker;
  };
  regions: {
    [k: string]: Region;
  };
}
/**
 * How the mix becomes the master; the chain itself is the master track's devices.
 */
export interface Master {
  ceiling_dbtp: number;
  tail_seconds: number;
  target_lufs: number | null;
}
/**
 * A row of the timeline and its strip in the mixer.
 *
 * The clips of a free track may overlap at any height; on an ordinary audio track, overlapping clips cross-fade.
 * A group sums the tracks that name it as their parent; a return sums what is sent to it.
 */
export interface Track {
  name: string;
  order: string;
  role: "audio" | "free" | "group" | "return" | "master";
  parent: string;
  gain_db: number;
  pan: number;
  width: number;
  phase_inverted: boolean;
  mute: boolean;
  solo: boolean;
  colour: string;
  link: string;
  height: number;
}
/**
 * Part of a library sample, placed on a track.
 *
 * It plays the sample from the offset on, at its speed; reversed, the same part from its end to its beginning.
 */
export interface Clip {
  track: string;
  sample: string;
  start_seconds: number;
  offset_seconds: number;
  duration_seconds: number;
  gain_db: number;
  pan: number;
  speed: number;
  preserve_pitch: boolean;
  semitones: number;
  reverse: boolean;
  loop: boolean;
  fade_in_seconds: number;
  fade_out_seconds: number;
  fade_in_shape: "linear" | "equal_power" | "exponential" | "smooth";
  fade_out_shape: "linear" | "equal_power" | "exponential" | "smooth";
  mute: boolean;
  name: string;
  height: number;
  category: string;
  colour: string;
}
/**
 * A placed effect: in a track's chain, or in a clip's own; on the master track, a stage of mastering.
 */
export interface Device {
  track: string;
  clip: string;
  order: string;
  effect: string;
  enabled: boolean;
  wet: number;
  parameters: {
    [k: string]: number;
  };
}
/**
 * A copy of a track's sound, to a return.
 */
export interface Send {
  source: string;
  target: string;
  gain_db: number;
  pan: number;
  pre: boolean;
  mute: boolean;
}
/**
 * How one parameter of a track, a send or a device moves; its value before the first point and after the last
 * is theirs.
 */
export interface Envelope {
  target: string;
  parameter: string;
  enabled: boolean;
}
/**
 * A value of an envelope at a time, and the shape of the way to the next point.
 *
 * Exponential is a straight line in the logarithm. The gain of tracks and sends moves as amplitude: linear is a
 * straight line in amplitude, exponential one in decibels, as the gain of a Web Audio node moves.
 */
export interface Point {
  envelope: string;
  seconds: number;
  value: number;
  curve: "hold" | "linear" | "exponential" | "smooth";
}
/**
 * A named place of the timeline.
 */
export interface Marker {
  seconds: number;
  name: string;
  colour: string;
}
/**
 * A named stretch of the timeline, which can be rendered by itself.
 */
export interface Region {
  start_seconds: number;
  end_seconds: number;
  name: string;
  colour: string;
}
