"""Clips at their places: parts of sources, faded, panned and summed into a track."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mixing.audio import RATE_HZ, Audio, Doubles, db_to_gain
from mixing.chain import Chain, Placed
from mixing.delays import silence
from mixing.envelopes import CONTROL_SAMPLES
from mixing.fades import SHAPES, fade_gains, fitted
from mixing.kernel import kernel
from mixing.media import Source
from mixing.panning import pan_matrix
from mixing.records import Clip

_CHUNK = 512  # samples of a fade at a time

_Fades = tuple[float, float, float, int, int]  # length, fade-in and fade-out in samples; the two shapes


@dataclass(frozen=True)
class PlacedClip:
    """A clip on the grid of samples. Where it is longer than its source, the rest is silence, unless it loops."""

    start_samples: int
    length_samples: int
    offset_samples: int
    fades: _Fades
    gains: Audio  # (2, source channels)
    source: Source
    reverse: bool = False
    loop: bool = False
    devices: tuple[Placed, ...] = ()

    @staticmethod
    def of(
        clip: Clip, source: Source, offset_samples: int | None = None, devices: tuple[Placed, ...] = ()
    ) -> "PlacedClip":
        """Both edges are rounded to the nearest sample, so that clips that touch in seconds touch in samples.

        The offset is where the clip begins in the source; without one it is the clip's own.
        """
        start = round(clip.start_seconds * RATE_HZ)
        end = round((clip.start_seconds + clip.duration_seconds) * RATE_HZ)
        fade_in, fade_out = fitted(clip.fade_in_seconds, clip.fade_out_seconds, clip.duration_seconds)
        shapes = SHAPES[clip.fade_in_shape], SHAPES[clip.fade_out_shape]
        gains = pan_matrix(clip.pan, source.shape[1]) * db_to_gain(clip.gain_db)
        return PlacedClip(
            start_samples=start,
            length_samples=end - start,
            offset_samples=round(clip.offset_seconds * RATE_HZ) if offset_samples is None else offset_samples,
            fades=(float(end - start), fade_in * RATE_HZ, fade_out * RATE_HZ, *shapes),
            gains=gains.astype(np.float32),
            source=source,
            reverse=clip.reverse,
            loop=clip.loop,
            devices=devices,
        )

    @property
    def end_samples(self) -> int:
        """The first sample of the timeline after it."""
        return self.start_samples + self.length_samples

    def add_to(self, bus: Audio, bus_start_samples: int) -> None:
        """Sum into float32 (2, samples) that begins at a place of the timeline."""
        first = max(self.start_samples, bus_start_samples) - self.start_samples
        stop = min(self.end_samples, bus_start_samples + bus.shape[1]) - self.start_samples
        for position, part in self._parts(first, stop):
            at = self.start_samples + position - bus_start_samples
            _add(bus[:, at : at + len(part)], part, position, self.fades, self.gains)

    def _parts(self, first: int, stop: int) -> Iterator[tuple[int, Source]]:
        """What sounds between two positions in the clip: positions, and the samples from there on."""
        if self.reverse:
            # The same part of the source, mirrored about the clip's middle.
            for position, part in self._forward(self.length_samples - stop, self.length_samples - first):
                yield self.length_samples - position - len(part), np.ascontiguousarray(part[::-1])
        else:
            yield from self._forward(first, stop)

    def _forward(self, first: int, stop: int) -> Iterator[tuple[int, Source]]:
        length = len(self.source)
        while first < stop and length:
            at = self.offset_samples + first
            if self.loop:
                at %= length
            count = min(stop - first, length - at)
            if count <= 0:
                return
            yield first, self.source[at : at + count]
            first += count


class Lane:
    """The clips of one track; they may overlap, and then sum.

    Clips without devices can be asked for anywhere; the sound of a clip's own devices comes in order, in blocks
    that begin on the control grid.
    """

    def __init__(self, clips: tuple[PlacedClip, ...]) -> None:
        self._plain = [clip for clip in clips if not clip.devices]
        edges = [(clip.start_samples, clip.end_samples) for clip in self._plain]
        self._edges: NDArray[np.int64] = np.array(edges, np.int64).reshape(-1, 2)
        effected = [clip for clip in clips if clip.devices]
        self._waiting = sorted(effected, key=lambda clip: clip.start_samples, reverse=True)
        self._voices: list[_Voice] = []
        ends = [clip.end_samples for clip in self._plain]
        self.end_samples = max([*ends, *(_Voice(clip).end_samples for clip in effected)], default=0)

    def block(self, start_samples: int, samples: int) -> Audio | None:
        """Float32 (2, samples) from a place of the timeline; None where no clip sounds."""
        stop = start_samples + samples
        starts, ends = self._edges.T
        sounding = np.flatnonzero((starts < stop) & (ends > start_samples))
        while self._waiting and self._waiting[-1].start_samples < stop:
            self._voices.append(_Voice(self._waiting.pop()))
        if not sounding.size and not self._voices:
            return None
        bus = silence(samples)
        for index in sounding:
            self._plain[index].add_to(bus, start_samples)
        for voice in self._voices:
            voice.add_to(bus, start_samples)
        self._voices = [voice for voice in self._voices if voice.end_samples > stop]
        return bus


class _Voice:
    """A clip whose own devices are at work: as it was placed, through them, and on until they have rung out."""

    def __init__(self, clip: PlacedClip) -> None:
        self._clip = clip
        self._at = clip.start_samples // CONTROL_SAMPLES * CONTROL_SAMPLES  # of what comes out next
        self._chain = Chain(clip.devices, self._at)
        self._started = False
        tail = round(self._chain.tail_seconds * RATE_HZ)
        self.end_samples = -(-(clip.end_samples + tail) // CONTROL_SAMPLES) * CONTROL_SAMPLES

    def add_to(self, bus: Audio, bus_start_samples: int) -> None:
        late = self._chain.latency_samples
        if not self._started and late:
            self._run(self._at, late)
        self._started = True
        stop = min(self.end_samples, bus_start_samples + bus.shape[1])
        if stop > self._at:
            sound = self._run(self._at + late, stop - self._at)
            bus[:, self._at - bus_start_samples : stop - bus_start_samples] += sound
            self._at = stop

    def _run(self, start_samples: int, samples: int) -> Audio:
        dry = silence(samples)
        self._clip.add_to(dry, start_samples)
        return self._chain.process(dry)


@kernel
def _add(bus: Audio, part: Source, position: int, fades: _Fades, gains: Audio) -> None:
    length, fade_in, fade_out, in_shape, out_shape = fades
    count, channels = part.shape
    sound = part.reshape(count * channels)  # whose numbers, for all the compiler knows, lie side by side
    faded_in = min(max(math.ceil(fade_in) - position, 0), count)
    fading_out = max(min(int(length - fade_out) - position, count), faded_in)
    _sum(bus[:, faded_in:fading_out], sound[channels * faded_in :], channels, gains)
    faded = np.empty(_CHUNK * channels, np.float32)
    fade, room = np.empty(_CHUNK), np.empty(_CHUNK, np.int64)
    for start, stop in ((0, faded_in), (fading_out, count)):
        for at in range(start, stop, _CHUNK):
            some = min(_CHUNK, stop - at)
            place = float(position + at)
            fade_gains(place, length, fade_in, fade_out, in_shape, out_shape, fade[:some], room[:some])
            _scaled(sound[channels * at :], channels, fade[:some], faded)
            _sum(bus[:, at : at + some], faded, channels, gains)


@kernel
def _scaled(sound: NDArray[np.float32], channels: int, gains: Doubles, out: NDArray[np.float32]) -> None:
    if channels == 1:
        for k in range(gains.shape[0]):
            out[k] = np.float32(gains[k]) * sound[k]
    else:
        for k in range(gains.shape[0]):
            gain = np.float32(gains[k])
            out[2 * k], out[2 * k + 1] = gain * sound[2 * k], gain * sound[2 * k + 1]


@kernel
def _sum(bus: Audio, sound: NDArray[np.float32], channels: int, gains: Audio) -> None:
    """Through the gains into both sides, from samples whose channels alternate."""
    left, right = bus[0], bus[1]
    if channels == 1:
        ll, lr = gains[0, 0], gains[1, 0]
        for k in range(left.shape[0]):
            left[k] += ll * sound[k]
        for k in range(right.shape[0]):
            right[k] += lr * sound[k]
    else:
        ll, lr, rl, rr = gains[0, 0], gains[1, 0], gains[0, 1], gains[1, 1]
        for k in range(left.shape[0]):
            left[k] += ll * sound[2 * k] + rl * sound[2 * k + 1]
            right[k] += lr * sound[2 * k] + rr * sound[2 * k + 1]
