"""What may be asked of takes beyond their numbers: drawn curves, a prompt's end, random lengths, cleaning."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generation.curves import ClassCurve, Curve
from generation.request import GenerationRequest
from studio.errors import invalid
from studio.wavenets.models import Wavenet

DRAWN = ("class_curve", "temperature_curve", "loudness_curve", "pitch_curve")
MOST_POINTS = 200

Seconds = Annotated[float, Field(ge=0.0, le=14_400.0)]


class TakeSettings(BaseModel):
    """As stored with a generation; what was not asked for is None or False. Curves are lists of points in seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    class_curve: list[tuple[float, dict[str, float]]] | None = Field(None, min_length=1, max_length=MOST_POINTS)
    temperature_curve: list[tuple[float, float]] | None = Field(None, min_length=1, max_length=MOST_POINTS)
    loudness_curve: list[tuple[float, float]] | None = Field(None, min_length=1, max_length=MOST_POINTS)
    """RMS level in dB of full scale."""
    pitch_curve: list[tuple[float, float | None]] | None = Field(None, min_length=1, max_length=MOST_POINTS)
    """Hz; None: unvoiced."""
    contour_fit: Literal["hold", "stretch"] = "hold"
    prompt_end_seconds: Seconds | None = None
    """Where in the prompt the network goes on; None: at its end."""
    keep_prompt: bool = False
    """The take begins with what was heard of the prompt."""
    least_seconds: Seconds | None = None
    """Lengths are drawn between this and the generation's seconds, one for each voice."""
    turns: bool = False
    """The voices take the classes in turn."""
    declick: bool = False
    trim: bool = False

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_defaults=True)


def settings_for(wavenet: Wavenet, asked: dict[str, Any]) -> TakeSettings:
    """The settings of a validated request; raises a sentence about the field that is at fault."""
    try:
        settings = TakeSettings.model_validate({name: value for name, value in asked.items() if value is not None})
        GenerationRequest.model_validate(engine_fields(settings) | {"seconds": asked["seconds"]})
    except ValidationError as error:
        raise _refusal(error) from None
    _require_followed(wavenet, settings, asked)
    if settings.least_seconds is not None and not 0.05 <= settings.least_seconds <= asked["seconds"]:
        raise invalid("least_seconds", "The shortest length is 0.05 s or more, and no more than the longest.")
    if settings.keep_prompt and not asked.get("prompt"):
        raise invalid("keep_prompt", "There is no prompt to keep: choose one.")
    return settings


def _require_followed(wavenet: Wavenet, settings: TakeSettings, asked: dict[str, Any]) -> None:
    """Raises a sentence when something is asked for that the network has not learned."""
    if settings.class_curve is not None:
        for _, shares in settings.class_curve:
            _require_known(wavenet, shares)
        if asked.get("class_name"):
            raise invalid("class_curve", "Give a class or a curve between classes, not both.")
    if settings.turns and not wavenet.classes:
        raise invalid("turns", f"“{wavenet.name}” has no classes to take in turn.")
    drawn = {"loudness": settings.loudness_curve, "pitch": settings.pitch_curve}
    for control, curve in drawn.items():
        if curve is not None and control not in wavenet.controls:
            raise invalid(f"{control}_curve", f"“{wavenet.name}” does not follow {control}: leave that curve out.")
    if asked.get("contour") and not wavenet.controls:
        raise invalid("contour", f"“{wavenet.name}” follows no contour: leave it out.")


def engine_fields(settings: TakeSettings) -> dict[str, Any]:
    """The curves as the engine's `GenerationRequest` takes them."""
    fields: dict[str, Any] = {"contour_fit": settings.contour_fit}
    if settings.class_curve is not None:
        fields["class_curve"] = ClassCurve.model_validate(settings.class_curve)
    names = {"temperature_curve": "temperature", "loudness_curve": "loudness_dbfs", "pitch_curve": "pitch_hz"}
    for name, engine_name in names.items():
        if (points := getattr(settings, name)) is not None:
            fields[engine_name] = Curve.model_validate(points)
    return fields


def _require_known(wavenet: Wavenet, shares: dict[str, float]) -> None:
    for name in shares:
        if name not in wavenet.classes:
            known = ", ".join(wavenet.classes[:12]) or "none"
            raise invalid("class_curve", f"“{wavenet.name}” knows no class “{name}”. Its classes: {known}.")


def _refusal(error: ValidationError) -> Exception:
    first = error.errors()[0]
    where = str(first["loc"][0]) if first["loc"] else "points"
    names = {"temperature": "temperature_curve", "loudness_dbfs": "loudness_curve", "pitch_hz": "pitch_curve"}
    field = names.get(where, where)
    what = field.removesuffix("_curve").replace("_", " ")
    return invalid(field, f"The curve or setting “{what}” cannot be used: {first['msg'].removeprefix('Value error, ')}")
