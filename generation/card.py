"""A checkpoint's card: what it was trained on and how, in a few lines, carried inside the file and beside it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0.0)]


class Card(BaseModel):
    """What a person should know of a checkpoint before they use or share it."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    step: Count
    trained_seconds: Seconds
    """Wall-clock time that the training took so far."""
    heard_seconds: Seconds
    """Of audible sound that was trained on, silence and held-out files left out."""
    held_out_seconds: Seconds
    files: Count
    classes: dict[str, Seconds] = {}
    """The audible seconds of each class that were trained on, by its name."""
    loss_nats: float | None = None
    """Training loss of a sample, smoothed over the last steps."""
    validation_loss_nats: float | None = None
    sample_rate_hz: Count
    receptive_field_samples: Count
    receptive_field_ms: Seconds
    licence: Annotated[str, Field(max_length=500)] = ""
    plan: dict[str, Any] = {}
    """The settings of the training that differ from the defaults."""

    def markdown(self) -> str:
        """The card as a page of text; one line stays one line, whatever a licence or a class is called."""
        rows = [
            ("Steps", f"{self.step}, in {self.trained_seconds / 60:.1f} minutes"),
            ("Trained on", f"{self.heard_seconds:.1f} s of sound in {self.files} files at {self.sample_rate_hz} Hz"),
            ("Held out", f"{self.held_out_seconds:.1f} s"),
            ("Loss", f"{_nats(self.loss_nats)} trained, {_nats(self.validation_loss_nats)} held out"),
            ("Receptive field", f"{self.receptive_field_samples} samples, {self.receptive_field_ms:.0f} ms"),
            ("Licence", self.licence or "none was given"),
        ]
        rows += [(f"Class {name}", f"{seconds:.1f} s") for name, seconds in self.classes.items()]
        rows += [(f"Plan: {key}", str(value)) for key, value in self.plan.items()]
        return "# WaveNet\n\n" + "".join(f"- **{_line(key)}**: {_line(value)}\n" for key, value in rows)


def _nats(loss: float | None) -> str:
    return "not measured" if loss is None else f"{loss:.3f} nats"


def _line(text: str) -> str:
    return " ".join(text.split())
