"""What is kept for the next time, and what goes when there is too much of it."""

import os
import time
from pathlib import Path

from mixing.kept import is_kept, trim

_DAY = 86_400.0


def _file(folder: Path, name: str, days: float, size: int = 600) -> Path:
    path = folder / name
    path.write_bytes(bytes(size))
    used = time.time() - _DAY * days
    os.utime(path, (used, used))
    return path


def test_the_least_lately_used_go_until_the_rest_fits(tmp_path: Path) -> None:
    for days in range(2, 7):
        _file(tmp_path, f"{days}.npy", days)
    assert trim(tmp_path, 1_300) == 1_800
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["2", "3"]


def test_what_is_used_stays_however_old_it_is(tmp_path: Path) -> None:
    old, older = _file(tmp_path, "old.npy", 5), _file(tmp_path, "older.npy", 6)
    written = older.stat().st_mtime
    assert is_kept(older) and older.stat().st_mtime == written
    trim(tmp_path, 700)
    assert older.exists() and not old.exists()
    assert not is_kept(old)


def test_nothing_recent_goes_and_nothing_that_fits(tmp_path: Path) -> None:
    recent, old = _file(tmp_path, "recent.npy", 0.5), _file(tmp_path, "old.npy", 9)
    assert trim(tmp_path, 10_000) == 0
    trim(tmp_path, 0)
    assert recent.exists() and not old.exists()


def test_half_made_files_go_once_nobody_can_be_making_them(tmp_path: Path) -> None:
    left, making = _file(tmp_path, ".left.npy", 2), _file(tmp_path, ".making.npy", 0.0)
    other = _file(tmp_path, "notes.txt", 9)
    trim(tmp_path, 10_000)
    assert not left.exists() and making.exists() and other.exists()


def test_no_folder_is_no_work(tmp_path: Path) -> None:
    assert trim(tmp_path / "none", 0) == 0
