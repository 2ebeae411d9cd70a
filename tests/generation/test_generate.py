"""Generation: reproducible, heard while it is made, honest about its prompt."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pydantic import ValidationError

from generation.architectures.wavenet import Wavenet
from generation.checkpoint import CheckpointError, TrainingState, save_checkpoint
from generation.errors import EngineError
from generation.generate import GenerationBlock, GenerationRequest, PromptError, generate, write_takes


@pytest.fixture
def model(network: Wavenet, tmp_path: Path) -> Path:
    """A checkpoint of the tiny network with two classes."""
    moments = {f"{moment}.{name}": w for name, w in network.weights().items() for moment in ("mean", "square")}
    state = TrainingState(0, 5.0, 5.0, "")
    return save_checkpoint(
        tmp_path / "model", network.config, 1, network.weights(), moments, state,
        validation_loss_nats=None, auditioned=False,
    )  # fmt: skip


def audio_of(model: Path, **request: object) -> np.ndarray:
    return np.concatenate([block.audio for block in generate(model, GenerationRequest(**request))], axis=1)


def prompt_file(path: Path, audio: np.ndarray) -> Path:
    soundfile.write(path, audio, 8_000)
    return path


def test_a_trained_model_is_heard_and_its_voices_differ(trained: tuple[Path, object]) -> None:
    audio = audio_of(trained[0], seconds=1.0, voices=3, seed=4)
    assert audio.shape == (3, 8_000) and audio.dtype == np.float32
    assert (np.abs(audio).max(axis=1) > 0.003).all()
    assert np.abs(audio).max() <= 1.0
    assert not (audio[0] == audio[1]).all()


def test_the_same_seed_gives_the_same_audio(model: Path) -> None:
    first = audio_of(model, seconds=0.3, voices=2, seed=9)
    assert (audio_of(model, seconds=0.3, voices=2, seed=9) == first).all()
    assert (audio_of(model, seconds=0.3, voices=4, seed=9)[:2] == first).all()
    assert not (audio_of(model, seconds=0.3, voices=2, seed=10) == first).all()


def test_blocks_tell_how_far_it_is(model: Path) -> None:
    blocks = list(generate(model, GenerationRequest(seconds=0.9)))
    assert [block.first_sample for block in blocks] == [0, 2_000, 4_000, 6_000]
    assert [block.audio.shape[1] for block in blocks] == [2_000, 2_000, 2_000, 1_200]
    assert [block.fraction for block in blocks] == pytest.approx([2 / 7.2, 4 / 7.2, 6 / 7.2, 1.0])
    assert blocks[0].seconds_left > 0 and blocks[-1].seconds_left == 0.0


def test_it_is_made_as_it_is_asked_for(model: Path) -> None:
    """Half an hour would take minutes: the first block must not wait for the last."""
    first = next(generate(model, GenerationRequest(seconds=1_800.0)))
    assert first.fraction < 0.001 and first.seconds_left > 0


def test_the_size_of_a_block_changes_nothing_but_the_blocks(model: Path) -> None:
    request = {"seconds": 0.31, "voices": 2, "seed": 5, "class_curve": [(0, "rain"), (0.3, "sea")]}
    request["temperature"] = [(0, 0.5), (0.2, 1.5)]
    whole = audio_of(model, **request, block_seconds=1.0)
    assert whole.shape == (2, 2_480)
    for seconds in (0.01, 0.0371, 0.25):
        blocks = list(generate(model, GenerationRequest(**request, block_seconds=seconds)))
        assert {block.audio.shape[1] for block in blocks[:-1]} == {round(seconds * 8_000)}
        assert np.concatenate([block.audio for block in blocks], axis=1).tobytes() == whole.tobytes()


def test_temperature_and_class_change_the_take(model: Path) -> None:
    calm, wild = (audio_of(model, seconds=0.5, temperature=t, class_name="sea") for t in (0.05, 3.0))
    assert len(np.unique(calm)) < len(np.unique(wild))
    assert not (audio_of(model, seconds=0.1, class_name="rain") == audio_of(model, seconds=0.1, class_name="sea")).all()


def test_a_prompt_is_continued_and_not_repeated(model: Path, tmp_path: Path) -> None:
    tone = 0.5 * np.sin(np.arange(800) / 5)
    prompt = prompt_file(tmp_path / "p.wav", tone)
    request = GenerationRequest(seconds=0.1, prompt_path=prompt, class_name="sea")
    blocks = list(generate(model, request))
    assert blocks[0].warnings == ()
    assert blocks[0].audio.shape == (1, 800)
    assert not (blocks[0].audio == audio_of(model, seconds=0.1, class_name="sea")).all()
    only_the_end = prompt_file(tmp_path / "e.wav", np.concatenate([np.zeros(50), tone[-64:]]))
    assert (audio_of(model, seconds=0.1, prompt_path=only_the_end, class_name="sea") == blocks[0].audio).all()


def test_a_prompt_can_be_kept_and_the_join_is_told(model: Path, tmp_path: Path) -> None:
    prompt = prompt_file(tmp_path / "p.wav", 0.5 * np.sin(np.arange(800) / 5))
    request = {"seconds": 0.1, "voices": 2, "prompt_path": prompt, "class_name": "sea", "block_seconds": 0.05}
    continued = audio_of(model, **request)
    blocks = list(generate(model, GenerationRequest(**request, keep_prompt=True)))
    assert [block.first_sample for block in blocks] == [0, 464]
    assert {block.join_sample for block in blocks} == {64} and blocks[0].join_seconds == 0.008
    assert [block.fraction for block in blocks] == pytest.approx([464 / 864, 1.0])
    whole = np.concatenate([block.audio for block in blocks], axis=1)
    assert (whole[:, 64:] == continued).all()
    assert whole[:, :64] == pytest.approx(np.tile(0.5 * np.sin(np.arange(736, 800) / 5), (2, 1)), abs=0.02)
    short = prompt_file(tmp_path / "s.wav", np.full(40, 0.5))
    first = next(generate(model, GenerationRequest(**request | {"prompt_path": short}, keep_prompt=True)))
    assert first.join_sample == 40 and "silence was put before it" in first.warnings[0]
    with pytest.raises(ValidationError, match="no prompt to keep"):
        GenerationRequest(keep_prompt=True)


def test_poor_prompts_are_explained(model: Path, tmp_path: Path) -> None:
    def warnings(audio: np.ndarray) -> tuple[str, ...]:
        request = GenerationRequest(seconds=0.1, class_name="sea", prompt_path=prompt_file(tmp_path / "p.wav", audio))
        return next(generate(model, request)).warnings

    assert "silent" in warnings(np.zeros(900))[0]
    assert "4 ms long; the model listens to 8 ms" in warnings(np.full(32, 0.5))[0]
    with pytest.raises(PromptError, match="is empty"):
        warnings(np.zeros(0))
    assert "“rain”" in next(generate(model, GenerationRequest(seconds=0.1))).warnings[0]


def test_a_silent_model_is_told(network: Wavenet, model: Path) -> None:
    weights = network.weights()
    weights["output_weight"] *= 0
    weights["output_bias"] = np.eye(256, dtype=np.float32)[128] * 100
    moments = {f"{moment}.{name}": w for name, w in weights.items() for moment in ("mean", "square")}
    path = save_checkpoint(
        model.parent, network.config, 2, weights, moments, TrainingState(0, 5.0, 5.0, ""),
        validation_loss_nats=None, auditioned=False,
    )  # fmt: skip
    *_, last = generate(path, GenerationRequest(seconds=0.3, class_name="sea"))
    assert "silent" in last.warnings[0]


def test_wrong_requests_are_refused(model: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="rain, sea"):
        next(generate(model, GenerationRequest(class_name="fire")))
    with pytest.raises(CheckpointError, match="does not exist"):
        next(generate(tmp_path / "none", GenerationRequest()))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"seconds": 0}, "greater than 0"),
        ({"voices": 0}, "greater than or equal to 1"),
        ({"voices": 65}, "less than or equal to 64"),
        ({"temperature": 0}, "0 is not 0.05 to 3"),
        ({"temperature": [(0, 1), (1, 9)]}, "9 is not 0.05 to 3"),
        ({"temperature": [(0, None)]}, "nothing is not 0.05 to 3"),
        ({"seed": -1}, "greater than or equal to 0"),
        ({"block_seconds": 0.001}, "greater than or equal to 0.01"),
        ({"loudness_dbfs": 3}, "3 is not -120 to 0"),
        ({"pitch_hz": [(0, 100), (1, 30)]}, "30 Hz is neither 0"),
        ({"class_name": "rain", "class_curve": "sea"}, "not both"),
        ({"class_name": ("rain", "sea"), "voices": 3}, "2 classes for 3 voices"),
    ],
)
def test_impossible_requests_are_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        GenerationRequest(**wrong)


def test_takes_are_written_whole(model: Path, tmp_path: Path) -> None:
    request = GenerationRequest(seconds=0.6, voices=2, seed=1)
    paths = [tmp_path / "one.wav", tmp_path / "two.wav"]
    blocks = list(write_takes(generate(model, request), paths))
    made = np.concatenate([block.audio for block in blocks], axis=1)
    for path, voice in zip(paths, made, strict=True):
        audio, rate = soundfile.read(path, dtype="float32")
        assert rate == 8_000
        assert audio == pytest.approx(voice, abs=1 / 32_000)


def test_cancelled_or_failed_takes_leave_nothing(model: Path, tmp_path: Path) -> None:
    writing = write_takes(generate(model, GenerationRequest(seconds=2.0)), [tmp_path / "out" / "one.wav"])
    next(writing)
    writing.close()  # type: ignore[attr-defined]
    assert list((tmp_path / "out").iterdir()) == []

    def failing() -> Iterator[GenerationBlock]:
        yield next(generate(model, GenerationRequest(seconds=2.0)))
        raise OSError

    with pytest.raises(OSError):
        list(write_takes(failing(), [tmp_path / "out" / "two.wav"]))
    assert list((tmp_path / "out").iterdir()) == []
    with pytest.raises(EngineError, match="1 voices need as many files, not 2"):
        list(write_takes(generate(model, GenerationRequest(seconds=0.1)), [tmp_path / "a.wav", tmp_path / "b.wav"]))
