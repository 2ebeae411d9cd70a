"""What the server tells the browser over `/ws/events`. The database rows are the truth: an event only
announces that one changed, with enough in it to draw; a client that reconnects fetches again."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, RootModel


class Event(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class JobChanged(Event):
    """The state of a job: sent when it starts, ends, and at most five times a second between."""

    type: Literal["job.changed"] = "job.changed"
    id: UUID
    kind: Literal[
        "analyse",
        "listen",
        "cut",
        "clean",
        "examine",
        "train",
        "generate",
        "play",
        "check",
        "render",
        "bounce",
        "stretch",
    ]
    subject_id: UUID
    project_id: UUID | None = None
    title: str
    status: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    fraction: float = Field(ge=0, le=1)
    message: str = ""
    seconds_left: float | None = None
    error: str = ""
    cancel_requested: bool = False
    created_at: datetime


class SampleChanged(Event):
    """A sample was made, is ready, failed, was renamed or is gone: fetch it again."""

    type: Literal["sample.changed"] = "sample.changed"
    id: UUID
    state: Literal["processing", "ready", "failed", "deleted"]


class TrainingStepped(Event):
    """One point of the loss curve."""

    type: Literal["training.stepped"] = "training.stepped"
    wavenet_id: UUID
    step: int
    steps: int
    loss_nats: float
    validation_loss_nats: float | None = None
    steps_per_second: float
    gradient_norm: float
    learning_rate: float


class TrainingLogged(Event):
    """A line of a training's log."""

    type: Literal["training.logged"] = "training.logged"
    wavenet_id: UUID
    id: int
    at: datetime
    level: Literal["info", "warning", "error"]
    step: int
    text: str


class TrainingAuditioned(Event):
    """A clip of what the network says at this step can be heard."""

    type: Literal["training.auditioned"] = "training.auditioned"
    wavenet_id: UUID
    audition_id: UUID
    step: int


class TakesGrew(Event):
    """A generation has this much of its takes."""

    type: Literal["takes.grew"] = "takes.grew"
    generation_id: UUID
    done_seconds: float
    total_seconds: float


class RenderProgressed(Event):
    """Where the render is, for drawing the part that is done."""

    type: Literal["render.progressed"] = "render.progressed"
    render_id: UUID
    stage: str
    at_seconds: float
    peak_dbfs: float | None = None


AnyEvent = (
    JobChanged | SampleChanged | TrainingStepped | TrainingLogged | TrainingAuditioned | TakesGrew | RenderProgressed
)


class StudioEvent(RootModel[Annotated[AnyEvent, Field(discriminator="type")]]):
    """Every message of the events socket."""
