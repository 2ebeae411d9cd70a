"""What happens inside the decoding child: recognise, check, read once in blocks, write the master, measure."""

import argparse
import hashlib
import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from mixing.analysis.bandwidth import Bandwidth
from mixing.analysis.likeness import packed
from mixing.analysis.peaks import Peaks
from mixing.analysis.portraits import Portrait
from mixing.analysis.voicing import Voicing
from mixing.decode import Decoded, Limits, confine
from mixing.headers import NO_SOUND, Declared, declared
from mixing.metering import Meter
from mixing.sniff import Container, Refusal, sniff

BLOCK_VALUES = 1 << 18  # frames × channels in memory at a time
CHANNELS = range(1, 9)
RATES_HZ = range(4_000, 192_001)
LOUDEST = 1000.0  # 60 dB over full scale: numbers beyond are not sound
FULL_SCALE = 2.0**31
INTEGER_BITS = {"PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24}
FLOATS = {"FLOAT", "DOUBLE", "PCM_32"}  # a float of 32 bits holds 25 of the integer's, which is below any noise
COMPRESSED = {Container.VORBIS, Container.OPUS, Container.MP3}
MP3_FORGIVEN_FRAMES = 10 * 1152
SMALL_FRAMES = 256
FEWEST_FLAC_FRAMES = 65_536  # sixteen blocks of the usual size
PROGRESS_EVERY = 16  # blocks
SHOWN = "“{}” {}"
UNKEPT = "is too large once decoded, or the disk is full. Cut it into shorter files."

Block = NDArray[Any]  # (frames, channels), int32 or float32


@dataclass
class Source:
    """An open file that was recognised and found within the limits."""

    path: Path
    container: Container
    file: soundfile.SoundFile
    header: Declared | None
    limits: Limits
    frames_read: int = field(default=0)

    @property
    def rate_hz(self) -> int:
        return int(self.file.samplerate)

    @property
    def channels(self) -> int:
        return int(self.file.channels)

    @property
    def bits(self) -> int | None:
        """Bits of an integer format that 24 can hold; None for every other."""
        return INTEGER_BITS.get(self.file.subtype)

    def blocks(self) -> Iterator[Block]:
        """All of it; raises Refusal where it is damaged, too long, or not sound."""
        size = max(1, BLOCK_VALUES // self.channels)
        checksum = hashlib.md5(usedforsecurity=False) if self.header and self.header.md5 else None
        while True:
            try:
                block = self.file.read(size, dtype="int32" if self.bits else "float32", always_2d=True)
            except soundfile.LibsndfileError:
                raise self.damaged() from None
            if not len(block):
                break
            self.frames_read += len(block)
            if self.frames_read > self.limits.most_frames(self.channels, self.rate_hz):
                raise too_long(self.limits, self.channels, self.rate_hz)
            if not self.bits:
                self.require_sound(block)
            if checksum and self.bits:
                checksum.update(_packed(block, self.bits))
            yield block
        self.require_whole()
        if checksum and self.header and self.bits and checksum.digest() != self.header.md5:
            raise Refusal("is damaged: what was read is not what was written.")

    def require_sound(self, block: Block) -> None:
        strange = ~(np.abs(block) <= LOUDEST)  # not-a-number fails every comparison
        if strange.any():
            at = self.frames_read - len(block) + int(np.flatnonzero(strange.any(axis=1))[0])
            raise Refusal(f"holds numbers that are not sound, the first at {at / self.rate_hz:.2f} s.")

    def require_whole(self) -> None:
        if not self.frames_read:
            raise Refusal(NO_SOUND)
        expected = self.expected_frames()
        if expected is not None and self.frames_read < expected:
            raise self.ends_early(expected)

    def expected_frames(self) -> int | None:
        if self.header is not None:
            return self.header.frames
        if self.container is Container.MP3:  # encoders pad, and count what they pad in different ways
            return int(self.file.frames) - MP3_FORGIVEN_FRAMES
        return None

    def damaged(self) -> Refusal:
        self.frames_read = self.readable_frames()
        expected = self.expected_frames()
        if expected is not None and self.frames_read < expected:
            return self.ends_early(expected)
        return Refusal(f"is damaged: it can be read up to {self.frames_read / self.rate_hz:.1f} s only.")

    def readable_frames(self) -> int:
        """How far it can be read: a block that fails gives none of its frames, small ones come closer."""
        count = 0
        with soundfile.SoundFile(self.path) as again, suppress(soundfile.LibsndfileError):
            while read := len(again.read(SMALL_FRAMES, dtype="float32")):
                count += read
        return count

    def ends_early(self, expected: int) -> Refusal:
        read, whole = self.frames_read / self.rate_hz, expected / self.rate_hz
        return Refusal(f"ends in the middle: {read:.1f} of {whole:.1f} s could be read.")


def too_long(limits: Limits, channels: int, rate_hz: float) -> Refusal:
    minutes = limits.most_frames(channels, rate_hz) / rate_hz / 60
    shape = f"{channels} channel" if channels == 1 else f"{channels} channels"
    return Refusal(f"is too long: at this rate and {shape}, {minutes:.0f} minutes fit. Cut it into pieces.")


def require_decent(header: Declared, limits: Limits) -> None:
    """Raise Refusal for a shape that is not read, or a length that is too great, by the header's word alone."""
    rate_hz, channels, frames = header.rate_hz, header.channels, header.frames
    if not (math.isfinite(rate_hz) and RATES_HZ[0] <= rate_hz <= RATES_HZ[-1]):
        raise Refusal(f"has a rate of {rate_hz:g} Hz. Rates from 4 to 192 kHz are read.")
    if channels not in CHANNELS:
        raise Refusal(f"has {channels} channels. Up to {CHANNELS[-1]} are read.")
    if frames is not None and header.present_frames is not None and frames > header.present_frames:
        here, whole = header.present_frames / rate_hz, frames / rate_hz
        raise Refusal(f"ends in the middle: {here:.1f} of {whole:.1f} s could be read.")
    if frames is not None and frames > limits.most_frames(channels, rate_hz):
        raise too_long(limits, channels, rate_hz)


def open_source(path: Path, limits: Limits, stack: ExitStack) -> Source:
    """Recognise and open a file. Raises Refusal before anything of it is decoded."""
    container = sniff(path)
    header = declared(path, container)
    if header is not None:
        require_decent(header, limits)
    try:
        file = stack.enter_context(soundfile.SoundFile(path))
    except (soundfile.LibsndfileError, OSError):
        raise Refusal(f"looks like {container.value} and is damaged: it cannot be opened.") from None
    if container in COMPRESSED:
        require_decent(Declared(file.samplerate, file.channels, file.frames), limits)
    elif file.subtype not in INTEGER_BITS.keys() | FLOATS:
        raise Refusal(f"is {container.value} with {file.subtype_info} in it. Save it as PCM or float.")
    return Source(path, container, file, header, limits)


def decode(path: Path, folder: Path, limits: Limits) -> Decoded:
    """Read the whole file into `folder`."""
    with ExitStack() as stack:
        source = open_source(path, limits, stack)
        master = open_master(source, folder, stack)
        peaks_path = folder / "peaks"
        peaks_file = stack.enter_context(peaks_path.open("wb"))
        measured = measure(source, master, peaks_file)
        name = Path(master.name)
    return Decoded(
        master=name,
        peaks=peaks_path,
        frames=source.frames_read,
        sample_rate_hz=source.rate_hz,
        channels=source.channels,
        format=format_sentence(source),
        source_sha256=sha256_of(path),
        master_sha256=sha256_of(name),
        **measured,
    )


def open_master(source: Source, folder: Path, stack: ExitStack) -> soundfile.SoundFile:
    """FLAC for what it holds without loss; floats keep peaks over full scale, which decoded MP3s have."""
    # libFLAC's encoder refuses high rates that are not a multiple of ten; browsers cannot seek in a FLAC of few blocks.
    fits_flac = source.rate_hz <= 65_535 or source.rate_hz % 10 == 0
    if source.bits is not None and fits_flac and source.file.frames >= FEWEST_FLAC_FRAMES:
        name, container, subtype = "master.flac", "FLAC", "PCM_24"
    else:
        name, container, subtype = "master.wav", "WAV", "FLOAT" if source.bits is None else "PCM_24"
    return stack.enter_context(
        soundfile.SoundFile(folder / name, "w", source.rate_hz, source.channels, subtype, format=container)
    )


def measure(source: Source, master: soundfile.SoundFile, peaks_file: IO[bytes]) -> dict[str, Any]:
    """Read, write and analyse in one pass; returns the measurements."""
    meter, peaks = Meter(source.rate_hz, source.channels), Peaks()
    bandwidth, voicing = Bandwidth(source.rate_hz), Voicing(source.rate_hz)
    portrait = Portrait(source.rate_hz)
    total = max(source.file.frames, 1)
    for number, block in enumerate(source.blocks()):
        master.write(block if master.subtype == "PCM_24" else _floats(block).T)
        audio = np.ascontiguousarray(_floats(block))
        for analysis in (meter, bandwidth, voicing, portrait):
            analysis.feed(audio)
        peaks_file.write(peaks.feed(audio))
        if number % PROGRESS_EVERY == 0:
            tell({"fraction": min(1.0, source.frames_read / total)})
    peaks_file.write(peaks.finish())
    return {
        "bandwidth_hz": bandwidth.result(),
        "integrated_lufs": finite(meter.integrated_lufs()),
        "true_peak_dbtp": finite(meter.true_peak_dbtp()),
        "voicing": voicing.result(),
        "portrait": packed(portrait.result()),
    }


def format_sentence(source: Source) -> str:
    """For example “WAV 16-bit, 44.1 kHz, stereo”."""
    label = source.container.value
    if source.bits:
        label += f" {source.bits}-bit"
    elif source.container not in COMPRESSED:
        label += " 32-bit" if source.file.subtype == "PCM_32" else " float"
    channels = {1: "mono", 2: "stereo"}.get(source.channels, f"{source.channels} channels")
    return f"{label}, {source.rate_hz / 1000:g} kHz, {channels}"


def _floats(block: Block) -> NDArray[np.float32]:
    """(channels, frames) at full scale ±1."""
    if block.dtype == np.int32:
        return (block.T.astype(np.float64) / FULL_SCALE).astype(np.float32)
    return block.T.astype(np.float32, copy=False)


def _packed(block: Block, bits: int) -> bytes:
    """The samples as FLAC's checksum counts them: interleaved, little-endian, in as few bytes as they need."""
    octets = block.astype("<i4").view(np.uint8).reshape(*block.shape, 4)
    return np.ascontiguousarray(octets[:, :, 4 - bits // 8 :]).tobytes()


def finite(level: float) -> float | None:
    return float(level) if math.isfinite(level) else None


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tell(message: dict[str, Any]) -> None:
    """One line for the parent."""
    os.write(sys.__stdout__.fileno() if sys.__stdout__ else 1, (json.dumps(message) + "\n").encode())


def main() -> int:
    """The command: prints JSON lines, the last one `decoded` or `error`."""
    parser = argparse.ArgumentParser(prog="python -m mixing.decode", description="Read a sound file into a master.")
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="", help="what error sentences call the file")
    parser.add_argument("--limits", type=json.loads, default={}, help="fields of Limits, as JSON")
    parser.add_argument("--parent", type=int, help="the process to die with")
    options = parser.parse_args()
    limits = Limits(**options.limits)
    confine(limits, options.parent)
    name = options.name or options.source.name
    try:
        decoded = asdict(decode(options.source, options.folder, limits))
    except Refusal as refusal:
        tell({"error": SHOWN.format(name, refusal)})
        return 1
    except MemoryError:
        tell({"error": SHOWN.format(name, "needs more memory to read than any sound should: it is damaged.")})
        return 1
    except soundfile.LibsndfileError:  # reading catches its own: this is the master
        tell({"error": SHOWN.format(name, UNKEPT)})
        return 1
    except OSError as error:
        tell({"error": SHOWN.format(name, f"could not be read: {error.strerror or 'the disk failed'}.")})
        return 1
    told = {"master": decoded["master"].name, "peaks": decoded["peaks"].name, "portrait": decoded["portrait"].hex()}
    tell({"decoded": decoded | told})
    return 0
