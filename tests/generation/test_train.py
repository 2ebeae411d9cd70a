"""Training: learns from real speech, stops at any moment, goes on exactly, and survives an explosion."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch

from generation.checkpoint import checkpoint_path, checkpoints, load_checkpoint, load_training_state, read_header
from generation.dataset import DatasetError, Recording
from generation.schedule import learning_rate_at
from generation.train import TrainingError, train
from generation.training_events import (
    AuditionMade,
    CheckpointSaved,
    TrainingEvent,
    TrainingFinished,
    TrainingRolledBack,
    TrainingStarted,
    TrainingStepped,
)
from generation.training_plan import TrainingPlan


def stopped(recordings: list[Recording], directory: Path, plan: TrainingPlan, step: int) -> None:
    """Trains until the event of a step, then closes the generator."""
    events = train(recordings, directory, plan, threads=1)
    for event in events:
        if isinstance(event, TrainingStepped) and event.step == step:
            break
    events.close()  # type: ignore[attr-defined]


def losses(events: list[TrainingEvent]) -> list[float]:
    return [event.loss_nats for event in events if isinstance(event, TrainingStepped)]


def test_it_learns_from_speech(trained: tuple[Path, list[TrainingEvent]]) -> None:
    _, events = trained
    stepped = losses(events)
    assert stepped[0] == pytest.approx(math.log(256), abs=0.1)
    assert np.mean(stepped[-10:]) < 5.0
    measured = [event.validation_loss_nats for event in events if isinstance(event, CheckpointSaved)]
    assert measured[0] == pytest.approx(math.log(256), abs=0.1)
    assert measured[-1] is not None and measured[-1] < 5.0


def test_it_tells_what_happens_in_order(trained: tuple[Path, list[TrainingEvent]]) -> None:
    directory, events = trained
    assert isinstance(events[0], TrainingStarted) and isinstance(events[-1], TrainingFinished)
    assert events[0].resumed_from_step == 0 and events[0].used_seconds > 10 and events[0].epoch_steps > 1
    assert [event.step for event in events if isinstance(event, TrainingStepped)] == list(range(1, 61))
    assert [event.step for event in events if isinstance(event, AuditionMade)] == [0, 10, 30, 60]
    validated = [e.step for e in events if isinstance(e, TrainingStepped) and e.validation_loss_nats is not None]
    assert validated == [30, 60]
    last = [event for event in events if isinstance(event, TrainingStepped)][-1]
    assert last.seconds_left == 0.0 and last.steps_per_second > 0
    assert events[-1].path == checkpoint_path(directory, 60)
    assert [header.step for header in checkpoints(directory)] == [60, 30, 10, 0]


def test_auditions_are_heard(trained: tuple[Path, list[TrainingEvent]]) -> None:
    for event in trained[1]:
        if isinstance(event, AuditionMade):
            audio, rate = soundfile.read(event.path)
            assert (rate, audio.size) == (event.sample_rate_hz, 4_000)
            assert np.sqrt(np.mean(audio**2)) > 0.003


@pytest.mark.parametrize("ema_decay", [None, 0.9])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"optimiser": "sgd", "learning_rate": 0.2, "weight_decay": 0.001, "clip_norm": None},
        {"optimiser": "sgd", "momentum": 0.0, "schedule": "constant"},
        {"optimiser": "rmsprop", "schedule": "exponential", "precision": "bfloat16", "learning_rate": 0.001},
        {"optimiser": "rmsprop", "momentum": 0.0, "weight_decay": 0.01, "learning_rate": 0.001},
    ],
    ids=str,
)
def test_stopping_and_going_on_is_as_if_never_stopped(
    recordings: list[Recording],
    tmp_path: Path,
    quick: TrainingPlan,
    settings: dict[str, Any],
    ema_decay: float | None,
) -> None:
    """Bit for bit, with every optimiser, schedule and precision, averaged or not."""
    quick = quick.model_copy(update={"ema_decay": ema_decay, **settings})
    straight = list(train(recordings, tmp_path / "straight", quick, threads=1))
    stopped(recordings, tmp_path / "stopped", quick, 10)
    assert checkpoints(tmp_path / "stopped")[0].step == 10
    resumed = list(train(recordings, tmp_path / "stopped", quick, threads=1))
    assert isinstance(resumed[0], TrainingStarted) and resumed[0].resumed_from_step == 10
    assert resumed[0].warnings == ()
    assert losses(resumed) == losses(straight)[10:]
    paths = [checkpoint_path(tmp_path / name, 20) for name in ("straight", "stopped")]
    one, other = (load_checkpoint(path) for path in paths)
    for name, weight in one.weights.items():
        assert weight.tobytes() == other.weights[name].tobytes(), name
    (moments, state), (other_moments, other_state) = (load_training_state(read_header(path)) for path in paths)
    assert replace(state, seconds_spent=0.0) == replace(other_state, seconds_spent=0.0)
    assert all(moments[name].tobytes() == other_moments[name].tobytes() for name in moments)


def test_a_damaged_checkpoint_is_passed_over(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    plan = quick.model_copy(update={"steps": 4, "checkpoint_every_seconds": 0.0})
    list(train(recordings, tmp_path, plan, threads=1))
    newest, before = checkpoint_path(tmp_path, 4), checkpoint_path(tmp_path, 3)
    newest.write_bytes(newest.read_bytes()[:-1])
    started = next(train(recordings, tmp_path, plan, threads=1))
    assert isinstance(started, TrainingStarted) and started.resumed_from_step == 3
    state = before.with_suffix(".state.safetensors")
    state.write_bytes(state.read_bytes()[:1000])
    started = next(train(recordings, tmp_path, plan, threads=1))
    assert isinstance(started, TrainingStarted) and started.resumed_from_step == 2


def test_a_finished_training_can_be_lengthened(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan
) -> None:
    short = quick.model_copy(update={"steps": 2})
    list(train(recordings, tmp_path, short, threads=1))
    again = list(train(recordings, tmp_path, short, threads=1))
    assert [type(event) for event in again] == [TrainingStarted, TrainingFinished]
    longer = list(train(recordings, tmp_path, short.model_copy(update={"steps": 4}), threads=1))
    assert [event.step for event in longer if isinstance(event, TrainingStepped)] == [3, 4]


@pytest.mark.parametrize(
    "settings",
    [{}, {"optimiser": "sgd", "clip_norm": None, "learning_rate": 50.0}, {"optimiser": "rmsprop"}, {"ema_decay": 0.9}],
    ids=str,
)
def test_an_exploding_loss_rolls_back(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan, settings: dict[str, Any]
) -> None:
    """A learning rate far too high: it must say so, halve the rate, and never save what is broken."""
    plan = quick.model_copy(update={"learning_rate": 1.0, "steps": 30, **settings})
    events = []
    try:
        for event in train(recordings, tmp_path, plan, threads=1):
            events.append(event)
    except TrainingError as error:
        assert "does not hold" in str(error) and "a learning rate under" in str(error)
    rolled = [event for event in events if isinstance(event, TrainingRolledBack)]
    assert rolled and rolled[0].resumed_from_step == 0 and "loss" in rolled[0].reason
    assert rolled[0].learning_rate == pytest.approx(learning_rate_at(0, plan) / 2)
    said = str(rolled[0])
    assert said.startswith(f"At step {rolled[0].step} the ") and said.endswith("other data.") and "\n" not in said
    assert "went back to step 0 and goes on with half the learning rate" in said
    for header in checkpoints(tmp_path):
        load_checkpoint(header.path)


def test_another_optimiser_cannot_go_on(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    stopped(recordings, tmp_path, quick, 1)
    for other in ({"optimiser": "sgd"}, {"optimiser": "rmsprop"}):
        with pytest.raises(TrainingError, match="trained by adam"):
            next(train(recordings, tmp_path, quick.model_copy(update=other), threads=1))


def test_averaging_may_begin_and_end_later(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    """What is not averaged any more goes on from the weights themselves, not from their average."""
    averaged = quick.model_copy(update={"ema_decay": 0.9})
    stopped(recordings, tmp_path / "m", averaged, 4)
    before = load_training_state(checkpoints(tmp_path / "m")[0])[0]
    started = next(train(recordings, tmp_path / "m", quick.model_copy(update={"steps": 4}), threads=1))
    assert isinstance(started, TrainingStarted) and "averaged no more" in started.warnings[0]
    straight = list(train(recordings, tmp_path / "straight", quick, threads=1))
    later = list(train(recordings, tmp_path / "m", quick, threads=1))
    assert losses(later) == losses(straight)[4:]
    stopped(recordings, tmp_path / "n", quick, 4)
    weights = load_checkpoint(checkpoints(tmp_path / "n")[0].path).weights
    assert all((before[f"raw.{name}"] == weight).all() for name, weight in weights.items())
    started = next(train(recordings, tmp_path / "n", averaged, threads=1))
    assert isinstance(started, TrainingStarted) and "averaged from here on" in started.warnings[0]


def test_a_network_without_biases_is_trained_without(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan
) -> None:
    assert quick.network is not None
    network = quick.network.model_copy(update={"biases": False})
    list(train(recordings, tmp_path, quick.model_copy(update={"network": network, "steps": 5}), threads=1))
    newest = checkpoints(tmp_path)[0]
    weights = load_checkpoint(newest.path).weights
    assert all(bool(weight.any()) != name.endswith("_bias") for name, weight in weights.items())
    assert not [name for name in load_training_state(newest)[0] if name.endswith("_bias")]


def test_the_card_tells_what_was_trained_on(trained: tuple[Path, list[TrainingEvent]]) -> None:
    card = checkpoints(trained[0])[0].card
    started = trained[1][0]
    assert card is not None and isinstance(started, TrainingStarted)
    assert card.step == 60 and card.trained_seconds > 0 and card.receptive_field_samples == 512
    assert card.heard_seconds + card.held_out_seconds == pytest.approx(started.used_seconds, abs=0.1)
    assert card.files == sum(sound.files for sound in started.sounds) - len(started.held_out)
    assert card.plan["preset"] == "sketch" and card.plan["steps"] == 60
    assert (trained[0] / "card.md").read_text() == card.markdown()


def test_other_recordings_go_on_with_a_warning_and_another_shape_is_refused(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan
) -> None:
    stopped(recordings, tmp_path, quick, 1)
    started = next(train(recordings[:-10], tmp_path, quick, threads=1))
    assert isinstance(started, TrainingStarted) and "not those" in started.warnings[0]
    with pytest.raises(TrainingError, match="empty folder"):
        next(train(recordings, tmp_path, quick.model_copy(update={"network": None}), threads=1))


def test_classes_are_learnt(speech_files: list[Path], tmp_path: Path, quick: TrainingPlan) -> None:
    classed = [Recording(path, path.stem.split("_")[1]) for path in speech_files]
    plan = quick.model_copy(update={"steps": 3, "audition_steps": (3,), "audition_seconds": 0.2})
    events = list(train(classed, tmp_path, plan, threads=1))
    assert isinstance(events[0], TrainingStarted)
    assert events[0].config.classes == tuple(sorted({path.stem.split("_")[1] for path in speech_files}))
    first, last = load_checkpoint(checkpoint_path(tmp_path, 0)), load_checkpoint(checkpoint_path(tmp_path, 3))
    moved = np.abs(last.weights["class_embedding"] - first.weights["class_embedding"]).max((1, 2))
    assert (moved > 0).any()


def test_half_precision_learns_as_well(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    half = quick.model_copy(update={"precision": "bfloat16", "steps": 8})
    exact = list(train(recordings, tmp_path / "exact", quick.model_copy(update={"steps": 8}), threads=1))
    rough = list(train(recordings, tmp_path / "rough", half, threads=1))
    assert losses(rough) == pytest.approx(losses(exact), rel=0.02)
    assert losses(rough) != losses(exact)


def test_silent_material_is_refused_before_anything_is_written(tmp_path: Path, quick: TrainingPlan) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(80_000), 8_000)
    with pytest.raises(DatasetError, match="silent"):
        next(train([Recording(tmp_path / "a.wav")], tmp_path / "out", quick))
    assert not (tmp_path / "out").exists()


def test_threads_are_set_only_while_it_runs(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    torch.set_num_threads(2)
    events = train(recordings, tmp_path, quick, threads=1)
    next(events)
    assert torch.get_num_threads() == 1
    events.close()  # type: ignore[attr-defined]
    assert torch.get_num_threads() == 2
