"""From tracks to the mix: which ones sound, through which devices, at which level."""

from collections.abc import Mapping

import numpy as np
from pydantic import ValidationError

from mixing.audio import RATE_HZ, Audio, db_to_gain
from mixing.clips import Lane, PlacedClip
from mixing.effect import Effect, Processor
from mixing.effects import EFFECTS
from mixing.errors import MixingError
from mixing.media import Source
from mixing.panning import pan_matrix
from mixing.project import MASTER_ID, Clip, Device, Id, Project, Track


class Fader:
    """A track's gain and pan."""

    def __init__(self, track: Track) -> None:
        self._gains = (pan_matrix(track.pan, 2) * db_to_gain(track.gain_db)).astype(np.float32)
        self._plain = track.pan == 0.0 and track.gain_db == 0.0

    def process(self, block: Audio) -> Audio:
        """Float32 (2, samples) in and out."""
        if self._plain:
            return block
        left, right = block
        return np.stack([row[0] * left + row[1] * right for row in self._gains])


class Strip:
    """One sounding track: its clips, then its devices, then its fader. Blocks are asked for in order."""

    def __init__(self, track: Track, lane: Lane, processors: list[Processor]) -> None:
        self._lane = lane
        self._fader = Fader(track)
        self._processors = processors
        self._ahead_samples = sum(processor.latency_samples for processor in processors)
        self._run(0, self._ahead_samples)

    def block(self, start_samples: int, samples: int) -> Audio | None:
        """The next float32 (2, samples), on time whatever the devices' latency; None where it is silent."""
        sound = self._run(start_samples + self._ahead_samples, samples)
        return None if sound is None else self._fader.process(sound)

    def _run(self, start_samples: int, samples: int) -> Audio | None:
        sound = self._lane.block(start_samples, samples)
        if sound is None and self._processors:
            sound = np.zeros((2, samples), np.float32)
        for processor in self._processors:
            sound = processor.process(sound) if sound is not None else None
        return sound


def sounding_clips(project: Project) -> dict[Id, Clip]:
    """The clips that are heard, by mute and solo. Raises MixingError where that leaves nothing."""
    if not project.clips:
        raise MixingError("There is nothing to render yet: put a sample on a track first.")
    for key, clip in project.clips.items():
        if clip.track not in project.tracks or clip.track == MASTER_ID:
            raise MixingError(f"Clip {clip.name or key} is on no track: move it to one, or remove it.")
    soloed = {key for key, track in project.tracks.items() if track.solo and key != MASTER_ID}
    heard = {key for key, track in project.tracks.items() if not track.mute and (not soloed or key in soloed)}
    clips = {key: clip for key, clip in project.clips.items() if clip.track in heard and not clip.mute}
    if not clips:
        raise MixingError("There is nothing to render yet: every clip or its track is muted.")
    return clips


def strips(project: Project, clips: Mapping[Id, Clip], sources: Mapping[Id, Source]) -> dict[Id, Strip]:
    """The strip of every track with sounding clips, in the order of the tracks."""
    made: dict[Id, Strip] = {}
    for key, track in sorted(project.tracks.items(), key=lambda item: (item[1].order, item[0])):
        own = sorted((clip.start_seconds, name) for name, clip in clips.items() if clip.track == key)
        if own:
            lane = Lane(tuple(PlacedClip.of(clips[name], sources[clips[name].sample]) for _, name in own))
            effects = track_effects(project, key).values()
            made[key] = Strip(track, lane, [effect.processor(RATE_HZ) for effect in effects])
    return made


def track_effects(project: Project, track: Id) -> dict[Id, Effect]:
    """A track's enabled effects in their order. Raises MixingError for one that this engine cannot apply."""
    placed = [(device.order, key) for key, device in project.devices.items() if device.track == track]
    devices = {key: project.devices[key] for _, key in sorted(placed)}
    return {key: _effect(project, device) for key, device in devices.items() if device.enabled}


def _effect(project: Project, device: Device) -> Effect:
    track = project.tracks[device.track]
    kind = EFFECTS.get(device.effect)
    if kind is None:
        raise MixingError(f'Track {track.name} has an unknown effect "{device.effect}": remove or disable it.')
    if kind.master_only and track.role != "master":
        raise MixingError(
            f"Track {track.name} has a {device.effect}, which works on the master track alone: remove it."
        )
    try:
        return kind(**device.parameters)
    except ValidationError as error:
        detail = error.errors()[0]
        setting = ".".join(str(part) for part in detail["loc"])
        raise MixingError(
            f"The {device.effect} of track {track.name} has a wrong {setting}: {detail['msg'].lower()}."
        ) from error
