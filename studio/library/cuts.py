"""Slices without a file of their own: their sound and their outline, read out of the recording that they lie in."""

import struct
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
import soundfile
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from mixing.analysis.peaks import FRAMES_A_PEAK
from studio.library.media import Content, serve_content
from studio.library.models import Sample

HEADER_BYTES = 44
BLOCK_FRAMES = 32_768
LARGEST_BYTES = 2**32 - 2**16  # of a WAV file
WAV_TYPE = "audio/wav"
PCM, FLOAT = 1, 3


class Cut:
    """Frames `start` to `end` of a master as a WAV file of its own depth, of which any part can be read."""

    def __init__(self, master: FieldFile, start: int, end: int) -> None:
        self._master = master
        with open_master(master) as (_, file):
            self.rate_hz, self.channels = int(file.samplerate), int(file.channels)
            self._float = file.subtype in {"FLOAT", "DOUBLE"}
            self.start, self.end = max(0, start), min(end, int(file.frames))
        self.frames = max(0, self.end - self.start)
        self.frame_bytes = self.channels * (4 if self._float else 3)

    def narrowed(self, start: int, end: int) -> "Cut":
        """A part of it."""
        return Cut(self._master, max(self.start, start), min(self.end, end))

    @property
    def size_bytes(self) -> int:
        return HEADER_BYTES + self.frames * self.frame_bytes

    def read(self, first: int, length: int) -> Iterator[bytes]:
        """So many bytes of the WAV file from the first on."""
        head = self.header()[first : first + length]
        if head:
            yield head
        first, length = max(0, first - HEADER_BYTES), length - len(head)
        if length <= 0:
            return
        skipped = first % self.frame_bytes
        with open_master(self._master) as (_, file):
            file.seek(self.start + first // self.frame_bytes)
            while length > 0:
                wanted = min(BLOCK_FRAMES, -(-(length + skipped) // self.frame_bytes))
                data = self._packed(file.read(wanted, dtype="float32" if self._float else "int32", always_2d=True))
                if not data:
                    return
                piece = data[skipped : skipped + length]
                skipped, length = 0, length - len(piece)
                yield piece

    def header(self) -> bytes:
        size = self.frames * self.frame_bytes
        width = self.frame_bytes // self.channels
        form = (FLOAT if self._float else PCM, self.channels, self.rate_hz, self.rate_hz * self.frame_bytes)
        return struct.pack("<4sI8sIHHII", b"RIFF", HEADER_BYTES - 8 + size, b"WAVEfmt ", 16, *form) + struct.pack(
            "<HH4sI", self.frame_bytes, 8 * width, b"data", size
        )

    def _packed(self, frames: Any) -> bytes:
        if self._float:
            return np.ascontiguousarray(frames, "<f4").tobytes()
        octets = np.ascontiguousarray(frames, "<i4").view(np.uint8).reshape(-1, 4)
        return np.ascontiguousarray(octets[:, 1:]).tobytes()


class open_master:
    """A stored master opened for reading, wherever its storage is; Http404 where it is not there."""

    def __init__(self, master: FieldFile) -> None:
        if not master or not master.name:
            raise Http404
        try:
            self._stored: IO[bytes] = master.storage.open(master.name, "rb")
        except FileNotFoundError:
            raise Http404 from None

    def __enter__(self) -> tuple[IO[bytes], soundfile.SoundFile]:
        self._file = soundfile.SoundFile(self._stored)
        return self._stored, self._file

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._stored.close()


def cut_of(sample: Sample) -> Cut:
    """The sound of a slice in its parent's file."""
    parent = sample.parent
    if parent is None or sample.start_frame is None or sample.end_frame is None:
        raise Http404
    return Cut(parent.master_file, sample.start_frame, sample.end_frame)


def serve_cut(request: HttpRequest | Request, cut: Cut, name: str) -> HttpResponseBase:
    return serve_content(request, Content(cut.size_bytes, cut.read), WAV_TYPE, f"{name}.wav")


def serve_cut_peaks(request: HttpRequest | Request, sample: Sample) -> HttpResponseBase:
    """The parent's outline where the slice lies: at most 63 frames more on either side."""
    parent = sample.parent
    if parent is None or not parent.peaks_file or sample.start_frame is None or sample.end_frame is None:
        raise Http404
    stored = parent.peaks_file
    offset = 2 * (sample.start_frame // FRAMES_A_PEAK)
    size = min(2 * -(-sample.end_frame // FRAMES_A_PEAK), stored.size) - offset

    def read(first: int, length: int) -> Iterator[bytes]:
        with stored.storage.open(str(stored.name), "rb") as file:
            file.seek(offset + first)
            yield file.read(length)

    return serve_content(request, Content(max(0, size), read), "application/octet-stream", f"{sample.name}.peaks")
