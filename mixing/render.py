"""Render a project: its clips into a mix, the mix into a master, told step by step.

`render()` is a generator. Whoever runs it iterates; whoever cancels it stops iterating and closes it, and then
no file is left behind. Memory does not grow with the length of the piece.
"""

import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from mixing.audio import RATE_HZ, db_to_gain, gain_to_db, level_or_none
from mixing.audio_file import AudioWriter, BitDepth, check_output
from mixing.errors import MixingError
from mixing.master import HOP_SAMPLES, HOP_SECONDS, Mastering
from mixing.media import Source, preparing
from mixing.metering import Meter, measuring
from mixing.progress import (
    LimiterReport,
    RenderEvent,
    RenderFinished,
    RenderProgress,
    RenderReport,
    Stage,
    Tracker,
)
from mixing.project import MASTER_ID, Clip, Id, Project
from mixing.routing import sounding_clips, strips
from mixing.scratch import Scratch
from mixing.steps import told

BLOCK_SAMPLES = 32_768
SAFE_MIX_DBFS = -0.1  # where the loudest sample of a mix goes that would not fit into a file of integers

# What a second of audio costs in each stage, relative to the others.
_COSTS: dict[Stage, float] = {"preparing": 1.0, "mixing": 1.0, "mastering": 3.0, "checking": 2.0}


@dataclass(frozen=True)
class Outputs:
    """The files to write; their names end in .wav or .flac. 32 bits are floating point (.wav only)."""

    mix: Path | None = None
    master: Path | None = None
    stems: Path | None = None  # a folder: one 32-bit file a track, which sum to the mix
    mix_bit_depth: BitDepth = 24
    master_bit_depth: BitDepth = 16

    def check(self) -> None:
        """Raise MixingError where a file could not be written in the end."""
        if self.mix is None and self.master is None and self.stems is None:
            raise MixingError("There is nowhere to render to: choose a mix, a master or stems.")
        if self.mix is not None and self.mix == self.master:
            raise MixingError("The mix and the master need different names.")
        if self.mix is not None:
            check_output(self.mix, self.mix_bit_depth)
        if self.master is not None:
            check_output(self.master, self.master_bit_depth)
        if self.stems is not None:
            check_output(self.stems / "stem.wav", 32)


def render(
    project: Project,
    media: Mapping[Id, Path],
    outputs: Outputs,
    cache: Path,
    *,
    block_samples: int = BLOCK_SAMPLES,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[RenderEvent]:
    """Render to files of 44.1 kHz stereo; yields RenderProgress, and RenderFinished at the end.

    media maps the project's samples to files of any rate; cache is a folder for what was resampled from them
    (and for what is set aside meanwhile). The mix is the sum of the tracks; where that would clip it is turned
    down, and the report says by how much. The master is the mix through the master track's devices, under the
    project's ceiling in true peak as measured from the written file. The same project gives the same bytes.

    Raises MixingError, in one line, where the project or its media cannot be rendered.
    """
    outputs.check()
    clips = sounding_clips(project)
    mastering = Mastering(project)
    if outputs.master is not None and MASTER_ID in project.tracks and project.tracks[MASTER_ID].mute:
        raise MixingError("The master track is muted: unmute it, and render again.")
    tracker = Tracker(_costs(outputs), clock)
    sources = yield from told(_sources(clips, media, cache), lambda step: tracker.at("preparing", step))
    with ExitStack() as stack:
        job = _Job(project, outputs, tracker, stack, cache)
        mix = yield from job.mix(clips, sources, block_samples)
        meters: dict[str, tuple[Meter, int | None]] = {}
        if outputs.master is not None:
            meters["master"] = yield from job.master(mix, mastering, outputs.master)
        if outputs.mix is not None:
            meters["mix"] = yield from job.write_mix(mix, outputs.mix)
        yield tracker.at("checking", 1.0, job.seconds, mix.peak)
        finished = _finished(job, mastering, meters)
        for writer in job.writers:
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
    writers: list[AudioWriter] = field(default_factory=list)
    turned_down_db: float = 0.0

    @property
    def seconds(self) -> float:
        return self.project.duration_seconds + self.project.master.tail_seconds

    @property
    def samples(self) -> int:
        return math.ceil(self.seconds * RATE_HZ)

    def mix(
        self, clips: Mapping[Id, Clip], sources: Mapping[Id, Source], block_samples: int
    ) -> Generator[RenderProgress, None, Scratch]:
        """Sum the tracks, and write the stems on the way."""
        mix = self.stack.enter_context(Scratch(self.cache))
        tracks = strips(self.project, clips, sources)
        stems = {key: self._stem(number, key) for number, key in enumerate(tracks, 1)} if self.outputs.stems else {}
        for at in range(0, self.samples, block_samples):
            count = min(block_samples, self.samples - at)
            total = np.zeros((2, count), np.float32)
            for key, strip in tracks.items():
                sound = strip.block(at, count)
                if sound is not None:
                    total += sound
                if key in stems:
                    stems[key].write(np.zeros((2, count), np.float32) if sound is None else sound)
            mix.append(total)
            yield self.tracker.at("mixing", (at + count) / self.samples, (at + count) / RATE_HZ, mix.peak)
        for stem in stems.values():
            stem.close()
        return mix

    def master(
        self, mix: Scratch, mastering: Mastering, path: Path
    ) -> Generator[RenderProgress, None, tuple[Meter, int | None]]:
        """Run the master's devices, then limit, write and check the file."""
        before = self.stack.enter_context(Scratch(self.cache))
        for block in mastering.through_devices(mix.blocks(HOP_SAMPLES)):
            before.append(block)
            done = before.samples / self.samples
            yield self.tracker.at("mastering", 0.5 * done, before.samples / RATE_HZ, before.peak)
        writer = self._writer(path, self.outputs.master_bit_depth)
        share = 0.5 if self.outputs.mix else 1.0

        def tell(step: tuple[Stage, float]) -> RenderProgress:
            stage, done = step
            overall = 0.5 + 0.5 * done if stage == "mastering" else share * done
            return self.tracker.at(stage, overall, done * self.seconds, before.peak)

        return (yield from told(mastering.holding_ceiling(before, writer), tell))

    def write_mix(self, mix: Scratch, path: Path) -> Generator[RenderProgress, None, tuple[Meter, int | None]]:
        """Write the mix, turned down where it would clip, and measure the file."""
        if mix.peak >= 1.0 and self.outputs.mix_bit_depth != 32:
            self.turned_down_db = gain_to_db(mix.peak) - SAFE_MIX_DBFS
        gain = np.float32(db_to_gain(-self.turned_down_db))
        writer = self._writer(path, self.outputs.mix_bit_depth)
        writer.start()
        share = 0.5 if self.outputs.master else 0.0
        written = 0
        for block in mix.blocks(BLOCK_SAMPLES):
            writer.write(block * gain)
            written += block.shape[1]
            done = share + (1.0 - share) * 0.5 * written / mix.samples
            yield self.tracker.at("checking", done, written / RATE_HZ, mix.peak)
        writer.close()
        half = (1.0 + share) / 2.0
        return (
            yield from told(
                measuring(writer.unfinished),
                lambda done: self.tracker.at("checking", half + (1.0 - half) * done, done * self.seconds, mix.peak),
            )
        )

    def _writer(self, path: Path, bit_depth: BitDepth) -> AudioWriter:
        writer = self.stack.enter_context(AudioWriter(path, bit_depth, self.samples))
        self.writers.append(writer)
        return writer

    def _stem(self, number: int, track: Id) -> AudioWriter:
        name = "".join(c if c.isalnum() or c in " -_" else "_" for c in self.project.tracks[track].name).strip()
        writer = self._writer((self.outputs.stems or Path()) / f"{number:02} {name[:80] or 'Track'}.wav", 32)
        writer.start()
        return writer


def _sources(
    clips: Mapping[Id, Clip], media: Mapping[Id, Path], cache: Path
) -> Generator[float, None, dict[Id, Source]]:
    """Open what the clips play, resampled; each sample once. Yields the share done."""
    sources: dict[Id, Source] = {}
    users = {clip.sample: (key, clip) for key, clip in clips.items()}
    for number, (sample, (key, clip)) in enumerate(users.items()):
        name = f'Clip "{clip.name or key}" cannot be rendered'
        if sample not in media:
            raise MixingError(f"{name}: its sample {sample} is missing. Upload it again, or remove the clip.")
        tell = partial(_overall, number, len(users))
        try:
            sources[sample] = yield from told(preparing(media[sample], cache), tell)
        except MixingError as error:
            raise MixingError(f"{name}: of its sample {sample}, {error}") from error
    return sources


def _overall(number: int, count: int, done: float) -> float:
    return (number + done) / count


def _costs(outputs: Outputs) -> dict[Stage, float]:
    costs = dict(_COSTS)
    if outputs.master is None:
        del costs["mastering"]
    if outputs.master is None or outputs.mix is None:
        costs["checking"] /= 2.0
    return costs


def _finished(job: _Job, mastering: Mastering, meters: Mapping[str, tuple[Meter, int | None]]) -> RenderFinished:
    measured = {name: meter.measurement(bit_depth) for name, (meter, bit_depth) in meters.items()}
    curves = {
        name: [level_or_none(round(value, 2)) for value in meter.short_term_lufs(HOP_SECONDS).tolist()]
        for name, (meter, _) in meters.items()
    }
    limiter: LimiterReport | None = None
    if "master" in meters:
        limiter = LimiterReport(
            ceiling_dbtp=mastering.ceiling_dbtp,
            max_reduction_db=max(mastering.limiter_reduction_db, default=0.0),
            corrections_db=mastering.corrections_db,
        )
    report = RenderReport(
        duration_seconds=job.samples / RATE_HZ,
        mix_turned_down_db=job.turned_down_db,
        hop_seconds=HOP_SECONDS,
        mix_short_term_lufs=curves.get("mix", []),
        master_short_term_lufs=curves.get("master", []),
        reduction_db={key: curve for key, curve in mastering.reduction_db.items() if any(curve)},
        limiter=limiter,
    )
    return RenderFinished(measured.get("mix"), measured.get("master"), report)
