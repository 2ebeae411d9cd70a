"""What a WaveNet is before any weight exists: its shape, its bounds and its receptive field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from generation.errors import EngineError

MAX_PARAMETERS = 50_000_000
MAX_RECEPTIVE_FIELD_SAMPLES = 500_000

Dilation = Annotated[int, Field(ge=1, le=65_536)]
ClassName = Annotated[str, Field(min_length=1, max_length=120)]


class WavenetConfig(BaseModel):
    """The shape of a WaveNet (van den Oord et al. 2016): width-2 causal layers with gates, residuals and skips.

    `classes` are the names of its global conditioning, empty for a network without any.
    Bounds are checked here, so that a hostile file is refused before anything is allocated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    architecture: Literal["wavenet"] = "wavenet"
    sample_rate_hz: Annotated[int, Field(ge=1_000, le=192_000)]
    dilations: Annotated[tuple[Dilation, ...], Field(min_length=1, max_length=120)]
    residual_channels: Annotated[int, Field(ge=4, le=512, multiple_of=4)] = 32
    dilation_channels: Annotated[int, Field(ge=4, le=512, multiple_of=4)] = 32
    skip_channels: Annotated[int, Field(ge=4, le=2_048, multiple_of=4)] = 128
    quantisation: Literal[256] = 256
    classes: Annotated[tuple[ClassName, ...], Field(max_length=1_000)] = ()

    @model_validator(mode="after")
    def _bounded(self) -> WavenetConfig:
        if len(set(self.classes)) != len(self.classes):
            raise ValueError("two classes have the same name")
        if self.receptive_field_samples > MAX_RECEPTIVE_FIELD_SAMPLES:
            raise ValueError(f"the receptive field is over {MAX_RECEPTIVE_FIELD_SAMPLES} samples")
        if self.parameter_count > MAX_PARAMETERS:
            raise ValueError(f"the network has over {MAX_PARAMETERS} parameters")
        return self

    @property
    def layers(self) -> int:
        return len(self.dilations)

    @property
    def receptive_field_samples(self) -> int:
        """How many past samples a prediction hears: Σdilations + 2, for the layers and the first one's two samples."""
        return sum(self.dilations) + 2

    @property
    def receptive_field_ms(self) -> float:
        return 1000.0 * self.receptive_field_samples / self.sample_rate_hz

    @property
    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """Name → shape of every weight; rows are inputs, columns outputs.

        The gate's columns are filter, then gate; its rows are the past sample's channels, then the present one's.
        The last layer has no residual: nothing would hear it.
        """
        layers, residual, gate = self.layers, self.residual_channels, 2 * self.dilation_channels
        skip, levels = self.skip_channels, self.quantisation
        shapes: dict[str, tuple[int, ...]] = {
            "input_embedding": (2, levels, residual),
            "gate_weight": (layers, 2 * residual, gate),
            "gate_bias": (layers, gate),
            "residual_weight": (layers - 1, self.dilation_channels, residual),
            "residual_bias": (layers - 1, residual),
            "skip_weight": (layers * self.dilation_channels, skip),
            "skip_bias": (skip,),
            "hidden_weight": (skip, skip),
            "hidden_bias": (skip,),
            "output_weight": (skip, levels),
            "output_bias": (levels,),
        }
        if self.classes:
            shapes["class_embedding"] = (len(self.classes), layers, gate)
        return shapes

    @property
    def parameter_count(self) -> int:
        total = 0
        for shape in self.parameter_shapes.values():
            count = 1
            for size in shape:
                count *= size
            total += count
        return total

    def class_index(self, name: str | None) -> int:
        """The index of a class by name; None is the first. `EngineError` when the network does not know the name."""
        if name is None:
            return 0
        if name not in self.classes:
            known = ", ".join(self.classes[:12]) or "none, it was trained without classes"
            raise EngineError(f"This model has no class “{name}”; its classes: {known}.")
        return self.classes.index(name)

    def to_json(self) -> str:
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> WavenetConfig:
        """The inverse of `to_json`; raises `EngineError` for text that is no bounded configuration."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "configuration"
            raise EngineError(f"Not a usable WaveNet configuration: {where}: {first['msg']}.") from None
