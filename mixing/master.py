"""From the mix to the master: the master track's devices, its fader, and a ceiling that is never exceeded."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from mixing.audio import CHANNELS, RATE_HZ, Audio, db_to_gain, gain_to_db
from mixing.audio_file import AudioWriter
from mixing.ceiling import BandLimit, Judge
from mixing.devices import track_effects
from mixing.dither import PLAIN_NOISE_STEPS, SHAPED_NOISE_STEPS
from mixing.effect import Effect, Processor
from mixing.effects.limiter import Limiter
from mixing.fader import Fader
from mixing.metering import Meter, measuring
from mixing.progress import Stage
from mixing.project import MASTER_ID, Id, Project
from mixing.scratch import Scratch
from mixing.steps import told
from mixing.true_peak import common, standard

HOP_SECONDS = 0.5
HOP_SAMPLES = round(HOP_SECONDS * RATE_HZ)  # the reduction is reported, and therefore computed, on this grid

_MOST_ATTEMPTS = 10
_LITTLE_DB = 0.1
_MARGIN_DB = 0.02  # what a moving gain, and what is too high to be worth a second look, may add
_CEILING_DEVICE = "ceiling"  # names the limiter's curve where the chain has no limiter of its own


@dataclass
class Mastering:
    """The master track's chain; the last limiter stands behind the fader and answers for the ceiling."""

    project: Project
    reduction_db: dict[Id, list[float]] = field(default_factory=dict)
    corrections_db: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        effects = track_effects(self.project, MASTER_ID)
        limiters = {key: effect for key, effect in effects.items() if isinstance(effect, Limiter)}
        self._devices: dict[Id, Effect] = {key: effect for key, effect in effects.items() if key not in limiters}
        ceilings = [self.project.master.ceiling_dbtp, *(limiter.ceiling_dbtp for limiter in limiters.values())]
        self.ceiling_dbtp = min(ceilings)
        self._last, self._limiter = limiters.popitem() if limiters else (_CEILING_DEVICE, Limiter())
        self._earlier_limiters: dict[Id, Effect] = dict(limiters)

    @property
    def limiter_reduction_db(self) -> list[float]:
        """The last limiter's reduction on the grid of HOP_SECONDS."""
        return self.reduction_db.get(self._last, [])

    def through_devices(self, mix: Iterable[Audio]) -> Iterator[Audio]:
        """Everything before the last limiter; blocks of HOP_SAMPLES in, the same audio on time out."""
        master = self.project.tracks.get(MASTER_ID)
        faded = self._through(self._devices, mix)
        if master is not None:
            fader = Fader(master)
            faded = (fader.process(block) for block in faded)
        return self._through(self._earlier_limiters, faded)

    def holding_ceiling(
        self, before: Scratch, writer: AudioWriter
    ) -> Generator[tuple[Stage, float], None, tuple[Meter, int | None]]:
        """Limit and write the file, measure it as written, and start again a little lower while it is over.

        Yields ("mastering" or "checking", share done) and returns the meter of the file as it stands. Most
        masters hold at the first attempt, or a little lower. Where meters disagree by more, which takes a loud
        and very bright sound, the limiter hears peaks as all of them do, and what lies above 20.5 kHz is given up.
        """
        noise_steps = {16: SHAPED_NOISE_STEPS, 24: PLAIN_NOISE_STEPS, 32: 0.0}[writer.bit_depth]
        target = db_to_gain(self.ceiling_dbtp - _MARGIN_DB) - noise_steps / 2.0 ** (writer.bit_depth - 1)
        wary = False
        for _ in range(_MOST_ATTEMPTS):
            limiter = self._limiter.model_copy(update={"ceiling_dbtp": gain_to_db(target)})
            processor = limiter.detecting(common() if wary else standard(), RATE_HZ)
            self.reduction_db[self._last] = curve = list[float]()
            sound = before.blocks(HOP_SAMPLES)
            if wary:
                sound = on_time(sound, BandLimit(), [])
            writer.start()
            written = 0
            for block in on_time(sound, processor, curve):
                writer.write(block)
                written += block.shape[1]
                yield "mastering", written / before.samples
            writer.close()
            meter, bit_depth = yield from told(measuring(writer.unfinished), lambda done: ("checking", done))
            judge = Judge(self.ceiling_dbtp)
            yield from told(judge.hearing(writer.unfinished), lambda done: ("checking", done))
            excess_db = max(meter.true_peak_dbtp(), judge.peak_dbtp()) - self.ceiling_dbtp
            if excess_db <= 0.0:
                return meter, bit_depth
            self.corrections_db.append(excess_db)
            if not wary and excess_db > _LITTLE_DB:
                wary = True
                excess_db = 0.0
            target *= db_to_gain(-excess_db - _MARGIN_DB)
        raise RuntimeError(f"The ceiling of {self.ceiling_dbtp} dBTP could not be held.")

    def _through(self, effects: dict[Id, Effect], blocks: Iterable[Audio]) -> Iterator[Audio]:
        for key, effect in effects.items():
            curve = self.reduction_db.setdefault(key, [])
            blocks = on_time(blocks, effect.processor(RATE_HZ), curve)
        return iter(blocks)


def on_time(blocks: Iterable[Audio], processor: Processor, reduction_db: list[float]) -> Iterator[Audio]:
    """Process blocks and take the latency away; appends the gain reduction of each block to a list.

    Blocks of HOP_SAMPLES in (but for the last), and the same out.
    """
    return _regular(_on_time(blocks, processor, reduction_db))


def _on_time(blocks: Iterable[Audio], processor: Processor, reduction_db: list[float]) -> Iterator[Audio]:
    late = processor.latency_samples
    for block in blocks:
        out = processor.process(block)
        reduction_db.append(round(processor.reduction_db, 3))
        skipped = min(late, out.shape[1])
        late -= skipped
        yield out[:, skipped:]
    if processor.latency_samples:
        yield processor.process(np.zeros((CHANNELS, processor.latency_samples), np.float32))[:, late:]


def _regular(blocks: Iterable[Audio]) -> Iterator[Audio]:
    waiting = np.zeros((CHANNELS, 0), np.float32)
    for block in blocks:
        waiting = np.concatenate([waiting, block], axis=1) if waiting.size else block
        while waiting.shape[1] >= HOP_SAMPLES:
            yield waiting[:, :HOP_SAMPLES]
            waiting = waiting[:, HOP_SAMPLES:]
    if waiting.size:
        yield waiting
