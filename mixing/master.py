"""From the mix to the master: the master track's devices, its fader, and a ceiling that is never exceeded."""

from collections.abc import Generator, Iterable, Iterator
from typing import Protocol

import numpy as np

from mixing.analysis.added import Added
from mixing.audio import CHANNELS, RATE_HZ, Audio, db_to_gain, gain_to_db, level_or_none
from mixing.audio_file import AudioWriter
from mixing.ceiling import BandLimit, Brightness, Judge
from mixing.chain import Chain, Placed
from mixing.devices import track_devices
from mixing.dither import PLAIN_NOISE_STEPS, SHAPED_NOISE_STEPS
from mixing.effect import Processor
from mixing.effects.limiter import Limiter
from mixing.envelopes import Automation
from mixing.examination import Heard, hearing
from mixing.fader import Fader
from mixing.progress import Stage, StageTrace
from mixing.project import MASTER_ID, Id, Project
from mixing.scratch import Scratch
from mixing.steps import told
from mixing.target_loudness import finding_drive
from mixing.true_peak import common, standard

HOP_SECONDS = 0.64
HOP_SAMPLES = 28_224  # the same: whole hops of the meter, and whole cells of the control grid

_MOST_ATTEMPTS = 10
_LITTLE_DB = 0.1
_MARGIN_DB = 0.025  # what a moving gain, and what is too high to be worth a second look, may add
_DOUBT_DB = 0.003  # by which an interpolator of infinite length may read more than the longest one here
_BRIGHT = 0.1  # of the ceiling, above 16 kHz: such masters do not hold at the first attempt
_OVER = 1.4  # how far a bright sound reaches over its samples: softer ones are not limited
_CEILING_DEVICE = "ceiling"  # names the limiter's curve where the chain has no limiter of its own


class Mastering:
    """The master track's chain; the last limiter stands behind the fader and answers for the ceiling.

    Blocks begin at `start_seconds` of the project, where the master's envelopes are read from.
    """

    def __init__(self, project: Project, start_seconds: float = 0.0) -> None:
        self._project, self._start = project, round(start_seconds * RATE_HZ)
        self._automation = Automation(project)
        placed = track_devices(project, self._automation, MASTER_ID)
        limiters = {key: one.effect for key, one in placed.items() if isinstance(one.effect, Limiter)}
        self.ceiling_dbtp = min([project.master.ceiling_dbtp, *(one.ceiling_dbtp for one in limiters.values())])
        self._last, self._limiter = limiters.popitem() if limiters else (_CEILING_DEVICE, Limiter())
        earlier = {key: one for key, one in placed.items() if key in limiters}
        self._devices = {key: one for key, one in placed.items() if key not in earlier and key != self._last}
        self._earlier_limiters = earlier
        self.traces: dict[Id, StageTrace] = {}
        self.added: dict[Id, Added] = {}
        self.corrections_db: list[float] = []
        self._bright = False  # so much that meters will disagree where it is limited
        self.drive_db: float | None = None  # what a wanted loudness took

    @property
    def limiter_reduction_db(self) -> list[float]:
        """The last limiter's reduction on the grid of HOP_SECONDS."""
        return self.traces[self._last]["reduction_db"] if self._last in self.traces else []

    def through_devices(self, mix: Iterable[Audio]) -> Iterator[Audio]:
        """Everything before the last limiter; blocks of HOP_SAMPLES in, the same audio on time out."""
        faded = self._through(self._devices, mix)
        if MASTER_ID in self._project.tracks:
            fader = Fader.of(self._project, self._automation, MASTER_ID, self._start)
            faded = (fader.process(block) for block in faded)
        brightness = Brightness(self.ceiling_dbtp - self._limiter.input_db, _OVER)
        for block in self._through(self._earlier_limiters, faded):
            self._bright = self._bright or brightness.share(block) > _BRIGHT
            yield block

    def reaching_loudness(self, before: Scratch) -> Generator[float, None, None]:
        """Find how much louder to go into the limiter for the loudness that is wanted; yields the share done."""
        wanted = self._project.master.target_lufs
        if wanted is None:
            return
        target = db_to_gain(self.ceiling_dbtp - _MARGIN_DB)

        def limited(drive_db: float) -> Iterator[Audio]:
            return on_time(_banded(before, self._bright), self._limiter_at(target, drive_db, self._bright))

        self.drive_db = yield from finding_drive(limited, before.samples, wanted)
        if not self._bright and self._is_bright(before.blocks(HOP_SAMPLES), self.drive_db):
            self._bright = True  # which is limited otherwise, and comes out a little softer
            self.drive_db = yield from finding_drive(limited, before.samples, wanted, self.drive_db)

    def holding_ceiling(self, before: Scratch, writer: AudioWriter) -> Generator[tuple[Stage, float], None, Heard]:
        """Limit and write the file, measure it as written, and start again a little lower while it is over.

        Yields ("mastering" or "checking", share done) and returns what was heard in the file as it stands. Most
        masters hold at the first attempt, or a little lower. Where meters disagree by more, which takes a loud and
        very bright sound, the limiter hears peaks as all of them do, and what lies above 20.5 kHz is given up.
        """
        noise_steps = {16: SHAPED_NOISE_STEPS, 24: PLAIN_NOISE_STEPS, 32: 0.0}[writer.bit_depth]
        target = db_to_gain(self.ceiling_dbtp - _MARGIN_DB) - noise_steps / 2.0 ** (writer.bit_depth - 1)
        wary = self._bright
        for _ in range(_MOST_ATTEMPTS):
            processor = self._limiter_at(target, self.drive_db or 0.0, wary)
            yield from self._write(_banded(before, wary), processor, writer, before.samples)
            judge = Judge(self.ceiling_dbtp)
            heard = yield from told(hearing(writer.unfinished, HOP_SAMPLES, judge), lambda done: ("checking", done))
            excess_db = max(heard.meter.true_peak_dbtp(), judge.strictest_dbtp()) + _DOUBT_DB - self.ceiling_dbtp
            if excess_db <= 0.0:
                return heard
            self.corrections_db.append(excess_db)
            if not wary and excess_db > _LITTLE_DB:
                wary = True
                excess_db = 0.0
            target *= db_to_gain(-excess_db - _MARGIN_DB)
        raise RuntimeError(f"The ceiling of {self.ceiling_dbtp} dBTP could not be held.")

    def _is_bright(self, sound: Iterable[Audio], drive_db: float) -> bool:
        brightness = Brightness(self.ceiling_dbtp - self._limiter.input_db - drive_db, _OVER)
        return any(brightness.share(block) > _BRIGHT for block in sound)

    def _limiter_at(self, target: float, drive_db: float, wary: bool) -> Processor:
        louder = self._limiter.input_db + drive_db
        limiter = self._limiter.model_copy(update={"ceiling_dbtp": gain_to_db(target), "input_db": louder})
        return limiter.detecting(common() if wary else standard(), RATE_HZ)

    def _write(
        self, sound: Iterable[Audio], processor: Processor, writer: AudioWriter, samples: int
    ) -> Generator[tuple[Stage, float], None, None]:
        trace = self.traces[self._last] = _trace()
        writer.start()
        written = 0
        for block in traced(sound, processor, trace):
            writer.write(block)
            written += block.shape[1]
            yield "mastering", written / samples
        writer.close()

    def _through(self, devices: dict[Id, Placed], blocks: Iterable[Audio]) -> Iterator[Audio]:
        for key, placed in devices.items():
            chain = Chain([placed], self._start)
            self.added |= chain.added
            self.traces[key] = _trace()
            blocks = traced(blocks, chain, self.traces[key])
        return iter(blocks)


def _banded(before: Scratch, wary: bool) -> Iterator[Audio]:
    sound = before.blocks(HOP_SAMPLES)
    return on_time(sound, BandLimit()) if wary else sound


class Late(Protocol):
    """An effect at work, or several in a row."""

    latency_samples: int

    @property
    def reduction_db(self) -> float: ...

    def process(self, block: Audio) -> Audio: ...


def traced(blocks: Iterable[Audio], processor: Late, trace: StageTrace) -> Iterator[Audio]:
    """As `on_time`, noting what each block measures."""
    for block in on_time(blocks, processor, trace["reduction_db"]):
        power = float(np.vdot(block, block)) / max(block.size, 1)
        peak = float(max(block.max(initial=0.0), -block.min(initial=0.0)))
        trace["rms_dbfs"].append(_rounded(gain_to_db(power**0.5)))
        trace["peak_dbfs"].append(_rounded(gain_to_db(peak)))
        yield block


def on_time(blocks: Iterable[Audio], processor: Late, reduction_db: list[float] | None = None) -> Iterator[Audio]:
    """Process blocks and take the latency away; appends the gain reduction of each block to a list.

    Blocks of HOP_SAMPLES in (but for the last), and the same out.
    """
    return regular(_on_time(blocks, processor, [] if reduction_db is None else reduction_db))


def _on_time(blocks: Iterable[Audio], processor: Late, reduction_db: list[float]) -> Iterator[Audio]:
    late = processor.latency_samples
    for block in blocks:
        out = processor.process(block)
        reduction_db.append(round(processor.reduction_db, 3))
        skipped = min(late, out.shape[1])
        late -= skipped
        yield out[:, skipped:]
    if processor.latency_samples:
        yield processor.process(np.zeros((CHANNELS, processor.latency_samples), np.float32))[:, late:]


def regular(blocks: Iterable[Audio]) -> Iterator[Audio]:
    """The same sound in blocks of HOP_SAMPLES, but for the last."""
    waiting = np.zeros((CHANNELS, 0), np.float32)
    for block in blocks:
        waiting = np.concatenate([waiting, block], axis=1) if waiting.size else block
        while waiting.shape[1] >= HOP_SAMPLES:
            yield waiting[:, :HOP_SAMPLES]
            waiting = waiting[:, HOP_SAMPLES:]
    if waiting.size:
        yield waiting


def _trace() -> StageTrace:
    return StageTrace(reduction_db=[], rms_dbfs=[], peak_dbfs=[])


def _rounded(level_db: float) -> float | None:
    found = level_or_none(level_db)
    return None if found is None else round(found, 2)
