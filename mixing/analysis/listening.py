"""Listens once through a recording of any length: its character, its boundaries, and what it is drawn from."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mixing.analysis.boundaries import boundaries
from mixing.analysis.character import PEAK, Character
from mixing.analysis.heard import read_character
from mixing.analysis.peaks import Peaks
from mixing.analysis.slices import suggested_threshold_dbfs
from mixing.analysis.tiles import Tiles
from mixing.audio_file import blocks_of, open_audio

BLOCK_FRAMES = 2**18
LISTENING_SHARE = 0.9  # of the time, the rest is for finding the boundaries
CHARACTER, BOUNDARIES, TILES = "character", "boundaries", "tiles"


@dataclass(frozen=True)
class Heard:
    """Files in the folder, and what a page needs to know of them."""

    character: Path
    boundaries: Path
    tiles: Path
    levels: list[dict[str, Any]]
    hop_frames: int
    threshold_dbfs: float


def listening(path: Path, folder: Path) -> Generator[float, None, Heard]:
    """Yields the share done. Memory does not grow with the recording, but for 34 bytes every hundredth of a second."""
    with open_audio(path) as file, (folder / CHARACTER).open("wb") as rows_file:
        character, peaks, tiles = Character(file.samplerate), Peaks(), Tiles(folder)
        read = 0
        for block in blocks_of(file, BLOCK_FRAMES):
            rows, bands = character.feed(block)
            rows_file.write(rows.tobytes())
            tiles.feed(peaks.feed(block), bands)
            read += block.shape[1]
            yield LISTENING_SHARE * min(1.0, read / max(1, file.frames))
        rows, bands = character.finish()
        rows_file.write(rows.tobytes())
        tiles.feed(peaks.finish(), bands)
    levels = tiles.finish(folder / TILES)
    rows = read_character(folder / CHARACTER)
    places, strengths = boundaries(rows)
    with (folder / BOUNDARIES).open("wb") as boundaries_file:
        np.save(boundaries_file, np.stack([places.astype(np.float64), strengths.astype(np.float64)]))
    threshold_dbfs = suggested_threshold_dbfs(rows[:, PEAK])
    yield 1.0
    return Heard(folder / CHARACTER, folder / BOUNDARIES, folder / TILES, levels, character.hop, threshold_dbfs)
