"""Begins a network with another one's weights: the same architecture, perhaps with other classes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.errors import EngineError
from generation.weight_file import Arrays

MOST_NAMED = 6

WORDS = {
    "sample_rate_hz": "sample rate",
    "dilations": "dilations",
    "residual_channels": "residual channels",
    "dilation_channels": "dilation channels",
    "skip_channels": "skip channels",
    "filter_width": "filter width",
    "input_width": "input width",
    "head": "head",
    "quantisation": "levels",
    "mixtures": "mixtures",
    "biases": "biases",
    "controls": "controls",
}


class ForkError(EngineError):
    """Weights that a network of another shape cannot begin with."""


def require_same_architecture(start: WavenetConfig, config: WavenetConfig) -> None:
    """Raises `ForkError`, naming what differs, unless the two differ in their classes only."""
    ours, theirs = config.model_dump(), start.model_dump()
    if different := [words for field, words in WORDS.items() if ours[field] != theirs[field]]:
        raise ForkError(
            f"These weights are of a network with other {_listed(different)}: a fork keeps the architecture of what it "
            "begins with. Leave those settings as they were, or train a model from nothing."
        )


def forked_weights(start: WavenetConfig, weights: Arrays, config: WavenetConfig) -> tuple[Arrays, tuple[str, ...]]:
    """The weights to begin `config` with, and what becomes of the classes, in sentences.

    A class that both know keeps its vector; a new one begins at the mean of those that were known. Where classes end,
    their mean goes into the gates' biases; where they begin, all are alike at first. Either way the network begins by
    saying what it said before. Raises `ForkError` for another architecture.
    """
    require_same_architecture(start, config)
    begun = {name: array for name, array in weights.items() if name != "class_embedding"}
    if config.classes == start.classes:
        return dict(weights), ()
    if not config.classes:
        if config.biases:
            begun["gate_bias"] = begun["gate_bias"] + _mean(weights["class_embedding"])
        return begun, ("It has no classes any more: it begins as the mean of those that it knew.",)
    shape = config.parameter_shapes["class_embedding"]
    if not start.classes:
        begun["class_embedding"] = np.zeros(shape, np.float32)
        return begun, (f"Its classes, {_listed(config.classes)}, are new: they begin alike.",)
    known = weights["class_embedding"]
    embedding = np.broadcast_to(_mean(known), shape).copy()
    for label, name in enumerate(config.classes):
        if name in start.classes:
            embedding[label] = known[start.classes.index(name)]
    begun["class_embedding"] = embedding
    return begun, _class_words(start.classes, config.classes)


def _mean(embedding: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(embedding.mean(axis=0), np.float32)


def _class_words(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    kept = [name for name in now if name in before]
    new = [name for name in now if name not in before]
    gone = [name for name in before if name not in now]
    ways = [
        (kept, "begins as it was known", "begin as they were known"),
        (new, "begins at the mean of the classes that were known", "begin at the mean of the classes that were known"),
        (gone, "is forgotten", "are forgotten"),
    ]
    return tuple(
        f"{'Class' if len(names) == 1 else 'Classes'} {_listed(names)} {one if len(names) == 1 else many}."
        for names, one, many in ways
        if names
    )


def _listed(words: list[str] | tuple[str, ...]) -> str:
    shown = [*words[:MOST_NAMED], *([f"{len(words) - MOST_NAMED} more"] if len(words) > MOST_NAMED else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
