"""Devices in a row: wet and dry, bypass, automation, and each one's lateness accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mixing.analysis.added import Added
from mixing.audio import RATE_HZ, Audio
from mixing.delays import Delay
from mixing.effect import Effect, Processor
from mixing.envelopes import CONTROL_SAMPLES, Curve
from mixing.project import Id
from mixing.summing import add, even_gains


@dataclass(frozen=True)
class Placed:
    """An effect in its place: how much of it is heard, and what of it moves."""

    effect: Effect
    wet: float = 1.0
    curves: dict[str, Curve] = field(default_factory=dict)  # "wet" among them
    key: Id = ""  # the device's, where what it adds is to be reported


class Chain:
    """Devices one after the other. Blocks come in order and begin on the control grid of the project.

    latency_samples is a whole number of cells of that grid, so that every device's blocks begin on it.
    """

    def __init__(self, placed: Sequence[Placed], start_samples: int = 0) -> None:
        self._stages: list[_Stage] = []
        for one in placed:
            self._stages.append(_Stage(one, start_samples))
            start_samples -= self._stages[-1].latency_samples
        self.latency_samples = sum(stage.latency_samples for stage in self._stages)
        self.tail_seconds = sum(stage.tail_seconds for stage in self._stages)
        self.added = {stage.key: stage.added for stage in self._stages if stage.added is not None}

    @property
    def reduction_db(self) -> float:
        """The greatest gain reduction of any device within the last block."""
        return max((stage.reduction_db for stage in self._stages), default=0.0)

    def __bool__(self) -> bool:
        return bool(self._stages)

    def process(self, block: Audio) -> Audio:
        """Float32 (2, samples) in and out, later by the latency."""
        for stage in self._stages:
            block = stage.process(block)
        return block


class _Stage:
    def __init__(self, placed: Placed, start_samples: int) -> None:
        self._effect, self._wet = placed.effect, placed.wet
        self._curves = {name: curve for name, curve in placed.curves.items() if name != "wet"}
        self._wet_curve = placed.curves.get("wet")
        self._at = start_samples  # the place in the project of the next sample that comes in
        if self._curves:
            self._effect = self._effect.model_copy(update=self._values(self._at // CONTROL_SAMPLES, 1)[0])
        self._processor: Processor = self._effect.processor(RATE_HZ)
        late = self._processor.latency_samples
        self.latency_samples = -(-late // CONTROL_SAMPLES) * CONTROL_SAMPLES
        self.tail_seconds = self._processor.tail_seconds
        self.key = placed.key
        self.added = Added(RATE_HZ) if placed.key else None
        self._padding = Delay(self.latency_samples - late)
        self._dry = Delay(self.latency_samples)

    @property
    def reduction_db(self) -> float:
        return self._processor.reduction_db

    def process(self, block: Audio) -> Audio:
        first = self._at - self.latency_samples
        effected = self._effected(block)
        if self.added is not None:
            self.added.feed(block, effected)
        wet = self._padding.process(effected)
        self._at += block.shape[1]
        if self._wet_curve is None and self._wet == 1.0:
            return wet
        return self._mixed(wet, self._dry.process(block), first)

    def _mixed(self, wet: Audio, dry: Audio, first_samples: int) -> Audio:
        amount = np.array([self._wet])
        if self._wet_curve is not None:
            amount = self._wet_curve.over(first_samples, wet.shape[1])
        if len(amount) == 1 and amount[0] in (0.0, 1.0):
            return wet if amount[0] else dry
        both = np.zeros_like(wet)
        add(both, dry, even_gains(1.0 - amount), first_samples)
        add(both, wet, even_gains(amount), first_samples)
        return both

    def _effected(self, block: Audio) -> Audio:
        samples = block.shape[1]
        first = self._at // CONTROL_SAMPLES
        cells = -(-samples // CONTROL_SAMPLES)
        if not self._curves or all(curve.still(first, cells + 1) for curve in self._curves.values()):
            return self._processor.process(block)
        parts: list[Audio] = []
        done = 0
        for cell, values in enumerate(self._values(first + 1, cells)):
            if all(getattr(self._effect, name) == value for name, value in values.items()):
                continue
            start = cell * CONTROL_SAMPLES
            if start > done:
                parts.append(self._processor.process(block[:, done:start]))
            self._effect = self._effect.model_copy(update=values)
            self._processor.update(self._effect)
            done = min(start + CONTROL_SAMPLES, samples)
            parts.append(self._processor.process(block[:, start:done]))
        if done < samples:
            parts.append(self._processor.process(block[:, done:]))
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)

    def _values(self, first_cell: int, count: int) -> list[dict[str, float]]:
        found = {name: curve.at(first_cell, count).tolist() for name, curve in self._curves.items()}
        return [{name: values[cell] for name, values in found.items()} for cell in range(count)]
