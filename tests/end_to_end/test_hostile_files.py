"""Files that are not what they say: each gets one clear sentence in the page, and leaves nothing behind."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile as sf

from tests.end_to_end.person import Person, expect
from tests.studio.live import REPOSITORY, Studio

pytestmark = pytest.mark.browser

STARTER_SOUNDS = len(list((REPOSITORY / "studio" / "projects" / "starter").glob("*.flac")))


def a_day_of_silence(path: Path) -> None:
    """A real FLAC of 24 hours, some megabytes large."""
    hour = np.zeros(3600 * 8000, np.int16)
    with sf.SoundFile(path, "w", 8000, 1, "PCM_16", format="FLAC") as file:
        for _ in range(24):
            file.write(hour)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, speech_files: list[Path]) -> dict[Path, str]:
    folder = tmp_path_factory.mktemp("hostile")
    whole = folder / "whole.flac"
    speech = np.concatenate([sf.read(path)[0] for path in speech_files[:10]])
    sf.write(whole, speech, 8000)
    named: dict[str, tuple[str, Callable[[Path], object]]] = {
        "empty.wav": ("empty", lambda path: path.write_bytes(b"")),
        "letter.wav": ("text", lambda path: path.write_text("Dear all, this is not a sound.\n" * 40)),
        "truncated.flac": ("ends in the middle", lambda path: path.write_bytes(whole.read_bytes()[:9000])),
        "day.flac": ("too long", a_day_of_silence),
        "list.mp3": ("playlist", lambda path: path.write_text("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")),
    }
    for name, (_, make) in named.items():
        make(folder / name)
    return {folder / name: said for name, (said, _) in named.items()}


def left_behind(data: Path) -> list[Path]:
    """Working files, pieces of uploads, and stored files of samples that are nobody's but the starter's."""
    working = [path for folder in ("work", "decoding", "uploads") for path in (data / folder).rglob("*")]
    stored = [path for path in (data / "media" / "samples").rglob("*") if path.is_file()]
    return [*(path for path in working if path.is_file()), *stored[2 * STARTER_SOUNDS :]]


def test_each_gets_a_sentence_and_leaves_nothing(ada: Person, studio: Studio, hostile: dict[Path, str]) -> None:
    workers = {process.pid for process in studio.processes()}
    ada.upload(list(hostile))
    empty = ada.page.get_by_text("“empty.wav” is empty. Choose another file.")
    expect(empty).to_be_visible()
    read = {path: said for path, said in hostile.items() if path.stem != "empty"}
    for path, said in read.items():
        row = ada.sample_row(path.stem)
        expect(row).to_have_attribute("data-state", "failed", timeout=90_000)
        expect(row).to_contain_text(path.name)
        expect(row).to_contain_text(said)
    assert len(ada.everything("/api/samples?scope=mine")) == len(read)
    assert all(psutil.pid_exists(pid) for pid in workers), "a process died of it"
    ada.wait_for(lambda: not left_behind(studio.data), "nothing is left", 20)
    for path in read:
        ada.sample_row(path.stem).get_by_role("button", name="Remove").click()
        ada.page.get_by_role("dialog").get_by_role("button", name=re.compile("^Delete")).click()
        expect(ada.page.get_by_role("dialog")).to_have_count(0)
    assert ada.everything("/api/samples?scope=mine") == []
