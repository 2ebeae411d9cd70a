"""The card of a model, and its way to another site and back."""

import hashlib
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import TrainingState, load_checkpoint, save_checkpoint
from generation.training_plan import TrainingPlan
from studio.accounts.models import User
from studio.jobs import publish
from studio.library import parts
from studio.sharing.obstacles import obstacles
from studio.wavenets import imports
from studio.wavenets.models import Audition, Checkpoint, ModelUpload, Wavenet, WavenetInput
from tests.generation.networks import lively_network
from tests.studio.conftest import MakeSample

OCTETS = "application/offset+octet-stream"
MakeClient = Callable[[User | None], APIClient]

CONFIG = WavenetConfig(
    sample_rate_hz=8_000, dilations=(1, 2, 4), residual_channels=8, dilation_channels=8, skip_channels=8,
    classes=("rain", "sea"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)


@pytest.fixture
def weights(tmp_path: Path) -> bytes:
    """A real checkpoint at step 30."""
    state = TrainingState(0, 5.0, 5.0, "")
    arrays = lively_network(CONFIG).weights()
    moments = {f"{slot}.{name}": array for name, array in arrays.items() for slot in state.slots}
    path = save_checkpoint(
        tmp_path / "made", CONFIG, 30, arrays, moments, state, validation_loss_nats=3.5, auditioned=True
    )
    return path.read_bytes()


@pytest.fixture
def wavenet(person: User, stranger: User, weights: bytes, make_sample: MakeSample) -> Wavenet:
    plan = TrainingPlan(
        network=CONFIG.model_copy(update={"classes": ()}), preset="sketch", steps=30, learning_rate=0.01
    )
    found = Wavenet.objects.create(
        owner=person, name="Rain & sea", preset="sketch", classes=["rain", "sea"], sample_rate_hz=8000,
        receptive_field_samples=CONFIG.receptive_field_samples, receptive_field_ms=CONFIG.receptive_field_ms,
        parameter_count=CONFIG.parameter_count, steps_planned=30, steps_done=30, plan=plan.model_dump(mode="json"),
        curve=[[1, 5.5, None], [30, 3.4, 3.5]], good_for="Rain that nearly speaks.", used_seconds=12.5,
        forked_from_name="Water", forked_from_step=800,
    )  # fmt: skip
    roof, shore = make_sample(person, "Roof"), make_sample(stranger, "Shore", licence="CC-BY-4.0")
    for sample, name in ((roof, "Roof"), (shore, "Shore"), (None, "Lost")):
        WavenetInput.objects.create(wavenet=found, sample=sample, sample_name=name)
    for step in (0, 1, 3, 10, 30):
        Audition.objects.create(wavenet=found, step=step, sample_rate_hz=8000, frames=16_000, note=f"At {step}")
    name = default_storage.save(f"wavenets/{found.id}/step-00000030.safetensors", ContentFile(weights))
    Checkpoint.objects.create(wavenet=found, step=30, file=name, validation_loss_nats=3.5)
    return found


def test_a_card_tells_all_of_it(person: User, wavenet: Wavenet, weights: bytes, client_of: MakeClient) -> None:
    answer = client_of(person).get(f"/api/wavenets/{wavenet.id}/card?download=1")
    assert answer["Content-Disposition"] == 'attachment; filename="Rain-sea-step-30.json"'
    card = answer.json()
    assert card["sha256"] == hashlib.sha256(weights).hexdigest() and card["size_bytes"] == len(weights)
    assert (card["step"], card["classes"], card["sample_rate_hz"]) == (30, ["rain", "sea"], 8000)
    assert card["receptive_field_ms"] == pytest.approx(CONFIG.receptive_field_ms)
    assert card["curve"] == [[1, 5.5, None], [30, 3.4, 3.5]] and card["good_for"] == "Rain that nearly speaks."
    assert {(part["owner"], part["licence"], part["consent"]) for part in card["corpus"]} == {
        ("ada", "", "its owner's own sound"),
        ("mallory", "CC BY 4.0", "published by its owner under this licence"),
        ("", "", "withdrawn or deleted by its owner"),
    }
    assert [(one["step"], one["note"]) for one in card["auditions"]] == [(1, "At 1"), (10, "At 10"), (30, "At 30")]
    assert card["lineage"] == [{"name": "Water", "step": 800}] and card["plan"]["learning_rate"] == 0.01
    file = client_of(person).get(f"/media/wavenets/{wavenet.id}/weights?step=30&download=1")
    assert b"".join(file.streaming_content) == weights  # type: ignore[attr-defined]
    assert client_of(person).get(f"/api/wavenets/{wavenet.id}/card?step=31").status_code == 400
    assert client_of(person).get(f"/api/wavenets/{wavenet.id}/card?step=-1").status_code == 400


def bring(client: APIClient, card: str, content: bytes, piece: int = 100_000, **fields: Any) -> Any:
    """Sends a card and weights as the pages do; the last answer."""
    asked = {"card": card, "length_bytes": len(content), **fields}
    answer = client.post("/api/uploads/wavenets", asked, format="json")
    if answer.status_code != 201:
        return answer
    where = f"/api/uploads/wavenets/{answer.json()['id']}"
    for offset in range(0, len(content), piece):
        headers = {"Upload-Offset": str(offset)}
        part = content[offset : offset + piece]
        answer = client.generic("PATCH", where, part, OCTETS, headers=headers)  # type: ignore[arg-type]
    return answer


def left() -> tuple[int, int]:
    return ModelUpload.objects.count(), len(list(parts.folder().iterdir()))


def test_a_model_goes_to_another_site_and_works_there(
    person: User, stranger: User, wavenet: Wavenet, weights: bytes, client_of: MakeClient, make_sample: MakeSample
) -> None:
    card = client_of(person).get(f"/api/wavenets/{wavenet.id}/card").content.decode()
    client = client_of(stranger)
    answer = bring(client, card, weights, piece=10_000)
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["imported"], made["mine"], made["is_public"], made["name"]) == (True, True, False, "Rain & sea")
    assert (made["steps_done"], made["classes"], made["good_for"]) == (30, ["rain", "sea"], "Rain that nearly speaks.")
    assert made["curve"] == [[1, 5.5, None], [30, 3.4, 3.5]] and left() == (0, 0)
    row = Wavenet.objects.get(id=made["id"])
    checkpoint = row.checkpoints.get()
    assert checkpoint.sha256 == hashlib.sha256(weights).hexdigest()
    assert load_checkpoint(Path(checkpoint.file.path)).header.config == CONFIG
    again = client.get(f"/api/wavenets/{row.id}/card").json()
    for field in ("sha256", "architecture", "corpus", "owner", "good_for", "lineage"):
        assert again[field] == json.loads(card)[field], field
    asked = {"wavenet": str(row.id), "seconds": 1, "voices": 1, "temperature": 1, "class_name": "sea"}
    assert client.post("/api/generations", asked, format="json").status_code == 201
    assert "Fork it" in client.post(f"/api/wavenets/{row.id}/extend", {"steps": 5}, format="json").json()["detail"]
    own = make_sample(stranger, "Own", frames=80_000)
    body = {"name": "On", "steps": 5, "samples": [str(own.id)]}
    assert client.post(f"/api/wavenets/{row.id}/fork", body, format="json").status_code == 201
    refused = client.post(f"/api/wavenets/{row.id}/fork", {"name": "On", "steps": 5}, format="json")
    assert "came here without its own" in refused.json()["detail"]
    assert "names no licence" in obstacles(row, "CC0-1.0")[0]
    row.imported_card = {**(row.imported_card or {}), "licence": "CC-BY-4.0"}
    assert obstacles(row, "CC-BY-4.0") == [] and "does not allow CC0" in obstacles(row, "CC0-1.0")[0]


def test_strangers_files_are_refused_before_and_after_they_arrive(
    person: User, wavenet: Wavenet, weights: bytes, client_of: MakeClient
) -> None:
    client = client_of(person)
    card = client.get(f"/api/wavenets/{wavenet.id}/card").content.decode()

    def said(card: str, content: bytes) -> str:
        answer = bring(client, card, content)
        assert answer.status_code == 400 and Wavenet.objects.count() == 1 and left() == (0, 0)
        return str(answer.json()["detail"])

    assert "belong together" in said(card, weights[:1000])  # refused by its length: not a byte was sent
    assert "belong together" in said(card, weights + bytes(5_000_000))
    assert "not JSON" in said("PK\x03", weights)
    assert "The card cannot be read: architecture" in said(json.dumps(json.loads(card) | {"architecture": {}}), weights)
    assert "9 bytes follow" in said(card, weights + b"malicious")
    assert "hash is another" in said(card, weights[:-1] + bytes([weights[-1] ^ 1]))
    assert "not finite" in said(card, weights[:-4] + struct.pack("<f", float("inf")))
    length = int.from_bytes(weights[:8], "little")
    assert "header cannot be read" in said(card, weights[:8] + b"{" * length + weights[8 + length :])
    assert "cut off" in said(card, struct.pack("<Q", 2**63) + weights[8:])


def test_pieces_and_places(
    person: User, stranger: User, wavenet: Wavenet, weights: bytes, client_of: MakeClient
) -> None:
    client = client_of(person)
    card = client.get(f"/api/wavenets/{wavenet.id}/card").content.decode()
    begun = client.post("/api/uploads/wavenets", {"card": card, "length_bytes": len(weights)}, format="json").json()
    where = f"/api/uploads/wavenets/{begun['id']}"

    def send(offset: str, kind: str = OCTETS) -> Any:
        headers = {"Upload-Offset": offset}
        return client.generic("PATCH", where, weights[:500], kind, headers=headers)  # type: ignore[arg-type]

    assert send("0").json()["offset_bytes"] == 500
    assert "at byte 500" in send("0").json()["detail"] and send("x").status_code == 400
    assert send("500", "text/plain").status_code == 415
    assert client_of(stranger).get(where).status_code == 404 and client.get(where).json()["offset_bytes"] == 500
    for _ in range(imports.MOST_AT_ONCE - 1):
        client.post("/api/uploads/wavenets", {"card": card, "length_bytes": len(weights)}, format="json")
    refused = client.post("/api/uploads/wavenets", {"card": card, "length_bytes": len(weights)}, format="json")
    assert refused.status_code == 409 and "on their way already" in refused.json()["detail"]
    assert client.delete(where).status_code == 204
    ModelUpload.objects.update(created_at="2020-01-01T00:00:00Z")
    imports.expire_imports()
    assert left() == (0, 0)
