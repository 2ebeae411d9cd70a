"""Ready-made networks with the training that suits them, in words that say what to expect."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from generation.architectures.wavenet_config import MAX_RECEPTIVE_FIELD_SAMPLES, WavenetConfig
from generation.errors import EngineError

SHORTEST_SAMPLES = 16
"""Under it the whole dilations of two taps cannot meet every length within 3 %."""


@dataclass(frozen=True)
class Preset:
    """A network's shape at its own rate, and how to train it; other rates keep the receptive field in ms."""

    title: str
    description: str
    sample_rate_hz: int
    stacks: int
    layers_a_stack: int
    residual_channels: int
    dilation_channels: int
    skip_channels: int
    batch: int
    window_samples: int
    learning_rate: float
    steps: int

    @property
    def receptive_field_ms(self) -> float:
        layers = range(self.layers_a_stack)
        return 1000.0 * (self.stacks * sum(1 << layer for layer in layers) + 2) / self.sample_rate_hz


PRESETS: dict[str, Preset] = {
    "sketch": Preset(
        title="Sketch",
        description="Learns the colour and the rhythm of a sound in a minute or two, without words or melody.",
        sample_rate_hz=8_000, stacks=2, layers_a_stack=8,
        residual_channels=32, dilation_channels=32, skip_channels=64,
        batch=2, window_samples=4_000, learning_rate=6e-3, steps=600,
    ),
    "small": Preset(
        title="Small",
        description="Babbles like one voice or one place after twenty minutes, and grows clearer for some hours.",
        sample_rate_hz=16_000, stacks=3, layers_a_stack=10,
        residual_channels=32, dilation_channels=32, skip_channels=128,
        batch=1, window_samples=16_000, learning_rate=4e-3, steps=10_000,
    ),
    "published": Preset(
        title="Published",
        description="The network of the literature: the most convincing babble, for long runs, best on a GPU.",
        sample_rate_hz=16_000, stacks=5, layers_a_stack=10,
        residual_channels=32, dilation_channels=32, skip_channels=512,
        batch=1, window_samples=16_000, learning_rate=2e-3, steps=50_000,
    ),
}  # fmt: skip


def preset_named(name: str) -> Preset:
    """The preset of that name; `EngineError` naming the choices for another."""
    if name not in PRESETS:
        raise EngineError(f"There is no preset “{name}”; choose one of {', '.join(PRESETS)}.")
    return PRESETS[name]


def config_for(
    preset: Preset,
    sample_rate_hz: int | None = None,
    classes: tuple[str, ...] = (),
    *,
    receptive_field_ms: float | None = None,
) -> WavenetConfig:
    """The preset's network at a rate (its own when None), hearing as far back in ms as it, or as asked.

    The receptive field is within 3 % of that at every rate; `EngineError` where no network is.
    """
    rate = preset.sample_rate_hz if sample_rate_hz is None else sample_rate_hz
    if not 1_000 <= rate <= 192_000:
        raise EngineError(f"A sample rate of {rate} Hz is not between 1000 and 192000 Hz.")
    wanted_ms = preset.receptive_field_ms if receptive_field_ms is None else receptive_field_ms
    wanted_samples = round(wanted_ms * rate / 1000.0)
    if not SHORTEST_SAMPLES <= wanted_samples <= MAX_RECEPTIVE_FIELD_SAMPLES:
        raise EngineError(
            f"At {rate} Hz a network hears back between {1000 * SHORTEST_SAMPLES / rate:.3g} and "
            f"{1000 * MAX_RECEPTIVE_FIELD_SAMPLES / rate:.0f} ms, not {wanted_ms:g} ms."
        )
    return WavenetConfig(
        sample_rate_hz=rate,
        dilations=_dilations(wanted_samples, preset.stacks * preset.layers_a_stack),
        residual_channels=preset.residual_channels,
        dilation_channels=preset.dilation_channels,
        skip_channels=preset.skip_channels,
        classes=classes,
    )


def _dilations(wanted_samples: int, wanted_layers: int) -> tuple[int, ...]:
    """Stacks of 1, 2, 4…, the last perhaps cut short and closed by one long layer that fills what is missing.

    Chosen nearest to the receptive field and the number of layers: a per cent off the receptive field weighs as much
    as a fifth more or fewer layers, and a filling layer as much as a twentieth.
    """

    def cost(dilations: tuple[int, ...], filled: bool) -> float:
        stretch = math.log((sum(dilations) + 2) / wanted_samples)
        return 20 * abs(stretch) + abs(math.log(len(dilations) / wanted_layers)) + 0.05 * filled

    found: list[tuple[float, tuple[int, ...]]] = []
    for height, stacks in itertools.product(range(1, 17), range(13)):
        for rest in range(height):
            stack = tuple(2**power for power in range(height))
            plain = stack * stacks + stack[:rest]
            missing = wanted_samples - sum(plain) - 2
            if plain and len(plain) < 120:
                found.append((cost(plain, False), plain))
            if 2**height // 4 <= missing <= 2**height and len(plain) < 119:
                found.append((cost((*plain, missing), True), (*plain, missing)))
    return min(found)[1]
