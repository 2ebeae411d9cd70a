"""The card that travels with a model's weights from site to site: JSON beside the safetensors file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import MAX_STEP
from generation.errors import EngineError

FORMAT = "overhear-card-1"
MAX_CARD_BYTES = 512_000

Name = Annotated[str, Field(min_length=1, max_length=200)]
Word = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=2_000)]
Step = Annotated[int, Field(ge=0, le=MAX_STEP)]
Amount = Annotated[float, Field(ge=0.0)]
Nats = Annotated[float, Field(ge=0.0, le=1e6)]


class CardError(EngineError):
    """A card that cannot be read."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class CorpusPart(_Part):
    """Recordings of one owner under one licence."""

    owner: Word
    licence: Word
    """Empty: they are private, and were used by their owner."""
    consent: Word
    recordings: Annotated[int, Field(ge=0)]
    seconds: Amount


class CardAudition(_Part):
    """What the network said at a step, and what its owner heard in it."""

    step: Step
    seconds: Amount
    note: Text = ""


class Ancestor(_Part):
    """A model that this one, or one before it, began with."""

    name: Name
    step: Step


class ModelCard(_Part):
    """All that is told of a model. What its architecture says already (rate, classes, receptive field) is repeated for
    people who read the file; only the architecture counts."""

    format: Literal["overhear-card-1"]
    name: Name
    architecture: WavenetConfig
    step: Step
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the weights' file."""
    size_bytes: Annotated[int, Field(ge=0)]
    preset: Word = ""
    plan: dict[str, Any] = {}
    curve: Annotated[tuple[tuple[Step, Nats, Nats | None], ...], Field(max_length=1_000)] = ()
    loss_nats: Nats | None = None
    validation_loss_nats: Nats | None = None
    used_seconds: Amount | None = None
    corpus: Annotated[tuple[CorpusPart, ...], Field(max_length=1_000)] = ()
    auditions: Annotated[tuple[CardAudition, ...], Field(max_length=3)] = ()
    good_for: Text = ""
    licence: Word = ""
    owner: Word = ""
    made_at: Word = ""
    lineage: Annotated[tuple[Ancestor, ...], Field(max_length=50)] = ()
    sample_rate_hz: int | None = None
    receptive_field_samples: int | None = None
    receptive_field_ms: float | None = None
    parameter_count: int | None = None
    classes: tuple[Word, ...] = ()

    @classmethod
    def from_json(cls, text: str | bytes) -> ModelCard:
        """Reads a card; `CardError` in one line that names what is wrong."""
        if len(text) > MAX_CARD_BYTES:
            raise CardError(f"The card is longer than {MAX_CARD_BYTES // 1000} kB: it is not a card of this studio.")
        if (b"\\u0000" in text or b"\0" in text) if isinstance(text, bytes) else ("\\u0000" in text or "\0" in text):
            raise CardError("The card holds characters that are no text.")
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            if not where:
                raise CardError("The card is not JSON. Choose the .json file that came with the weights.") from None
            raise CardError(f"The card cannot be read: {where}: {first['msg']}.".replace("\n", " ")[:300]) from None

    @property
    def weights_bytes(self) -> int:
        """How long the weights themselves are, without the file's header."""
        return 4 * self.architecture.parameter_count
