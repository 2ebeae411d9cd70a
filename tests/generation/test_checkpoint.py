"""Checkpoints: whole or not there, verified before they are used, and no more of them than somebody needs."""

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from generation.architectures.wavenet_config import WavenetConfig
from generation.card import Card
from generation.checkpoint import (
    CheckpointError,
    TrainingState,
    checkpoint_path,
    checkpoints,
    find_checkpoint,
    load_checkpoint,
    load_training_state,
    read_header,
    resumable_checkpoints,
    save_checkpoint,
    state_path,
)

STATE = TrainingState(1, 5.1, 0.1 + 0.2, "abc")


def saved(
    directory: Path, config: WavenetConfig, step: int, loss: float | None = None, auditioned: bool = False
) -> Path:
    random = np.random.default_rng(step)
    weights = {name: random.random(shape, np.float32) for name, shape in config.parameter_shapes.items()}
    moments = {f"{moment}.{name}": 2 * w for name, w in weights.items() for moment in ("mean", "square")}
    return save_checkpoint(
        directory, config, step, weights, moments, STATE, validation_loss_nats=loss, auditioned=auditioned
    )


def rewritten(path: Path, metadata: dict[str, str] | None = None, **arrays: np.ndarray | None) -> None:
    """The file with some metadata and arrays replaced; None removes an array."""
    kept = {name: array for name, array in {**load_file(path), **arrays}.items() if array is not None}
    size = struct.unpack("<Q", path.read_bytes()[:8])[0]
    before = json.loads(path.read_bytes()[8 : 8 + size])["__metadata__"]
    save_file(kept, path, {**before, **(metadata or {})})


def test_everything_comes_back(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    path = saved(tmp_path, tiny_config, 30, loss=2.5, auditioned=True)
    checkpoint = load_checkpoint(path)
    header = checkpoint.header
    assert (header.config, header.step, header.validation_loss_nats, header.auditioned) == (tiny_config, 30, 2.5, True)
    moments, state = load_training_state(header)
    assert state == STATE
    for name, weight in checkpoint.weights.items():
        assert weight.shape == tiny_config.parameter_shapes[name]
        assert (moments[f"square.{name}"] == 2 * weight).all()


def test_three_last_the_best_and_the_auditioned_stay(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    for step in range(10):
        saved(tmp_path, tiny_config, step, loss=1.0 if step == 4 else 3.0 - step / 10, auditioned=step in (0, 2))
    assert [header.step for header in checkpoints(tmp_path)] == [9, 8, 7, 4, 2, 0]
    assert [header.step for header in resumable_checkpoints(tmp_path)] == [9, 8, 7]
    assert find_checkpoint(tmp_path) == checkpoint_path(tmp_path, 4)
    assert not list(tmp_path.glob("*.part"))


def test_a_half_written_file_is_never_loaded(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    whole = saved(tmp_path, tiny_config, 1).read_bytes()
    later = checkpoint_path(tmp_path, 2)
    for size in [0, 1, 8, 100, len(whole) // 2, len(whole) - 1]:
        later.write_bytes(whole[:size])
        with pytest.raises(CheckpointError, match="not a whole checkpoint"):
            load_checkpoint(later)
        assert find_checkpoint(tmp_path) == checkpoint_path(tmp_path, 1)
    later.with_name(later.name + ".part").write_bytes(whole)
    assert [header.step for header in checkpoints(tmp_path)] == [1]


def test_hostile_files_are_refused_in_one_line(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    def refused(words: str, metadata: dict[str, str] | None = None, **arrays: np.ndarray | None) -> None:
        path = saved(tmp_path, tiny_config, 1)
        rewritten(path, metadata, **arrays)
        with pytest.raises(CheckpointError, match=words) as error:
            load_checkpoint(path)
        assert "\n" not in str(error.value)

    bias = np.zeros(256, np.float32)
    refused("not finite", output_bias=bias + np.nan)
    refused("not finite", output_bias=bias + np.inf)
    refused("F64", output_bias=bias.astype(np.float64))
    refused(r"\(255,\)", output_bias=bias[1:])
    refused("not those of its configuration", output_bias=None)
    refused("not those of its configuration", surprise=bias)
    refused("not a checkpoint of this engine", {"format": "other"})
    refused("damaged", {"config": "{}"})
    refused("damaged", {"config": "[" * 100_000})
    refused("damaged", {"step": "minus one"})
    refused("no sense", {"step": "-1"})
    refused("no sense", {"validation_loss_nats": "NaN"})
    refused("no sense", {"validation_loss_nats": '"low"'})
    refused("no sense", {"auditioned": "3"})
    huge = json.loads(tiny_config.to_json()) | {"skip_channels": 10**9}
    refused("damaged", {"config": json.dumps(huge)})


def test_a_header_that_promises_terabytes_allocates_nothing(tmp_path: Path) -> None:
    header = json.dumps({"output_bias": {"dtype": "F32", "shape": [2**40], "data_offsets": [0, 2**42]}}).encode()
    (tmp_path / "a.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(64))
    with pytest.raises(CheckpointError, match="not a whole checkpoint"):
        load_checkpoint(tmp_path / "a.safetensors")
    (tmp_path / "b.safetensors").write_bytes(struct.pack("<Q", 2**62))
    with pytest.raises(CheckpointError, match="not a whole checkpoint"):
        load_checkpoint(tmp_path / "b.safetensors")


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    bomb = f"cpathlib\nPath.touch\n(cpathlib\nPath\n(V{trap}\ntRtR.".encode()
    (tmp_path / "step-00000001.safetensors").write_bytes(bomb)
    with pytest.raises(CheckpointError):
        load_checkpoint(tmp_path / "step-00000001.safetensors")
    assert not trap.exists()


def test_damaged_training_states_are_refused(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    header = read_header(saved(tmp_path, tiny_config, 3))
    for metadata in ({"state": "{}"}, {"state": "null"}, {"state": '{"rollbacks": NaN}'}, {"step": "4"}):
        saved(tmp_path, tiny_config, 3)
        rewritten(state_path(header.path), metadata)
        with pytest.raises(CheckpointError):
            load_training_state(header)
    with pytest.raises(CheckpointError, match="does not exist"):
        load_training_state(replace(header, path=tmp_path / "step-00000004.safetensors"))


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="does not exist"):
        find_checkpoint(tmp_path / "none")
    with pytest.raises(CheckpointError, match="holds no usable checkpoint"):
        find_checkpoint(tmp_path)
    with pytest.raises(CheckpointError, match="does not exist"):
        load_checkpoint(tmp_path / "none.safetensors")


CARD = Card(
    step=30, trained_seconds=90.0, heard_seconds=50.5, held_out_seconds=5.0, files=12,
    classes={"rain": 20.0, "sea": 30.5}, loss_nats=2.5, sample_rate_hz=8_000,
    receptive_field_samples=64, receptive_field_ms=8.0, licence="CC0\n# and\tmore", plan={"preset": "sketch"},
)  # fmt: skip


def test_a_card_comes_back_and_lies_beside_as_text(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    weights = {name: np.zeros(shape, np.float32) for name, shape in tiny_config.parameter_shapes.items()}
    moments = {f"{slot}.{name}": weight for name, weight in weights.items() for slot in ("mean", "square")}
    path = save_checkpoint(
        tmp_path, tiny_config, 30, weights, moments, STATE, validation_loss_nats=None, auditioned=False, card=CARD
    )
    assert read_header(path).card == CARD
    text = (tmp_path / "card.md").read_text()
    lines = text.splitlines()
    assert lines[0] == "# WaveNet" and all(line.startswith("- **") for line in lines[2:])
    assert "50.5 s of sound in 12 files" in text and "- **Licence**: CC0 # and more" in text
    assert "2.500 nats trained, not measured held out" in text and "- **Class sea**: 30.5 s" in text


def test_any_number_of_the_last_can_be_kept(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    weights = {name: np.zeros(shape, np.float32) for name, shape in tiny_config.parameter_shapes.items()}
    moments = {f"{slot}.{name}": weight for name, weight in weights.items() for slot in ("mean", "square")}
    for step in range(6):
        save_checkpoint(
            tmp_path, tiny_config, step, weights, moments, STATE,
            validation_loss_nats=float(step), auditioned=step == 2, keep=1,
        )  # fmt: skip
    assert [header.step for header in checkpoints(tmp_path)] == [5, 2, 0]
    assert [header.step for header in resumable_checkpoints(tmp_path)] == [5]


@pytest.mark.parametrize(
    ("biases", "optimiser", "slots"),
    [(True, "sgd", ("momentum",)), (False, "rmsprop", ("square", "momentum", "raw")), (True, "sgd", ())],
)
def test_every_optimisers_state_comes_back(
    tmp_path: Path, tiny_config: WavenetConfig, biases: bool, optimiser: str, slots: tuple[str, ...]
) -> None:
    config = tiny_config.model_copy(update={"biases": biases})
    weights = {name: np.zeros(shape, np.float32) for name, shape in config.parameter_shapes.items()}
    trained = [name for name in weights if biases or not name.endswith("_bias")]
    arrays = {f"{slot}.{name}": weights[name] + 0.25 for slot in slots for name in trained}
    state = replace(STATE, optimiser=optimiser, slots=slots, seconds_spent=12.5)
    path = save_checkpoint(tmp_path, config, 7, weights, arrays, state, validation_loss_nats=None, auditioned=False)
    found, again = load_training_state(read_header(path))
    assert again == state
    assert {name: array.tobytes() for name, array in found.items()} == {
        name: array.tobytes() for name, array in arrays.items()
    }


def test_states_of_the_first_format_still_load(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    header = read_header(saved(tmp_path, tiny_config, 3))
    first = {"rollbacks": 1, "smoothed_loss_nats": 5.1, "lowest_loss_nats": 0.1 + 0.2, "dataset_fingerprint": "abc"}
    rewritten(state_path(header.path), {"state": json.dumps(first)})
    assert load_training_state(header)[1] == STATE
    for lie in (
        {"slots": ["mean"]},
        {"slots": ["mean", "mean"]},
        {"slots": ["mean", "other"]},
        {"slots": 3},
        {"more": 1},
    ):
        rewritten(state_path(header.path), {"state": json.dumps(first | lie)})
        with pytest.raises(CheckpointError, match="damaged"):
            load_training_state(header)


def test_what_a_kill_left_is_cleared(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    (tmp_path / "step-00000001.safetensors.part").write_bytes(b"half")
    (tmp_path / "step-00000001.state.safetensors").write_bytes(b"alone")
    (tmp_path / "notes.part").write_bytes(b"not ours")
    saved(tmp_path, tiny_config, 2)
    assert {path.name for path in tmp_path.iterdir()} == {
        "step-00000002.safetensors", "step-00000002.state.safetensors", "notes.part",
    }  # fmt: skip
