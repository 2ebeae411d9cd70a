"""Models of other sites: a card and weights come in, are checked in a child process, and become a model here."""

import json
from datetime import timedelta
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from generation.errors import EngineError
from generation.model_card import ModelCard
from generation.presets import PRESETS
from generation.training_plan import TrainingPlan
from generation.weight_check import MAX_HEADER_BYTES, checked_in_child
from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.library import parts, quota, workspace
from studio.wavenets import actions
from studio.wavenets.models import Checkpoint, ModelUpload, Wavenet
from studio.wavenets.results import sha256_of

UNKNOWN_PRESET = "small"
MOST_AT_ONCE = 5
ABANDONED = timedelta(hours=24)


def begin_import(owner: User, card_text: str, length_bytes: int, name: str) -> ModelUpload:
    """Reads the card, and promises the space for its weights; nothing is taken in yet."""
    try:
        card = ModelCard.from_json(card_text)
    except EngineError as error:
        raise invalid("card", str(error)) from None
    if not card.weights_bytes < length_bytes <= card.weights_bytes + MAX_HEADER_BYTES:
        raise invalid(
            "length_bytes",
            f"The card is of weights of {card.weights_bytes / 1e6:.1f} MB, and this file has {length_bytes / 1e6:.1f} "
            "MB. Choose the files that belong together.",
        )
    with transaction.atomic():
        User.objects.select_for_update().get(id=owner.id)
        if ModelUpload.objects.filter(owner=owner).count() >= MOST_AT_ONCE:
            raise Conflict(f"{MOST_AT_ONCE} models are on their way already. Finish or stop one of them first.")
        quota.require_space(owner, length_bytes)
        upload = ModelUpload.objects.create(
            owner=owner, name=actions.clean_name(name or card.name), card=card.model_dump(mode="json"),
            length_bytes=length_bytes,
        )  # fmt: skip
        parts.create(upload.id)
    return upload


def receive(upload: ModelUpload, offset: int, body: parts.Readable) -> Wavenet | None:
    """Takes the bytes that follow `offset`; the last one makes the model."""
    try:
        arrived = parts.append(upload.id, offset, upload.length_bytes, body)
    except parts.WrongOffset:
        here = parts.size_bytes(upload.id)
        raise Conflict(f"The upload is at byte {here}. Continue from there.") from None
    return _finish(upload) if arrived == upload.length_bytes else None


def cancel_import(upload: ModelUpload) -> None:
    parts.remove(upload.id)
    upload.delete()


def expire_imports() -> None:
    """Forgets those that were not finished within a day."""
    for upload in ModelUpload.objects.filter(created_at__lt=timezone.now() - ABANDONED):
        cancel_import(upload)


def _finish(upload: ModelUpload) -> Wavenet:
    """Raises ValidationError with one line, having left nothing, when the weights are not what the card says."""
    weights, card = parts.path_of(upload.id), ModelCard.from_json(json.dumps(upload.card))
    try:
        with workspace.working_folder() as folder:
            (folder / "card.json").write_text(card.model_dump_json())
            checked_in_child(weights, folder / "card.json")
        return _made(upload, card, weights)
    except EngineError as error:
        raise invalid("file", str(error)) from None
    finally:
        cancel_import(upload)


@transaction.atomic
def _made(upload: ModelUpload, card: ModelCard, weights: Path) -> Wavenet:
    config = card.architecture
    plan = TrainingPlan(
        preset=card.preset if card.preset in PRESETS else UNKNOWN_PRESET,
        network=config.model_copy(update={"classes": ()}), steps=max(1, card.step),
    )  # fmt: skip
    wavenet = Wavenet.objects.create(
        owner=upload.owner, name=upload.name, preset=plan.preset, classes=list(config.classes),
        classes_from="tag" if config.classes else "none", sample_rate_hz=config.sample_rate_hz,
        receptive_field_samples=config.receptive_field_samples, receptive_field_ms=config.receptive_field_ms,
        parameter_count=config.parameter_count, steps_planned=card.step, steps_done=card.step,
        plan=plan.model_dump(mode="json"), used_seconds=card.used_seconds, loss_nats=card.loss_nats,
        validation_loss_nats=card.validation_loss_nats, curve=[list(point) for point in card.curve],
        good_for=card.good_for, imported_card=upload.card,
    )  # fmt: skip
    with weights.open("rb") as file:
        name = default_storage.save(
            f"{actions.storage_folder(wavenet.id)}/step-{card.step:08d}.safetensors", File(file)
        )
    Checkpoint.objects.create(
        wavenet=wavenet, step=card.step, file=name, validation_loss_nats=card.validation_loss_nats,
        sha256=sha256_of(weights), size_bytes=weights.stat().st_size,
    )  # fmt: skip
    return wavenet
