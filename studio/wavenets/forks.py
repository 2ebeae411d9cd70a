"""Forking: a new model that begins with the weights of another one's checkpoint, on other sounds or settings."""

from dataclasses import replace
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from generation.architectures.wavenet_config import WavenetConfig
from generation.errors import EngineError
from generation.fork import require_same_architecture
from generation.presets import config_for, preset_named
from generation.training_plan import TrainingPlan
from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.jobs.allowance import require_training_time
from studio.wavenets import actions
from studio.wavenets.material import Material, material_for
from studio.wavenets.models import Checkpoint, Wavenet
from studio.wavenets.planning import CHECKPOINT_EVERY_SECONDS, Planned, plan_of


@transaction.atomic
def fork(user: User, parent: Wavenet, asked: dict[str, Any]) -> Wavenet:
    """Makes the row, keeps its own copy of the weights that it begins with, and queues its training."""
    checkpoint = checkpoint_at(parent, asked.get("step"))
    actions.require_whole(parent)
    require_training_time(user)
    planned = _planned(user, parent, asked)
    config = planned.config
    made = Wavenet.objects.create(
        owner=user, name=actions.clean_name(asked["name"]), preset=planned.training.preset,
        classes=list(config.classes), classes_from=_classes_from(parent, asked),
        sample_rate_hz=config.sample_rate_hz, receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms, parameter_count=config.parameter_count,
        steps_planned=planned.training.total_steps, plan=planned.training.model_dump(mode="json"),
        dataset_version=planned.material.version,
        forked_from=parent, forked_from_name=parent.name, forked_from_step=checkpoint.step,
    )  # fmt: skip
    with checkpoint.file.open("rb") as file:
        made.start_file.name = default_storage.save(f"{actions.storage_folder(made.id)}/start.safetensors", File(file))
    actions.begin(made, planned)
    return made


def checkpoint_at(wavenet: Wavenet, step: int | None) -> Checkpoint:
    """Its checkpoint at a step, the latest when None."""
    kept = wavenet.checkpoints.order_by("step")
    found = kept.last() if step is None else kept.filter(step=step).first()
    if found is None and step is None:
        raise Conflict(f"“{wavenet.name}” has not learned anything yet. Wait for its first checkpoint.")
    if found is None:
        raise invalid("step", f"“{wavenet.name}” has no checkpoint at step {step}. Choose another one.")
    return found


def _planned(user: User, parent: Wavenet, asked: dict[str, Any]) -> Planned:
    network = plan_of(parent).config(tuple(parent.classes))
    material = _material(user, parent, asked)
    preset = asked.get("preset") or parent.preset
    config = network.model_copy(update={"classes": material.classes})
    if asked.get("preset"):
        _require_fitting(network, preset, material)
    settings = {name: asked[name] for name in ("learning_rate", "seed") if asked.get(name) is not None}
    training = TrainingPlan(
        preset=preset, network=network.model_copy(update={"classes": ()}), steps=asked["steps"],
        checkpoint_every_seconds=CHECKPOINT_EVERY_SECONDS, **settings,
    )  # fmt: skip
    return Planned(material, config, training)


def _require_fitting(network: WavenetConfig, preset: str, material: Material) -> None:
    try:
        require_same_architecture(network, config_for(preset_named(preset), network.sample_rate_hz, material.classes))
    except EngineError as error:
        raise invalid("preset", str(error)) from None


def _material(user: User, parent: Wavenet, asked: dict[str, Any]) -> Material:
    """The sounds asked for; where none are named, those of the model that is forked."""
    samples = asked.get("samples")
    if not samples:
        if not parent.inputs.exists():
            raise invalid("samples", "Choose sounds to learn from: this model came here without its own.")
        rows = list(parent.inputs.order_by("id"))
        samples = [row.sample_id for row in rows if row.sample_id]
        if len(samples) < len(rows):
            raise invalid("samples", "Some of its sounds are gone. Choose other ones to go on with.")
        found = material_for(user, samples, _classes_from(parent, asked))
        own = found.class_names if asked.get("classes_from") else tuple(row.class_name for row in rows)
        out = tuple(row.held_out for row in rows)
        return replace(found, class_names=own, version=parent.dataset_version, held_out=out)
    return material_for(user, samples, _classes_from(parent, asked))


def _classes_from(parent: Wavenet, asked: dict[str, Any]) -> str:
    return str(asked.get("classes_from") or parent.classes_from)
