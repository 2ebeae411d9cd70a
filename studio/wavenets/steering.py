"""What a listener may ask of a voice while it is played, as messages of its socket."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from generation.request import Change


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Steer(Message):
    """From now on: another class or mixture of classes, temperature, loudness or pitch."""

    type: Literal["steer"]
    change: Change


class Played(Message):
    """How far the listener has heard, and how often there was nothing to hear."""

    type: Literal["played"]
    samples: Annotated[int, Field(ge=0, le=2**40)]
    gaps: Annotated[int, Field(ge=0, le=10**6)] = 0


class BeginHere(Message):
    """The recording begins with what sounds now; what came before it is dropped."""

    type: Literal["begin_here"]


class Stop(Message):
    """The end, and what was recorded becomes a take."""

    type: Literal["stop"]


Asked = Annotated[Steer | Played | BeginHere | Stop, Field(discriminator="type")]
_ADAPTER: TypeAdapter[Asked] = TypeAdapter(Asked)


def read(text: str) -> Asked:
    """Raises pydantic's `ValidationError` for anything else."""
    return _ADAPTER.validate_json(text)


def of(message: dict[str, Any]) -> Asked:
    return _ADAPTER.validate_python(message)
