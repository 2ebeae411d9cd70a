"""Each hostile file is refused with one sentence, by whatever name it comes; nothing is left of it."""

from pathlib import Path

import pytest

from mixing.decode import DecodeError, Limits, decode_in_child
from mixing.decode_child import decode
from mixing.sniff import Refusal
from tests.mixing.hostile_files import HOSTILE

THROUGH_A_CHILD = ["empty.wav", "truncated.wav", "nan.wav", "24-hours.flac", "playlist.mp3", "archive.wav"]


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    build, predicate = HOSTILE[name]
    source = tmp_path / name
    source.write_bytes(build())
    with pytest.raises(Refusal) as caught:
        decode(source, tmp_path, Limits())
    sentence = str(caught.value)
    assert sentence.startswith(predicate)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("name", THROUGH_A_CHILD)
def test_through_the_child_nothing_is_left(name: str, tmp_path: Path) -> None:
    build, predicate = HOSTILE[name]
    source = tmp_path / "stored"
    source.write_bytes(build())
    folder = tmp_path / "work"
    before = set(_children())
    with pytest.raises(DecodeError) as caught:
        decode_in_child(source, folder, name=name)
    assert str(caught.value).startswith(f"“{name}” {predicate}")
    assert list(folder.iterdir()) == []
    assert set(_children()) <= before


def _children() -> list[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return [child for task in tasks for child in task.read_text().split()]
