"""Effects, mixers and sounds for tests of the renderer: plain, exact and easy to reason about."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import pytest

from mixing.audio import Audio
from mixing.effect import Effect, Processor, parameter
from mixing.effects import EFFECTS
from mixing.materials import Material
from mixing.mixer import Mixer
from mixing.project import Project
from mixing.routing import Routes, routes, sounding_clips


class Factor(Effect):
    """Multiplies by a number, towards which it glides over the next block that it is given."""

    fixed: ClassVar[frozenset[str]] = frozenset({"seed"})
    factor: float = parameter(1.0, -4, 4, title="Factor")
    seed: float = parameter(0.0, 0, 9, title="Seed")

    def processor(self, sample_rate_hz: int, channels: int = 2) -> Processor:
        return _Factor(self)


class _Factor(Processor):
    def __init__(self, effect: Factor) -> None:
        self._now = self._next = effect.factor

    def update(self, effect: Effect) -> None:
        assert isinstance(effect, Factor)
        self._next = effect.factor

    def process(self, block: Audio) -> Audio:
        ramp = self._now + (self._next - self._now) * np.arange(block.shape[1]) / max(1, block.shape[1])
        self._now = self._next
        out: Audio = (block * ramp).astype(np.float32)
        return out


class Late(Effect):
    """Gives back what it gets, later, and says so."""

    samples: float = parameter(100.0, 0, 5_000, title="Samples")

    def processor(self, sample_rate_hz: int, channels: int = 2) -> Processor:
        return Later(round(self.samples))


class Later(Processor):
    """Delays by so many samples."""

    def __init__(self, samples: int, *, told: bool = True, tail_seconds: float = 0.0, gain: float = 1.0) -> None:
        self.latency_samples = samples if told else 0
        self.tail_seconds = tail_seconds
        self._gain = np.float32(gain)
        self._waiting = np.zeros((2, samples), np.float32)

    def process(self, block: Audio) -> Audio:
        audio = np.concatenate([self._waiting, block], axis=1)
        self._waiting = audio[:, block.shape[1] :]
        return audio[:, : block.shape[1]] * self._gain


class Echo(Effect):
    """One repetition, at half the level, and nothing of the original."""

    seconds: float = parameter(0.5, 0, 5, title="Seconds")

    def processor(self, sample_rate_hz: int, channels: int = 2) -> Processor:
        return Later(round(self.seconds * sample_rate_hz), told=False, tail_seconds=self.seconds + 0.01, gain=0.5)


@pytest.fixture
def plain_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    """factor, late and echo among the effects."""
    for name, kind in {"factor": Factor, "late": Late, "echo": Echo}.items():
        monkeypatch.setitem(EFFECTS, name, kind)


def mixer(project: Project, sources: Mapping[str, np.ndarray], by: Routes | None = None, **options: Any) -> Mixer:
    """A mixer of clips that play arrays (samples, channels) as they are."""
    by = by or routes(project)
    clips = sounding_clips(project, by)
    materials = {
        key: Material(
            np.asarray(sources[clip.sample], np.float32).reshape(len(sources[clip.sample]), -1),
            round(clip.offset_seconds * 44_100),
        )
        for key, clip in clips.items()
    }
    return Mixer(project, by, clips, materials, **options)


def played(made: Mixer, samples: int, block_samples: int = 4096) -> np.ndarray:
    """The mix, float32 (2, samples)."""
    blocks = [made.next(block_samples).total for _ in range(-(-samples // block_samples))]
    return np.concatenate(blocks, axis=1)[:, :samples]


def tapped(made: Mixer, samples: int, block_samples: int = 4096) -> np.ndarray:
    """What is listened to."""
    blocks = [made.next(block_samples).tapped for _ in range(-(-samples // block_samples))]
    whole = [np.zeros((2, block_samples), np.float32) if block is None else block for block in blocks]
    return np.concatenate(whole, axis=1)[:, :samples]
