"""What a training run would take and give, before it begins."""

import json
import statistics
from dataclasses import dataclass
from typing import Any

from generation.architectures.wavenet_config import WavenetConfig
from generation.errors import EngineError
from generation.estimate import TrainingEstimate, estimate_training
from generation.presets import config_for, preset_named
from generation.training_plan import TrainingPlan
from studio.accounts.models import User
from studio.errors import invalid
from studio.jobs.models import Job
from studio.wavenets.material import UNTAGGED, Material, material_for
from studio.wavenets.models import Wavenet, WorkerSpeed

CAUTIOUS_FLOPS_PER_SECOND = 5e9  # a slow core, until a worker has measured itself
LITTLE_SECONDS = 60.0
LONG_SECONDS = 3600.0
MUCH_MEMORY_BYTES = 4e9
CHECKPOINT_EVERY_SECONDS = 30.0  # the most that a killed worker can lose


@dataclass(frozen=True)
class Planned:
    """A plan that can be run: its material, its network and the engine's settings."""

    material: Material
    config: WavenetConfig
    training: TrainingPlan


def plan_for(user: User, asked: dict[str, Any]) -> Planned:
    """Resolves a validated WavenetPlan; raises a sentence for what is not possible."""
    material = material_for(user, asked["samples"], asked["classes_from"])
    try:
        preset = preset_named(asked["preset"])
        rate_hz = asked.get("sample_rate_hz") or preset.sample_rate_hz
        config = config_for(preset, rate_hz, material.classes)
    except EngineError as error:
        raise invalid("preset", str(error)) from None
    except ValueError:
        raise invalid("sample_rate_hz", "This network does not work at that sample rate. Choose another one.") from None
    training = TrainingPlan(
        preset=asked["preset"], sample_rate_hz=rate_hz, steps=asked["steps"],
        checkpoint_every_seconds=CHECKPOINT_EVERY_SECONDS,
    )  # fmt: skip
    return Planned(material, config, training)


def estimate(planned: Planned) -> dict[str, Any]:
    """The fields of an Estimate."""
    speed = WorkerSpeed.objects.order_by("-measured_at").first()
    flops = CAUTIOUS_FLOPS_PER_SECOND if speed is None else speed.flops_per_second
    material, config = planned.material, planned.config
    costs = estimate_training(config, planned.training, material.seconds, flops)
    return {
        "seconds": costs.seconds,
        "seconds_a_step": costs.seconds_a_step,
        "measured": speed is not None,
        "epochs": costs.epochs,
        "parameters": costs.parameters,
        "memory_bytes": costs.memory_bytes,
        "disk_bytes": costs.disk_bytes,
        "sample_rate_hz": config.sample_rate_hz,
        "receptive_field_samples": costs.receptive_field_samples,
        "receptive_field_ms": costs.receptive_field_ms,
        "material_seconds": material.seconds,
        "classes": [_class(material, name) for name in material.classes],
        "warnings": warnings(planned, costs),
        "jobs_ahead": Job.objects.unfinished().filter(kind__in=[Job.Kind.TRAIN, Job.Kind.GENERATE]).count(),
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


def warnings(planned: Planned, costs: TrainingEstimate) -> list[str]:
    """What a person should know before they begin, in sentences."""
    material, found = planned.material, []
    if material.seconds < LITTLE_SECONDS:
        found.append(
            f"There are only {material.seconds:.0f} s of sound: from less than a minute a network learns to repeat, "
            "hardly to vary. Add more of the same kind."
        )
    median_ms = 1000 * statistics.median([sample.duration_seconds or 0.0 for sample in material.samples])
    if costs.receptive_field_ms > median_ms:
        found.append(
            f"The network listens {costs.receptive_field_ms:.0f} ms back, which is longer than most of the sounds "
            f"({median_ms:.0f} ms): it hears them joined end to end."
        )
    if costs.epochs < 1:
        found.append(f"In so few steps it hears only {costs.epochs:.0%} of the sound. Give it more steps, or less.")
    if costs.seconds > LONG_SECONDS:
        found.append(f"This takes about {_span(costs.seconds)}. You can leave the page, and stop it at any time.")
    if costs.memory_bytes > MUCH_MEMORY_BYTES:
        found.append(
            f"This takes about {costs.memory_bytes / 1e9:.0f} GB of memory: use a worker whose GPU has as much."
        )
    if UNTAGGED in material.class_names:
        count = material.class_names.count(UNTAGGED)
        found.append(f"{count} of the sounds have no tag; they become a class of their own, “{UNTAGGED}”.")
    if len(material.classes) == 1:
        found.append(f"All sounds are of one class, “{material.classes[0]}”: there will be nothing to choose between.")
    return found


def _class(material: Material, name: str) -> dict[str, Any]:
    members = material.of_class(name)
    return {"name": name, "samples": len(members), "seconds": sum(sample.duration_seconds or 0.0 for sample in members)}


def _span(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours >= 48:
        return f"{hours / 24:.0f} days"
    return f"{hours} h {minutes} min"
