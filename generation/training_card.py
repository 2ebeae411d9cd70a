"""Fills a checkpoint's card from a training run."""

from __future__ import annotations

from generation.card import Card
from generation.checkpoint import TrainingState
from generation.dataset import Dataset
from generation.training_plan import TrainingPlan


def card_of(dataset: Dataset, plan: TrainingPlan, step: int, state: TrainingState, validation: float | None) -> Card:
    """The card of a checkpoint that training saves after `step` steps."""
    config, rate = plan.config(dataset.class_names), dataset.sample_rate_hz
    heard = {stream.label: stream.samples.size / rate for stream in dataset.training}
    return Card(
        step=step,
        trained_seconds=state.seconds_spent,
        heard_seconds=sum(heard.values()),
        held_out_seconds=sum(stream.samples.size for stream in dataset.validation) / rate,
        files=sum(sound.files for sound in dataset.sounds) - len(dataset.held_out),
        classes={name: heard.get(label, 0.0) for label, name in enumerate(dataset.class_names)},
        loss_nats=state.smoothed_loss_nats,
        validation_loss_nats=validation,
        sample_rate_hz=rate,
        receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms,
        licence=plan.licence,
        plan=plan.model_dump(mode="json", exclude_defaults=True, exclude={"network", "licence"}),
    )
