"""What a WaveNet is before any weight exists: its shape, its bounds and its receptive field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from generation.errors import EngineError

MAX_PARAMETERS = 50_000_000
MAX_RECEPTIVE_FIELD_SAMPLES = 500_000
MULAW_LEVELS = 256
PCM_LEVELS = 65_536

Head = Literal["categorical", "logistics"]
LEVELS: dict[Head, int] = {"categorical": MULAW_LEVELS, "logistics": PCM_LEVELS}
"""The most levels that a head can tell apart."""

Control = Literal["loudness", "pitch"]
CONTROL_FEATURES: dict[Control, int] = {"loudness": 1, "pitch": 2}
"""Numbers a frame: the level; the logarithm of the fundamental and whether there is one."""
CONTROL_SECONDS = 0.01
"""How long one frame of a control, or of a class curve, holds."""

Dilation = Annotated[int, Field(ge=1, le=65_536)]
ClassName = Annotated[str, Field(min_length=1, max_length=120)]


class WavenetConfig(BaseModel):
    """The shape of a WaveNet (van den Oord et al. 2016): causal dilated layers with gates, residuals and skips.

    The head is a softmax over µ-law levels (`categorical`), or a mixture of discretised logistics over 16-bit PCM
    (`logistics`; Salimans et al. 2017, van den Oord et al. 2018), whose input is the waveform itself.
    `classes` are the names of its global conditioning, `controls` the curves of its local one; both may be empty.
    Bounds are checked here, so that a hostile file is refused before anything is allocated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    architecture: Literal["wavenet"] = "wavenet"
    sample_rate_hz: Annotated[int, Field(ge=1_000, le=192_000)]
    dilations: Annotated[tuple[Dilation, ...], Field(min_length=1, max_length=120)]
    residual_channels: Annotated[int, Field(ge=4, le=512, multiple_of=4)] = 32
    dilation_channels: Annotated[int, Field(ge=4, le=512, multiple_of=4)] = 32
    skip_channels: Annotated[int, Field(ge=4, le=2_048, multiple_of=4)] = 128
    filter_width: Annotated[int, Field(ge=2, le=4)] = 2
    """How many samples, one dilation apart, each layer hears."""
    input_width: Annotated[int, Field(ge=1, le=64)] = 2
    """How many neighbouring samples the first layer hears."""
    head: Head = "categorical"
    quantisation: Annotated[int, Field(ge=2, le=PCM_LEVELS)] = MULAW_LEVELS
    mixtures: Annotated[int, Field(ge=1, le=64)] = 10
    """Components of the head `logistics`; without meaning for the other."""
    biases: bool = True
    """False: every bias stays zero."""
    classes: Annotated[tuple[ClassName, ...], Field(max_length=1_000)] = ()
    controls: Annotated[tuple[Control, ...], Field(max_length=2)] = ()

    @model_validator(mode="after")
    def _bounded(self) -> WavenetConfig:
        if self.head == "categorical" and self.quantisation > MULAW_LEVELS:
            raise ValueError(f"a categorical head has at most {MULAW_LEVELS} levels")
        if self.head == "logistics" and self.quantisation != PCM_LEVELS:
            raise ValueError(f"a head of logistics has {PCM_LEVELS} levels")
        if len(set(self.controls)) != len(self.controls):
            raise ValueError("the same control is named twice")
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
        """How many past samples a prediction hears, through the layers and the first one's own taps."""
        return (self.filter_width - 1) * sum(self.dilations) + self.input_width

    @property
    def receptive_field_ms(self) -> float:
        return 1000.0 * self.receptive_field_samples / self.sample_rate_hz

    @property
    def outputs(self) -> int:
        """Numbers that the network gives a sample: logits, or weights, means and log scales of the logistics."""
        return self.quantisation if self.head == "categorical" else 3 * self.mixtures

    @property
    def control_features(self) -> int:
        return sum(CONTROL_FEATURES[control] for control in self.controls)

    @property
    def control_frame_samples(self) -> int:
        """How many samples one frame of a control or of a class curve holds for."""
        return max(1, round(CONTROL_SECONDS * self.sample_rate_hz))

    @property
    def uniforms_per_sample(self) -> int:
        """Random numbers that drawing one sample takes."""
        return 1 if self.head == "categorical" else 2

    @property
    def parameter_shapes(self) -> dict[str, tuple[int, ...]]:
        """Name → shape of every weight; rows are inputs, columns outputs.

        The gate's columns are filter, then gate; its rows are the oldest tap's channels first, the present sample's
        last. The last layer has no residual: nothing would hear it.
        """
        layers, residual, gate = self.layers, self.residual_channels, 2 * self.dilation_channels
        skip = self.skip_channels
        shapes: dict[str, tuple[int, ...]] = (
            {"input_embedding": (self.input_width, self.quantisation, residual)}
            if self.head == "categorical"
            else {"input_weight": (self.input_width, residual), "input_bias": (residual,)}
        )
        shapes |= {
            "gate_weight": (layers, self.filter_width * residual, gate),
            "gate_bias": (layers, gate),
            "residual_weight": (layers - 1, self.dilation_channels, residual),
            "residual_bias": (layers - 1, residual),
            "skip_weight": (layers * self.dilation_channels, skip),
            "skip_bias": (skip,),
            "hidden_weight": (skip, skip),
            "hidden_bias": (skip,),
            "output_weight": (skip, self.outputs),
            "output_bias": (self.outputs,),
        }
        if self.controls:
            shapes["control_weight"] = (layers, self.control_features, gate)
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
