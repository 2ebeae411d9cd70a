"""Ready-made networks with the training that suits them, in words that say what to expect."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import NamedTuple

from generation.architectures.wavenet_config import MAX_RECEPTIVE_FIELD_SAMPLES, WavenetConfig
from generation.errors import EngineError

SHORTEST_SAMPLES = 16
"""Under it the whole dilations of two taps cannot meet every length within 3 %."""
MAX_LAYERS = 120


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
    variations: int = 0
    """How many altered copies of the material are trained on beside it."""
    ema_decay: float = 0.0
    """Of the average of the weights that is heard and generated with; 0: none."""
    needs_gpu: bool = False

    @property
    def receptive_field_ms(self) -> float:
        layers = range(self.layers_a_stack)
        return 1000.0 * (self.stacks * sum(1 << layer for layer in layers) + 2) / self.sample_rate_hz


PRESETS: dict[str, Preset] = {
    "sketch": Preset(
        title="Sketch",
        description="For minutes on two cores: the colour and the rhythm of one voice or one place after 600 steps, "
        "babble of one speaker after 2400. It hears 64 ms (512 samples). Takes 0.6 GB, and 0.07 to 0.1 s a step on one "
        "core.",
        sample_rate_hz=8_000, stacks=2, layers_a_stack=8,
        residual_channels=32, dilation_channels=32, skip_channels=64,
        batch=2, window_samples=4_000, learning_rate=6e-3, steps=600,
    ),
    "voice": Preset(
        title="Voice",
        description="For twenty minutes on two cores: babble of one speaker at 8 kHz, from a few minutes of speech. It "
        "hears 192 ms (1535 samples). Takes 0.7 GB, and 0.14 to 0.24 s a step on one core.",
        sample_rate_hz=8_000, stacks=3, layers_a_stack=9,
        residual_channels=32, dilation_channels=32, skip_channels=256,
        batch=2, window_samples=4_000, learning_rate=7e-3, steps=12_000, variations=8, ema_decay=0.999,
    ),
    "small": Preset(
        title="Small",
        description="For an evening on two cores: babble of one speaker, measured within twenty minutes at 8 kHz, not "
        "yet at 16 kHz. It hears 192 ms (3071 samples). Takes 0.9 GB, and 0.3 to 0.4 s a step on one core.",
        sample_rate_hz=16_000, stacks=3, layers_a_stack=10,
        residual_channels=32, dilation_channels=32, skip_channels=128,
        batch=1, window_samples=16_000, learning_rate=4e-3, steps=10_000,
    ),
    "published": Preset(
        title="Published",
        description="The network that others have trained most: for days on two cores, or for a GPU. It hears 320 ms "
        "(5117 samples). Takes 1.4 GB, and 0.7 to 1.2 s a step on one core. Its sound was not judged here yet.",
        sample_rate_hz=16_000, stacks=5, layers_a_stack=10,
        residual_channels=32, dilation_channels=32, skip_channels=512,
        batch=1, window_samples=16_000, learning_rate=2e-3, steps=50_000,
    ),
    "gpu": Preset(
        title="Wide",
        description="For a GPU only, and many hours of sound: four times as wide as the published network. It hears "
        "320 ms (5117 samples). Takes 12 GB of the GPU. Neither its speed nor its sound was measured yet.",
        sample_rate_hz=16_000, stacks=5, layers_a_stack=10,
        residual_channels=128, dilation_channels=128, skip_channels=256,
        batch=8, window_samples=8_000, learning_rate=1e-3, steps=100_000, needs_gpu=True,
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

    def cost(shape: _Shape) -> float:
        stretch = math.log((shape.total + 2) / wanted_samples)
        return 20 * abs(stretch) + abs(math.log(shape.layers / wanted_layers)) + 0.05 * (shape.filling > 0)

    shapes = []
    for height, stacks in itertools.product(range(1, 17), range(13)):
        for rest in range(height):
            plain = _Shape(height, stacks, rest, 0)
            missing = wanted_samples - plain.total - 2
            if 0 < plain.layers < MAX_LAYERS:
                shapes.append(plain)
            if 2**height // 4 <= missing <= 2**height and missing > 0 and plain.layers < MAX_LAYERS - 1:
                shapes.append(plain._replace(filling=missing))
    costs = [cost(shape) for shape in shapes]
    lowest = min(costs)
    return min(shape.dilations for shape, price in zip(shapes, costs, strict=True) if price == lowest)


class _Shape(NamedTuple):
    """Whole stacks of 1, 2, 4… 2^(height − 1), then the first `rest` layers of another, then the filling if any."""

    height: int
    stacks: int
    rest: int
    filling: int

    @property
    def total(self) -> int:
        return self.stacks * ((1 << self.height) - 1) + (1 << self.rest) - 1 + self.filling

    @property
    def layers(self) -> int:
        return self.stacks * self.height + self.rest + (self.filling > 0)

    @property
    def dilations(self) -> tuple[int, ...]:
        stack = tuple(2**power for power in range(self.height))
        return stack * self.stacks + stack[: self.rest] + ((self.filling,) if self.filling else ())
