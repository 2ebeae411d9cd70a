"""What a training run would take and give, before it begins."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from pydantic import ValidationError

from generation.architectures.wavenet_config import WavenetConfig
from generation.errors import EngineError
from generation.estimate import TrainingEstimate, estimate_training, foretell
from generation.pace import pace_at
from generation.presets import config_for, preset_named
from generation.training_plan import TrainingPlan
from studio.accounts.models import User
from studio.errors import invalid
from studio.jobs.models import Job
from studio.wavenets.dataset_models import Dataset, DatasetVersion
from studio.wavenets.material import Material, material_for, material_of
from studio.wavenets.models import Wavenet, WorkerSpeed
from studio.wavenets.plan_warnings import Case, Warned, warnings

CAUTIOUS_FLOPS_PER_SECOND = 5e9  # a slow core, until a worker has measured itself
CHECKPOINT_EVERY_SECONDS = 30.0  # what a killed worker can lose
CHECKPOINT_TIMES = 20  # … where that is so many times what a checkpoint and its validation take; else more
SPEED_VALID = timedelta(days=2)  # workers measure themselves once a day


@dataclass(frozen=True)
class Planned:
    """A plan that can be run: its material, its network and the engine's settings."""

    material: Material
    config: WavenetConfig
    training: TrainingPlan

    @property
    def costs(self) -> TrainingEstimate:
        pace = pace_at(self.config, self.training, flops_per_second())
        material = self.material
        return foretell(
            self.config, self.training, pace, material.used_seconds, trained_seconds=material.trained_seconds
        )

    def warnings(self, costs: TrainingEstimate) -> list[Warned]:
        """What a person should know before it begins."""
        steps, preset = self.training.total_steps, self.training.preset
        return warnings(Case(self.material, self.config, preset, steps, costs, has_gpu()))


def plan_for(user: User, asked: dict[str, Any]) -> Planned:
    """Resolves a validated WavenetPlan; raises a sentence for what is not possible."""
    material = _material(user, asked)
    field_ms = asked.get("receptive_field_ms")
    try:
        preset = preset_named(asked["preset"])
        rate_hz = asked.get("sample_rate_hz") or preset.sample_rate_hz
        config = config_for(preset, rate_hz, material.classes, receptive_field_ms=field_ms)
    except EngineError as error:
        raise invalid("preset", str(error)) from None
    except ValueError:
        raise invalid("sample_rate_hz", "This network does not work at that sample rate. Choose another one.") from None
    version = material.version
    silence = {} if version is None else {"silence_threshold_dbfs": version.silence_threshold_dbfs}
    try:
        training = TrainingPlan(
            preset=asked["preset"], sample_rate_hz=rate_hz, steps=asked["steps"], receptive_field_ms=field_ms,
            batch=asked.get("batch"), **silence,
        )  # fmt: skip
    except ValidationError:
        raise invalid("preset", "This plan is not possible. Go back to the preset’s own settings.") from None
    pace = pace_at(config, training, flops_per_second())
    every_seconds = max(CHECKPOINT_EVERY_SECONDS, CHECKPOINT_TIMES * (pace.checkpoint + pace.validation))
    return Planned(material, config, training.model_copy(update={"checkpoint_every_seconds": every_seconds}))


def estimate(planned: Planned) -> dict[str, Any]:
    """The fields of an Estimate."""
    material, config, costs = planned.material, planned.config, planned.costs
    jobs_ahead, ahead_seconds = ahead()
    return {
        "seconds": costs.seconds,
        "seconds_a_step": costs.seconds_a_step,
        "measured": WorkerSpeed.objects.exists(),
        "epochs": costs.epochs,
        "parameters": costs.parameters,
        "memory_bytes": costs.memory_bytes,
        "disk_bytes": costs.disk_bytes,
        "dilations": list(config.dilations),
        "batch": planned.training.shape.batch,
        "sample_rate_hz": config.sample_rate_hz,
        "receptive_field_samples": costs.receptive_field_samples,
        "receptive_field_ms": costs.receptive_field_ms,
        "material_seconds": material.seconds,
        "kept_seconds": material.kept_seconds,
        "classes": [_class(material, name) for name in material.classes],
        "warnings": [vars(warned) for warned in planned.warnings(costs)],
        "jobs_ahead": jobs_ahead,
        "ahead_seconds": ahead_seconds,
        "has_gpu": has_gpu(),
    }


def plan_of(wavenet: Wavenet) -> TrainingPlan:
    """The engine's settings as they were stored."""
    return TrainingPlan.model_validate_json(json.dumps(wavenet.plan))


def needs_of(wavenet: Wavenet) -> tuple[bool, int]:
    """Whether its training needs a GPU, and how much memory it takes there or else here."""
    plan = plan_of(wavenet)
    seconds = sum(row.sample.duration_seconds or 0.0 for row in wavenet.inputs.select_related("sample") if row.sample)
    config = plan.config(tuple(wavenet.classes))
    return plan.shape.needs_gpu, estimate_training(config, plan, seconds, CAUTIOUS_FLOPS_PER_SECOND).memory_bytes


def seconds_left_of(wavenet: Wavenet) -> float | None:
    """About how long the rest of its training takes, by its own pace, or by that of the last worker measured."""
    left = max(0, wavenet.steps_planned - wavenet.steps_done)
    if wavenet.steps_per_second:
        return left / wavenet.steps_per_second
    speed = WorkerSpeed.objects.order_by("-measured_at").first()
    if speed is None:
        return None
    plan = plan_of(wavenet)
    config = plan.config(tuple(wavenet.classes))
    return left * estimate_training(config, plan, 0.0, speed.flops_per_second).seconds_a_step


def flops_per_second() -> float:
    """The speed of the worker that measured itself last."""
    speed = WorkerSpeed.objects.order_by("-measured_at").first()
    return CAUTIOUS_FLOPS_PER_SECOND if speed is None else speed.flops_per_second


def has_gpu() -> bool:
    """Whether a worker with a GPU has been here lately."""
    return WorkerSpeed.objects.filter(gpu_memory_bytes__gt=0, measured_at__gt=timezone.now() - SPEED_VALID).exists()


def ahead() -> tuple[int, float | None]:
    """How many trainings and generations come first, and their seconds; None where one of them is not known."""
    jobs = list(Job.objects.unfinished().filter(kind__in=[Job.Kind.TRAIN, Job.Kind.GENERATE]))
    waiting = [job.subject_id for job in jobs if job.status == Job.Status.QUEUED and job.kind == Job.Kind.TRAIN]
    trained = {wavenet.id: wavenet for wavenet in Wavenet.objects.filter(id__in=waiting)}
    known = [_left(job, trained.get(job.subject_id)) for job in jobs]
    seconds = [left for left in known if left is not None]
    return len(jobs), sum(seconds) if len(seconds) == len(jobs) else None


def _left(job: Job, wavenet: Wavenet | None) -> float | None:
    if job.status == Job.Status.RUNNING:
        return job.seconds_left
    if wavenet is None:
        return None
    plan = plan_of(wavenet)
    config = plan.config(tuple(wavenet.classes))
    pace = pace_at(config, plan, flops_per_second())
    return foretell(config, plan, pace, wavenet.used_seconds or 60.0, done_steps=wavenet.steps_done).seconds


def _material(user: User, asked: dict[str, Any]) -> Material:
    if wanted := asked.get("dataset_version"):
        visible = DatasetVersion.objects.filter(dataset__in=Dataset.objects.visible_to(user))
        return material_of(user, get_object_or_404(visible, id=wanted), asked["classes_from"])
    return material_for(user, asked["samples"], asked["classes_from"])


def _class(material: Material, name: str) -> dict[str, Any]:
    return {"name": name, "samples": len(material.of_class(name)), "seconds": material.class_seconds(name)}
