"""What every effect is: parameters that describe themselves, and a way to process audio in blocks."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from mixing.audio import CHANNELS, Audio


def parameter(
    default: float, minimum: float, maximum: float, unit: str = "", scale: str = "linear", *, title: str
) -> Any:
    """A number that the editor shows as a knob; its limits are checked here and nowhere else.

    `unit` is written beside the value; `scale` is how the knob travels: linear or log.
    """
    return Field(default, ge=minimum, le=maximum, title=title, json_schema_extra={"unit": unit, "scale": scale})


class Processor(ABC):
    """An effect at work: keeps its state between blocks, so that any division into blocks sounds the same.

    latency_samples: how much later the output is than the input.
    tail_seconds: how long sound goes on after its input has ended, to -90 dB; an upper bound.
    reduction_db: the greatest gain reduction within the last block (0 for effects that reduce nothing).
    """

    latency_samples: int = 0
    tail_seconds: float = 0.0
    reduction_db: float = 0.0

    @abstractmethod
    def process(self, block: Audio) -> Audio:
        """Take float32 (channels, samples); return new audio of the same shape, later by the latency."""

    def update(self, effect: "Effect") -> None:
        """Take new parameters from the next sample on, keeping all state, without a click."""
        raise NotImplementedError(f"{type(self).__name__} cannot change while it plays.")


class Effect(BaseModel, ABC):
    """A kind of effect and its settings; the class's docstring is its description in the editor."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    master_only: ClassVar[bool] = False  # a stage of mastering, which an ordinary track cannot hold
    fixed: ClassVar[frozenset[str]] = frozenset()  # parameters that cannot change while it plays

    @abstractmethod
    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        """Start processing at a rate, from silence."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler.resolve_ref_schema(handler(core_schema))
        schema["master_only"] = cls.master_only
        return schema
