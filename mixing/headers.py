"""What the headers of WAV, AIFF and FLAC files declare, read by ourselves: a decoder that is lied to may believe it."""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mixing.sniff import Container, Refusal, id3_bytes

MOST_CHUNKS = 10_000
UNKNOWN_SIZES = {0, 0xFFFFFFFF}  # what writers leave that could not go back to fill it in
FORGIVEN_BYTES = 16  # sizes are wrong by a few bytes in files of real programs

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
SUBFORMAT_TAIL = bytes.fromhex("000000001000800000aa00389b71")
WAV_CODECS = {2: "ADPCM", 6: "A-law", 7: "µ-law", 0x11: "IMA ADPCM", 0x31: "GSM", 0x50: "MPEG", 0x55: "MP3"}
AIFC_PCM = {b"NONE", b"sowt", b"twos", b"in24", b"in32", b"fl32", b"FL32", b"fl64", b"FL64", b"raw "}
NO_SOUND = "has no sound in it: there is a header and nothing after it."


@dataclass(frozen=True)
class Declared:
    """What a header says; `frames` is None where it does not."""

    rate_hz: float
    channels: int
    frames: int | None
    present_frames: int | None = None  # how many there is room for in the file, where that can be told
    md5: bytes = b""  # of the samples, in FLAC; empty when not set


def declared(path: Path, container: Container) -> Declared | None:
    """The header's word, or None for streams whose decoder has to find out. Raises Refusal on a broken header."""
    with path.open("rb") as file:
        match container:
            case Container.WAV:
                return _wav(file, path.stat().st_size)
            case Container.AIFF:
                return _aiff(file, path.stat().st_size)
            case Container.FLAC:
                return _flac(file)
            case _:
                return None


def _chunks(file: IO[bytes], size_bytes: int, order: str) -> Iterator[tuple[bytes, int, int]]:
    """The chunks of a RIFF or FORM file: (name, declared size, where its content begins)."""
    at = 12
    for _ in range(MOST_CHUNKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        name, size = head[:4], struct.unpack(f"{order}I", head[4:])[0]
        yield name, size, at + 8
        at += 8 + size + (size & 1)
        if size & 1:  # some writers leave the padding out
            file.seek(at - 1)
            if file.read(1).isalpha():
                at -= 1
        if at >= size_bytes:
            return
    raise Refusal(f"has a broken header: more than {MOST_CHUNKS} chunks.")


def _wav(file: IO[bytes], size_bytes: int) -> Declared:
    form: bytes | None = None
    long_size: int | None = None
    for name, size, at in _chunks(file, size_bytes, "<"):
        if name == b"ds64":
            file.seek(at + 8)
            long_size = struct.unpack("<Q", file.read(8).ljust(8, b"\0"))[0]
        elif name == b"fmt ":
            if form is not None:
                raise Refusal("has a broken header: it describes its format twice.")
            file.seek(at)
            form = file.read(min(size, 40))
        elif name == b"data":
            if form is None:
                raise Refusal("has a broken header: its format is not described before its sound.")
            rate_hz, channels, frame_bytes = _wav_format(form)
            if size == 0xFFFFFFFF and long_size:
                size = long_size
            return _sized(rate_hz, channels, size, max(0, size_bytes - at), frame_bytes)
    raise Refusal(NO_SOUND)


def _wav_format(form: bytes) -> tuple[int, int, int]:
    """Rate, channels and bytes a frame of a format chunk."""
    if len(form) < 16:
        raise Refusal("has a broken header: its format is cut off.")
    tag, channels, rate_hz, _, align, bits = struct.unpack("<HHIIHH", form[:16])
    if tag == EXTENSIBLE:
        if len(form) < 40 or form[26:40] != SUBFORMAT_TAIL:
            raise Refusal("is WAV of an unknown format. Save it as PCM or float.")
        tag = struct.unpack("<H", form[24:26])[0]
    if tag not in {PCM, FLOAT}:
        raise Refusal(f"is WAV with {WAV_CODECS.get(tag, f'codec {tag:#x}')} in it. Save it as PCM or float.")
    if channels == 0:
        raise Refusal("has a broken header: it declares no channel.")
    if bits not in ({8, 16, 24, 32} if tag == PCM else {32, 64}) or align != channels * bits // 8:
        raise Refusal(f"has a broken header: {bits} bits in {align} bytes a frame of {channels} channels.")
    return rate_hz, channels, align


def _aiff(file: IO[bytes], size_bytes: int) -> Declared:
    common: tuple[float, int, int, int] | None = None
    present: int | None = None
    for name, size, at in _chunks(file, size_bytes, ">"):
        if name == b"COMM":
            file.seek(at)
            common = _aiff_common(file.read(min(size, 22)))
        elif name == b"SSND":
            present = max(0, min(size, size_bytes - at) - 8)
    if common is None:
        raise Refusal("has a broken header: its format is not described.")
    rate_hz, channels, frames, frame_bytes = common
    if not frames or not present:
        raise Refusal(NO_SOUND)
    return Declared(rate_hz, channels, frames, present // frame_bytes)


def _aiff_common(form: bytes) -> tuple[float, int, int, int]:
    """Rate, channels, frames and bytes a frame of a COMM chunk."""
    if len(form) < 18:
        raise Refusal("has a broken header: its format is cut off.")
    channels, frames, bits = struct.unpack(">hIh", form[:8])
    codec = form[18:22] or b"NONE"
    if codec not in AIFC_PCM:
        raise Refusal(f"is AIFF with the codec “{codec.decode('latin-1').strip()}” in it. Save it as PCM.")
    if channels <= 0:
        raise Refusal("has a broken header: it declares no channel.")
    if not 1 <= bits <= 64:
        raise Refusal(f"has a broken header: {bits} bits a sample.")
    return _extended(form[8:18]), channels, frames, channels * ((bits + 7) // 8)


def _extended(data: bytes) -> float:
    """An 80-bit extended float (IEEE 754), as AIFF writes its rate; infinity for what is no number."""
    sign_exponent, mantissa = struct.unpack(">HQ", data)
    exponent = sign_exponent & 0x7FFF
    if exponent == 0x7FFF or sign_exponent & 0x8000 or exponent > 16383 + 62:
        return math.inf
    return math.ldexp(mantissa, exponent - 16383 - 63)


def _flac(file: IO[bytes]) -> Declared:
    file.seek(id3_bytes(file.read(10)))
    head = file.read(42)
    if len(head) < 42 or head[:4] != b"fLaC" or head[4] & 0x7F != 0:
        raise Refusal("has a broken header: its stream is not described.")
    packed = int.from_bytes(head[18:26], "big")
    rate_hz, channels, frames = packed >> 44, (packed >> 41 & 7) + 1, packed & (1 << 36) - 1
    md5 = head[26:42]
    return Declared(rate_hz, channels, frames or None, md5=md5 if any(md5) else b"")


def _sized(rate_hz: int, channels: int, size: int, present_bytes: int, frame_bytes: int) -> Declared:
    """Of a chunk's declared size and what is really there."""
    present = present_bytes // frame_bytes
    if present == 0:
        raise Refusal(NO_SOUND)
    if size in UNKNOWN_SIZES or abs(size - present_bytes) <= FORGIVEN_BYTES:
        return Declared(rate_hz, channels, None, present)
    return Declared(rate_hz, channels, size // frame_bytes, present)
