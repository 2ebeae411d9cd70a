"""What every effect is: parameters that describe themselves, and a way to process audio in blocks."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from mixing.audio import CHANNELS, Audio

CONTROL_SAMPLES = 64  # the grid, in the project's time, on which moving parameters are read


def parameter(
    default: float,
    minimum: float,
    maximum: float,
    unit: str = "",
    scale: str = "linear",
    *,
    title: str,
    choices: tuple[str, ...] = (),
) -> Any:
    """A number that the editor shows as a knob; its limits are checked here and nowhere else.

    `unit` is written beside the value; `scale` is how the knob travels: linear or log. Where there are
    `choices`, the value is the number of one of them, counted from 0.
    """
    extra: dict[str, Any] = {"unit": unit, "scale": scale}
    if choices:
        extra["choices"] = list(choices)
    return Field(default, ge=minimum, le=maximum, title=title, json_schema_extra=extra)


def choice(default: int, *choices: str, title: str) -> Any:
    """A parameter whose values have names; it is a number like any other."""
    return parameter(float(default), 0, len(choices) - 1, title=title, choices=choices)


class Processor(ABC):
    """An effect at work: keeps its state between blocks, so that any division into blocks sounds the same.

    latency_samples: how much later the output is than the input.
    tail_seconds: how long sound goes on after its input ends, to -90 dB; an upper bound.
    reduction_db: the greatest gain reduction within the last block (0 for effects that reduce nothing).
    """

    latency_samples: int = 0
    tail_seconds: float = 0.0
    reduction_db: float = 0.0

    @abstractmethod
    def process(self, block: Audio) -> Audio:
        """Take float32 (channels, samples); return new audio of the same shape, later by the latency."""

    def update(self, effect: Any) -> None:
        """Take new settings of the same kind from the next sample on, without a click and keeping all state.

        What is heard at once moves in a straight line over CONTROL_SAMPLES. Parameters that the effect lists
        as `fixed` stay as they were.
        """
        del effect  # a processor without settings has nothing to do


class Effect(BaseModel, ABC):
    """A kind of effect and its settings; the class's docstring is its description in the editor."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    master_only: ClassVar[bool] = False  # a stage of mastering, which an ordinary track cannot hold
    category: ClassVar[str]  # dynamics, filter, colour, space, modulation, repair or utility
    fixed: ClassVar[frozenset[str]] = frozenset()  # parameters that cannot move while sound runs
    presets: ClassVar[dict[str, dict[str, float]]] = {}  # by name: the parameters that differ from the defaults

    @abstractmethod
    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        """Start processing at a rate, from silence."""

    @classmethod
    def preset(cls, name: str) -> "Effect":
        """The effect with a preset's settings."""
        return cls(**cls.presets[name])

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema["master_only"] = cls.master_only
        schema["category"] = cls.category
        schema["fixed"] = sorted(cls.fixed)
        schema["presets"] = cls.presets
        return schema
