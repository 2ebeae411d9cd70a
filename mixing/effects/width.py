"""Width: how far apart left and right are, by middle and side."""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio
from mixing.dsp.glide import Glide
from mixing.effect import Effect, Processor, parameter


class Width(Effect):
    """Brings left and right together, or drives them apart; a negative width swaps the sides."""

    category: ClassVar[str] = "utility"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Mono": {"width": 0.0},
        "Swapped": {"width": -1.0},
        "Wide": {"width": 1.5},
        "Nearly closed": {"width": -0.1},
    }

    width: float = parameter(1.0, -2, 2, title="Width")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Width(self)


class _Width(Processor):
    def __init__(self, settings: Width) -> None:
        self._width = Glide([settings.width])

    def update(self, effect: Width) -> None:
        self._width.to([effect.width])

    def process(self, block: Audio) -> Audio:
        width = self._width.gains(block.shape[1])
        if block.shape[0] != CHANNELS:
            return block.copy()
        near, far = ((0.5 + sign * 0.5 * width).astype(np.float32) for sign in (1.0, -1.0))
        left, right = block
        return np.stack([near * left + far * right, far * left + near * right])
