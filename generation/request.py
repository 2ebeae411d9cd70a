"""What a person asks of a take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from generation.controls import HIGHEST_HZ, LOWEST_HZ
from generation.curves import ClassCurve, Curve, Shares

MIN_TEMPERATURE, MAX_TEMPERATURE = 0.05, 3.0
MIN_LOUDNESS_DBFS = -120.0

ContourFit = Literal["hold", "stretch"]


class GenerationRequest(BaseModel):
    """What to generate. In one precision, voice n of a seed is the same however many voices are made beside it.

    Curves begin with the first sample that is made. Numbers and lists of points are taken for curves (`Points`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: Annotated[float, Field(gt=0.0, le=1_800.0)] = 4.0
    """How much is made; a prompt that is kept comes on top."""
    voices: Annotated[int, Field(ge=1, le=64)] = 1
    temperature: Curve = Curve(points=((0.0, 1.0),))
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    class_name: str | tuple[str, ...] | None = None
    """The class of all voices, or one for each."""
    class_curve: ClassCurve | None = None
    """A way from class to class, instead of one."""
    prompt_path: Path | None = None
    """Audio to continue, of which the network hears the last receptive field. Without one, a take begins out of
    silence. While it is heard, the controls are its own, and the class is the first one asked for."""
    keep_prompt: bool = False
    """The take begins with what was heard of the prompt, instead of with the sample after it."""
    contour_path: Path | None = None
    """A recording whose loudness and pitch are followed, as far as the network follows them."""
    contour_fit: ContourFit = "hold"
    """What to do with a contour of another length: hold its last value on, or stretch it to the take's length."""
    loudness_dbfs: Curve | None = None
    """RMS level to follow, in dB of full scale, instead of the contour's."""
    pitch_hz: Curve | None = None
    """Fundamental to follow instead of the contour's; 0 or None: unvoiced."""
    block_seconds: Annotated[float, Field(ge=0.01, le=10.0)] = 0.25

    @field_validator("temperature")
    @classmethod
    def _warm(cls, curve: Curve) -> Curve:
        return _within(curve, MIN_TEMPERATURE, MAX_TEMPERATURE)

    @field_validator("loudness_dbfs")
    @classmethod
    def _loud(cls, curve: Curve | None) -> Curve | None:
        return curve and _within(curve, MIN_LOUDNESS_DBFS, 0.0)

    @field_validator("pitch_hz")
    @classmethod
    def _pitched(cls, curve: Curve | None) -> Curve | None:
        for value in curve.values if curve else ():
            _singable(value)
        return curve

    @model_validator(mode="after")
    def _consistent(self) -> GenerationRequest:
        if self.class_name is not None and self.class_curve is not None:
            raise ValueError("give a class or a class curve, not both")
        if isinstance(self.class_name, tuple) and len(self.class_name) != self.voices:
            raise ValueError(f"{len(self.class_name)} classes for {self.voices} voices: give one class, or one a voice")
        if self.keep_prompt and self.prompt_path is None:
            raise ValueError("there is no prompt to keep: give one")
        return self


def _singable(hz: float) -> float:
    if hz and not LOWEST_HZ <= hz <= HIGHEST_HZ:
        raise ValueError(f"{hz:g} Hz is neither 0 (unvoiced) nor between {LOWEST_HZ:g} and {HIGHEST_HZ:g}")
    return hz


class Change(BaseModel):
    """What to ask of a sounding take from now on, reached within a glide; None: as before."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    classes: Shares | None = None
    """A class, or shares of several, for all voices."""
    temperature: Annotated[float, Field(ge=MIN_TEMPERATURE, le=MAX_TEMPERATURE)] | None = None
    loudness_dbfs: Annotated[float, Field(ge=MIN_LOUDNESS_DBFS, le=0.0)] | None = None
    pitch_hz: Annotated[float, AfterValidator(_singable)] | None = None
    """0: unvoiced."""
    glide_seconds: Annotated[float, Field(ge=0.0, le=60.0)] = 0.05


def _within(curve: Curve, lowest: float, highest: float) -> Curve:
    for _, value in curve.points:
        if value is None or not lowest <= value <= highest:
            raise ValueError(f"{'nothing' if value is None else format(value, 'g')} is not {lowest:g} to {highest:g}")
    return curve
