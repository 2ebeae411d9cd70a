"""Ogg files that are equal where their audio is: libsndfile numbers each stream at random."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mixing.kernel import kernel

_SERIAL = 0x4F766572
_POLYNOMIAL = 0x04C11DB7


def renumber(path: Path) -> None:
    """Give the one stream of a finished file a fixed serial number, and its pages their checksums."""
    data = np.memmap(path, np.uint8, "r+")
    _renumber(data, _table())
    data.flush()


def _table() -> NDArray[np.uint32]:
    table = np.arange(256, dtype=np.uint32) << np.uint32(24)
    for _ in range(8):
        table = np.where(table & 0x80000000, (table << np.uint32(1)) ^ np.uint32(_POLYNOMIAL), table << np.uint32(1))
    return table.astype(np.uint32)


@kernel
def _renumber(data: NDArray[np.uint8], table: NDArray[np.uint32]) -> None:
    at = 0
    while at + 27 <= data.shape[0]:
        segments = data[at + 26]
        length = 27 + segments
        for k in range(segments):
            length += data[at + 27 + k]
        for k in range(4):
            data[at + 14 + k] = (_SERIAL >> (8 * k)) & 255
            data[at + 22 + k] = 0
        crc = np.uint32(0)
        for k in range(at, min(at + length, data.shape[0])):
            crc = np.uint32((crc << np.uint32(8)) ^ table[(crc >> np.uint32(24)) ^ np.uint32(data[k])])
        for k in range(4):
            data[at + 22 + k] = (crc >> np.uint32(8 * k)) & np.uint32(255)
        at += length
