"""What a render is to write: the mix, the master, stems, bounces, of the whole piece or of a region of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mixing.audio_file import BitDepth, check_output
from mixing.errors import MixingError
from mixing.project import Id

Tap = Literal["dry", "wet", "post"]


@dataclass(frozen=True)
class Bounce:
    """One track or return as a file by itself, whether or not it is heard in the mix.

    dry: what comes into its devices; wet: what its devices make of that, with nothing dry left of it; post: as it
    leaves its fader.
    """

    path: Path
    source: Id
    tap: Tap = "post"
    bit_depth: BitDepth = 24


@dataclass(frozen=True)
class Outputs:
    """The files to write, in the format that their names end in: .wav, .flac, .ogg, .opus or .mp3.

    32 bits are floating point (.wav only). Formats that lose something have no bit depth.
    """

    mix: Path | None = None
    master: Path | None = None
    stems: Path | None = None  # a folder: one 32-bit file for all that plays into the mix, which sum to it
    mix_bit_depth: BitDepth = 24
    master_bit_depth: BitDepth = 16
    bounces: tuple[Bounce, ...] = ()
    region: tuple[float, float] | None = None  # in seconds; the sound of the whole piece between them

    @property
    def mixes(self) -> bool:
        """Whether the mix has to be made at all."""
        return self.mix is not None or self.master is not None or self.stems is not None

    def check(self) -> None:
        """Raise MixingError where a file could not be written in the end."""
        files = list(self._files())
        if not files and self.stems is None:
            raise MixingError("There is nowhere to render to: choose a mix, a master, stems or bounces.")
        if self.mix is not None and self.mix == self.master:
            raise MixingError("The mix and the master need different names.")
        paths = [path for path, _ in files]
        for path, bit_depth in files:
            if paths.count(path) > 1:
                raise MixingError(f"Two outputs are named {path.name}: give them different names.")
            check_output(path, bit_depth)
        if self.stems is not None:
            check_output(self.stems / "stem.wav", 32)
        if self.region is not None and not 0.0 <= self.region[0] < self.region[1]:
            raise MixingError("The region ends before it starts: choose a later end.")

    def _files(self) -> Iterator[tuple[Path, BitDepth]]:
        if self.mix is not None:
            yield self.mix, self.mix_bit_depth
        if self.master is not None:
            yield self.master, self.master_bit_depth
        for bounce in self.bounces:
            yield bounce.path, bounce.bit_depth
