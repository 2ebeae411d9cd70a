"""The same document gives the same bytes: whatever was kept or compiled before, on any number of threads, and in
whatever order its records come."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from mixing.project import Id, Project
from mixing.render import Bounce, Outputs, render
from tests.mixing.documents import RandomDocument, sounds

_COMPILED = """
import hashlib, sys
import numpy as np
from mixing.effects import EFFECTS
sound = (0.3 * np.random.default_rng(0).standard_normal((2, 20_000))).astype(np.float32)
for name in ("equaliser", "tape"):
    for preset in EFFECTS[name].presets:
        made = EFFECTS[name].preset(preset).processor(44_100).process(sound)
        print(name, preset, hashlib.sha256(made.tobytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[Id, Path]:
    return sounds(tmp_path_factory.mktemp("sounds"))


def written(project: Project, media: Mapping[Id, Path], folder: Path, cache: Path, threads: int) -> dict[str, bytes]:
    """Every kind of file that a render writes."""
    (folder / "stems").mkdir(parents=True)
    bounces = Bounce(folder / "hall.wav", "hall", "wet", 32), Bounce(folder / "voices.flac", "voices", "post")
    outputs = Outputs(folder / "mix.wav", folder / "master.wav", folder / "stems", 32, bounces=bounces)
    for _ in render(project, media, outputs, cache, threads=threads):
        pass
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shuffled(project: Project, seed: int) -> Project:
    """The same records in another order."""
    document = project.model_dump()
    random = np.random.default_rng(seed)
    for kind in ("tracks", "clips", "devices", "sends", "envelopes", "points"):
        keys = random.permutation(list(document[kind])).tolist()
        document[kind] = {key: document[kind][key] for key in keys}
    return Project.model_validate(document)


@pytest.mark.parametrize("seed", range(4))
def test_cold_or_warm_on_any_threads_in_any_order(seed: int, media: dict[Id, Path], tmp_path: Path) -> None:
    project = RandomDocument(seed).project()
    cache = tmp_path / "cache"
    cold = written(project, media, tmp_path / "cold", cache, 1)
    assert {"mix.wav", "master.wav", "hall.wav", "voices.flac"} < cold.keys()
    assert any(path.name.endswith("-stretched.npy") for path in cache.iterdir())
    others = {
        "warm": written(project, media, tmp_path / "warm", cache, 1),
        "cold on threads": written(project, media, tmp_path / "threads", tmp_path / "other", 3),
        "other order": written(shuffled(project, seed), media, tmp_path / "order", cache, 2),
    }
    for name, files in others.items():
        assert files.keys() == cold.keys()
        assert [file for file in cold if files[file] != cold[file]] == [], name


def test_compiled_just_now_or_before(tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    first, second = (
        subprocess.run([sys.executable, "-c", _COMPILED], env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert len(first.stdout.splitlines()) > 4 and list(tmp_path.rglob("*.nbc"))
    assert first.stdout == second.stdout
