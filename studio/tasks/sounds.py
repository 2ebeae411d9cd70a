"""Finished audio files with their peaks, ready to be kept."""

from pathlib import Path

import soundfile

from studio.wavenets.results import Sound

BLOCK_FRAMES = 65_536


def peaks_file(audio: Path, folder: Path) -> Path:
    """Writes the peaks of an audio file into `folder`."""
    from mixing.analysis.peaks import peaks_of

    path = folder / f"{audio.stem}.peaks"
    with soundfile.SoundFile(audio) as file:
        blocks = file.blocks(BLOCK_FRAMES, dtype="float32", always_2d=True)
        path.write_bytes(peaks_of(block.T for block in blocks))
    return path


def sound_of(audio: Path, folder: Path) -> Sound:
    """The audio file with its peaks, which are written into `folder`."""
    with soundfile.SoundFile(audio) as file:
        frames, rate_hz = file.frames, file.samplerate
    return Sound(audio, peaks_file(audio, folder), rate_hz, frames)
