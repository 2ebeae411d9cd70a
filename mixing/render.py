"""Render a project: its clips into a mix, the mix into a master, told step by step.

`render()` is a generator. Whoever runs it iterates; whoever cancels it stops iterating and closes it, and then
no file is left behind. Memory does not grow with the length of the piece.
"""

import math
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from mixing.analysis.added import Added
from mixing.audio import RATE_HZ, Audio, db_to_gain, gain_to_db
from mixing.audio_file import AudioWriter, BitDepth
from mixing.delays import silence
from mixing.errors import MixingError
from mixing.examination import Heard, hearing
from mixing.finished import finished
from mixing.lean_memory import steady_memory
from mixing.master import HOP_SAMPLES, Mastering, regular
from mixing.materials import Material, gathering
from mixing.media import forget
from mixing.metering import Measurement
from mixing.mixer import Mixed, Mixer
from mixing.outputs import Bounce, Outputs
from mixing.playing import Span, playing
from mixing.progress import RenderEvent, RenderFinished, RenderProgress, Stage, Tracker
from mixing.project import MASTER_ID, Clip, Id, Project
from mixing.routing import Routes, routes, routes_to, sounding_clips
from mixing.scratch import Scratch
from mixing.steps import told
from mixing.wave_chunks import Cue, Description

__all__ = ["BLOCK_SAMPLES", "SAFE_MIX_DBFS", "Bounce", "Outputs", "render"]

BLOCK_SAMPLES = 32_768
SAFE_MIX_DBFS = -0.1  # where the loudest sample of a mix goes that would not fit into a file of integers

_LONGEST_TAIL_SECONDS = 120.0
_FORGET_SECONDS = 10.0  # of the piece, after which the memory of mapped sounds is given back
_MOST_THREADS = 8
_DEVICES_SHARE = 0.25  # of the mastering, which its devices take

# What a second of audio costs in each stage, relative to the others.
_COSTS: dict[Stage, float] = {"preparing": 1.0, "mixing": 1.0, "mastering": 3.0, "checking": 2.0}


def render(
    project: Project,
    media: Mapping[Id, Path],
    outputs: Outputs,
    cache: Path,
    *,
    block_samples: int = BLOCK_SAMPLES,
    threads: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[RenderEvent]:
    """Render to files of 44.1 kHz stereo; yields RenderProgress, and RenderFinished at the end.

    media maps the project's samples to files of any rate; cache is a folder for what was resampled or stretched
    from them (and for what is set aside meanwhile). The mix is the sum of the tracks; where that would clip it is
    turned down, and the report says by how much. The master is the mix through the master track's devices, under
    the project's ceiling in true peak as measured from the written file. The piece ends with its tail, or when
    its last device has rung out. The same project gives the same bytes, on any number of threads (None: one for
    each core).

    Raises MixingError, in one line, where the project or its media cannot be rendered.
    """
    outputs.check()
    plan: dict[Bounce | None, Routes] = {None: routes(project)} if outputs.mixes else {}
    plan |= {bounce: routes_to(project, bounce.source) for bounce in outputs.bounces}
    clips = {bounce: sounding_clips(project, by) for bounce, by in plan.items()}
    mastering = Mastering(project, outputs.region[0] if outputs.region else 0.0)
    if outputs.master is not None and MASTER_ID in project.tracks and project.tracks[MASTER_ID].mute:
        raise MixingError("The master track is muted: unmute it, and render again.")
    tracker = Tracker(_costs(outputs), clock)
    every = {key: clip for some in clips.values() for key, clip in some.items()}
    materials = yield from told(
        gathering(dict(sorted(every.items())), media, cache), lambda step: tracker.at("preparing", step)
    )
    steady_memory()
    with ExitStack() as stack:
        count = min(_MOST_THREADS, os.cpu_count() or 1) if threads is None else threads
        pool = stack.enter_context(ThreadPoolExecutor(count)) if count > 1 else None
        job = _Job(project, outputs, tracker, stack, cache, materials, block_samples, pool, len(plan))
        heard: dict[str, Heard] = {}
        if None in plan:
            heard = yield from job.mix_and_master(plan[None], clips[None], mastering)
        for bounce in outputs.bounces:
            yield from job.bounce(bounce, plan[bounce], clips[bounce])
        yield tracker.at("checking", 1.0, job.seconds, job.peak)
        finished = job.finished(mastering, heard)
        job.describe({name: getattr(finished, name) for name in heard})
        for writer in job.writers.values():
            writer.keep()
    yield finished


@dataclass
class _Job:
    """One render under way: what its stages share."""

    project: Project
    outputs: Outputs
    tracker: Tracker
    stack: ExitStack
    cache: Path
    materials: Mapping[Id, Material]
    block_samples: int
    pool: ThreadPoolExecutor | None
    passes: int
    writers: dict[Path, AudioWriter] = field(default_factory=dict)
    turned_down_db: float = 0.0
    bounces_turned_down_db: dict[str, float] = field(default_factory=dict)
    samples: int = 0  # of what is written, known when it has been mixed
    peak: float = 0.0
    added: dict[Id, Added] = field(default_factory=dict)
    _passed: int = 0

    @property
    def seconds(self) -> float:
        return self.samples / RATE_HZ

    def span(self, mixer: Mixer) -> Span:
        """What of the timeline is rendered."""
        if self.outputs.region is not None:
            first, end = (round(seconds * RATE_HZ) for seconds in self.outputs.region)
            return Span(first, max(end, first + 1), max(end, first + 1))
        piece = self.project.duration_seconds
        least = math.ceil((piece + self.project.master.tail_seconds) * RATE_HZ)
        longest = math.ceil((piece + _LONGEST_TAIL_SECONDS) * RATE_HZ)
        return Span(0, least, max(least, min(longest, mixer.end_samples)))

    def mix_and_master(
        self, by: Routes, clips: Mapping[Id, Clip], mastering: Mastering
    ) -> Generator[RenderProgress, None, dict[str, Heard]]:
        """Whichever of the two is wanted, and the stems."""
        heard: dict[str, Heard] = {}
        mixing, outputs = self.mixing(by, clips), self.outputs
        if outputs.mix is None and outputs.master is not None:
            before = yield from self.straight_through(mixing, mastering)
            return {"master": (yield from self.master(before, mastering, outputs.master))}
        mix = yield from self.set_aside(mixing)
        if outputs.master is not None:
            before = yield from self.through(mix, mastering)
            heard["master"] = yield from self.master(before, mastering, outputs.master)
        if outputs.mix is not None:
            heard["mix"] = yield from self.write_mix(mix, outputs.mix)
        return heard

    def mixing(self, by: Routes, clips: Mapping[Id, Clip]) -> Iterator[tuple[Audio, RenderProgress]]:
        """Sum the tracks block by block, and write the stems on the way."""
        mixer = Mixer(self.project, by, clips, self.materials, pool=self.pool)
        self.added = mixer.added
        span = self.span(mixer)
        stems: list[AudioWriter] = []
        if self.outputs.stems:
            stems = [self._stem(number, key, span) for number, key in enumerate(mixer.parts, 1)]

        def heard(mixed: Mixed) -> list[Audio]:
            if not stems:
                return [mixed.total]
            empty = silence(mixed.total.shape[1])
            return [mixed.total, *(empty if part is None else part for part in mixed.parts.values())]

        samples, peak = 0, 0.0
        for at, (total, *parts) in playing(mixer, span, self.block_samples, heard):
            for stem, part in zip(stems, parts, strict=True):
                stem.write(part)
            samples += total.shape[1]
            levels = _levels(total)
            peak = max(peak, *levels)
            yield total, self._played(at, span, total.shape[1], peak, levels)
        for stem in stems:
            stem.close()
        self._done(samples, peak)

    def set_aside(self, mixing: Iterator[tuple[Audio, RenderProgress]]) -> Generator[RenderProgress, None, Scratch]:
        """Keep the mix, which more than one file is made from."""
        mix = self.stack.enter_context(Scratch(self.cache))
        for total, progress in mixing:
            mix.append(total)
            yield progress
        return mix

    def straight_through(
        self, mixing: Iterator[tuple[Audio, RenderProgress]], mastering: Mastering
    ) -> Generator[RenderProgress, None, Scratch]:
        """Run the master's devices while the mix is made, which nobody else asks for."""
        before = self.stack.enter_context(Scratch(self.cache))
        events: list[RenderProgress] = []

        def mix() -> Iterator[Audio]:
            for total, progress in mixing:
                events.append(progress)
                yield total

        for block in mastering.through_devices(regular(mix())):
            before.append(block)
            yield from events
            events.clear()
        return before

    def bounce(self, bounce: Bounce, by: Routes, clips: Mapping[Id, Clip]) -> Generator[RenderProgress, None, None]:
        """Write what is heard at one place of one track."""
        mixer = Mixer(self.project, by, clips, self.materials, tap=bounce.tap, pool=self.pool)
        span = self.span(mixer)

        def heard(mixed: Mixed) -> list[Audio]:
            return [silence(mixed.total.shape[1]) if mixed.tapped is None else mixed.tapped]

        with Scratch(self.cache) as sound:
            for at, (block,) in playing(mixer, span, self.block_samples, heard):
                sound.append(block)
                yield self._played(at, span, block.shape[1], sound.peak, _levels(block))
            self._done(sound.samples, sound.peak)
            writer = self._writer(bounce.path, bounce.bit_depth, sound.samples)
            turned_down_db = _turned_down_db(sound.peak, writer.bit_depth)
            self.bounces_turned_down_db[bounce.path.name] = turned_down_db
            for _ in _written(sound, writer, turned_down_db):
                yield self.tracker.at("mixing", self._passed / self.passes, self.seconds, sound.peak)

    def through(self, mix: Scratch, mastering: Mastering) -> Generator[RenderProgress, None, Scratch]:
        """Run the master's devices over the mix that was set aside."""
        before = self.stack.enter_context(Scratch(self.cache))
        for block in mastering.through_devices(mix.blocks(HOP_SAMPLES)):
            before.append(block)
            done = _DEVICES_SHARE * before.samples / mix.samples
            yield self.tracker.at("mastering", done, before.samples / RATE_HZ, before.peak)
        return before

    def master(self, before: Scratch, mastering: Mastering, path: Path) -> Generator[RenderProgress, None, Heard]:
        """Limit what went through the master's devices, write and check the file."""
        found = _DEVICES_SHARE if self.project.master.target_lufs is None else 0.6  # before the file is written

        def at(done: float) -> RenderProgress:
            overall = _DEVICES_SHARE + (found - _DEVICES_SHARE) * done
            return self.tracker.at("mastering", overall, before.samples / RATE_HZ, before.peak)

        yield from told(mastering.reaching_loudness(before), at)
        writer = self._writer(path, self.outputs.master_bit_depth, before.samples)
        share = 0.5 if self.outputs.mix else 1.0

        def tell(step: tuple[Stage, float]) -> RenderProgress:
            stage, done = step
            overall = found + (1.0 - found) * done if stage == "mastering" else share * done
            return self.tracker.at(stage, overall, done * self.seconds, before.peak)

        return (yield from told(mastering.holding_ceiling(before, writer), tell))

    def write_mix(self, mix: Scratch, path: Path) -> Generator[RenderProgress, None, Heard]:
        """Write the mix, turned down where it would clip, and measure the file."""
        writer = self._writer(path, self.outputs.mix_bit_depth, mix.samples)
        self.turned_down_db = _turned_down_db(mix.peak, writer.bit_depth)
        share = 0.5 if self.outputs.master else 0.0
        for written in _written(mix, writer, self.turned_down_db):
            done = share + (1.0 - share) * 0.5 * written / mix.samples
            yield self.tracker.at("checking", done, written / RATE_HZ, mix.peak)
        half = (1.0 + share) / 2.0
        return (
            yield from told(
                hearing(writer.unfinished, HOP_SAMPLES),
                lambda done: self.tracker.at("checking", half + (1.0 - half) * done, done * self.seconds, mix.peak),
            )
        )

    def finished(self, mastering: Mastering, heard: Mapping[str, Heard]) -> RenderFinished:
        """What was made, from the files themselves."""
        return finished(
            heard,
            mastering,
            self.added,
            duration_seconds=self.seconds,
            mix_turned_down_db=self.turned_down_db,
            bounces_turned_down_db=self.bounces_turned_down_db,
        )

    def describe(self, measured: Mapping[str, Measurement | None]) -> None:
        """Say in every file what it is, where it lies on the timeline, and what is marked in it."""
        start = round(self.outputs.region[0] * RATE_HZ) if self.outputs.region else 0
        cues = _cues(self.project, start, self.samples)
        for path, writer in self.writers.items():
            name = {self.outputs.mix: "mix", self.outputs.master: "master"}.get(path, "")
            writer.describe(cues, _description(measured.get(name), start))

    def _played(self, at: int, span: Span, samples: int, peak: float, levels: list[float]) -> RenderProgress:
        if at // RATE_HZ // _FORGET_SECONDS != (at - samples) // RATE_HZ // _FORGET_SECONDS:
            for material in self.materials.values():
                forget(material.source)
        done = (self._passed + at / span.most_samples) / self.passes
        return self.tracker.at("mixing", done, at / RATE_HZ, peak, levels)

    def _done(self, samples: int, peak: float) -> None:
        self._passed += 1
        self.samples = max(self.samples, samples)
        self.peak = max(self.peak, peak)

    def _writer(self, path: Path, bit_depth: BitDepth, samples: int) -> AudioWriter:
        writer = self.stack.enter_context(AudioWriter(path, bit_depth, samples))
        self.writers[path] = writer
        return writer

    def _stem(self, number: int, track: Id, span: Span) -> AudioWriter:
        name = "".join(c if c.isalnum() or c in " -_" else "_" for c in self.project.tracks[track].name).strip()
        path = (self.outputs.stems or Path()) / f"{number:02} {name[:80] or 'Track'}.wav"
        writer = self._writer(path, 32, span.most_samples - span.first_samples)
        writer.start()
        return writer


def _levels(block: Audio) -> list[float]:
    """The loudest sample of each side."""
    levels: list[float] = np.maximum(block.max(axis=1, initial=0.0), -block.min(axis=1, initial=0.0)).tolist()
    return levels


def _turned_down_db(peak: float, bit_depth: BitDepth) -> float:
    return gain_to_db(peak) - SAFE_MIX_DBFS if peak >= 1.0 and bit_depth != 32 else 0.0


def _written(sound: Scratch, writer: AudioWriter, turned_down_db: float) -> Iterator[int]:
    """Write all of it at a lower level; yields how many samples are written."""
    gain = np.float32(db_to_gain(-turned_down_db))
    writer.start()
    written = 0
    for block in sound.blocks(BLOCK_SAMPLES):
        writer.write(block if turned_down_db == 0.0 else block * gain)
        written += block.shape[1]
        yield written
    writer.close()


def _cues(project: Project, start_samples: int, samples: int) -> list[Cue]:
    """The markers and regions that begin in what was rendered, in the order of time."""
    marked = [(round(marker.seconds * RATE_HZ), marker.name, 0) for marker in project.markers.values()]
    for region in project.regions.values():
        first, end = round(region.start_seconds * RATE_HZ), round(region.end_seconds * RATE_HZ)
        marked.append((first, region.name, max(0, min(end, start_samples + samples) - first)))
    inside = sorted(mark for mark in marked if start_samples <= mark[0] < start_samples + samples)
    return [Cue(at - start_samples, name, length) for at, name, length in inside]


def _description(measured: Measurement | None, start_samples: int) -> Description:
    text = "Mixed by Overhear"
    if measured is None:
        return Description(text, start_samples)
    return Description(
        text,
        start_samples,
        measured.integrated_lufs,
        measured.loudness_range_lu,
        measured.true_peak_dbtp,
        measured.max_momentary_lufs,
        measured.max_short_term_lufs,
    )


def _costs(outputs: Outputs) -> dict[Stage, float]:
    costs = dict(_COSTS)
    if outputs.master is None:
        del costs["mastering"]
    if outputs.master is None or outputs.mix is None:
        costs["checking"] /= 2.0
    return costs
