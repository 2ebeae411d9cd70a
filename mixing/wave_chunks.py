"""What a WAV file says beside its audio: markers as cue points, and the Broadcast Wave description.

Sources: EBU Tech 3285 (the bext chunk, version 2) and Microsoft's RIFF specification (cue, LIST adtl). The chunks
stand after the audio, where writers may put them; EBU Tech 3306 where the file is an RF64.
"""

import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ORIGINATOR = "Overhear"
_UNKNOWN = 0x7FFF


@dataclass(frozen=True)
class Cue:
    """A named place in a file, or a stretch of it."""

    at_samples: int
    name: str
    length_samples: int = 0


@dataclass(frozen=True)
class Description:
    """What a Broadcast Wave file says of itself; levels are None where they are not known."""

    text: str
    start_samples: int = 0  # its place on the timeline
    integrated_lufs: float | None = None
    loudness_range_lu: float | None = None
    true_peak_dbtp: float | None = None
    max_momentary_lufs: float | None = None
    max_short_term_lufs: float | None = None


def append(path: Path, cues: Sequence[Cue], description: Description) -> None:
    """Add the chunks to a finished WAV or RF64 file."""
    chunks = [(b"bext", _bext(description))]
    if cues:
        chunks += [(b"cue ", _cue(cues)), (b"LIST", _labels(cues))]
    with path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        if file.tell() % 2:
            file.write(b"\0")
        for name, body in chunks:
            file.write(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2))
        size = file.tell() - 8
        file.seek(0)
        if file.read(4) == b"RF64":
            file.seek(20)  # past RF64, its size, WAVE, ds64 and its size
            file.write(struct.pack("<Q", size))
        else:
            file.write(struct.pack("<I", size))


def _bext(description: Description) -> bytes:
    def level(value: float | None) -> int:
        return _UNKNOWN if value is None else max(-32_768, min(32_766, round(100.0 * value)))

    loudness = struct.pack(
        "<5h",
        level(description.integrated_lufs),
        level(description.loudness_range_lu),
        level(description.true_peak_dbtp),
        level(description.max_momentary_lufs),
        level(description.max_short_term_lufs),
    )
    # No date and no time: equal projects give equal bytes.
    return b"".join(
        [
            _text(description.text, 256),
            _text(ORIGINATOR, 32),
            bytes(32 + 10 + 8),
            struct.pack("<Q", description.start_samples),
            struct.pack("<H", 2),
            bytes(64),
            loudness,
            bytes(180),
        ]
    )


def _text(text: str, length: int) -> bytes:
    return text.encode("ascii", "replace")[:length].ljust(length, b"\0")


def _cue(cues: Sequence[Cue]) -> bytes:
    points = (
        struct.pack("<II4sIII", number, cue.at_samples, b"data", 0, 0, cue.at_samples)
        for number, cue in enumerate(cues, 1)
    )
    return struct.pack("<I", len(cues)) + b"".join(points)


def _labels(cues: Sequence[Cue]) -> bytes:
    parts = [b"adtl"]
    for number, cue in enumerate(cues, 1):
        if cue.length_samples:
            parts.append(_sub(b"ltxt", struct.pack("<II4s4H", number, cue.length_samples, b"rgn ", 0, 0, 0, 0)))
        parts.append(_sub(b"labl", struct.pack("<I", number) + cue.name.encode() + b"\0"))
    return b"".join(parts)


def _sub(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
