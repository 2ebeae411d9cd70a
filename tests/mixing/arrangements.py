"""Sounds and arrangements that the mixing tests share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import soundfile as sf
from numpy.typing import NDArray

from mixing.progress import RenderEvent, RenderFinished
from mixing.project import MASTER_ID, Clip, Device, Project, Track
from mixing.render import Outputs, render

RATE_HZ = 44_100

Samples = NDArray[np.floating[Any]]  # (samples,) or (samples, channels)


def write(path: Path, samples: Samples, rate_hz: int = RATE_HZ) -> Path:
    """Write floating-point audio without dither or clipping."""
    sf.write(path, samples.astype(np.float32), rate_hz, subtype="FLOAT")
    return path


def read(path: Path) -> Samples:
    """(samples, channels)"""
    samples: Samples = sf.read(path, always_2d=True)[0]
    return samples


def sine(frequency_hz: float, seconds: float, rate_hz: int = RATE_HZ, degrees: float = 0.0) -> Samples:
    """At full scale."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    tone: Samples = np.sin(2 * np.pi * frequency_hz * time + np.radians(degrees))
    return tone


def arrangement(
    *clips: Clip, tracks: Mapping[str, Track] | None = None, devices: Mapping[str, Device] | None = None, **master: Any
) -> Project:
    """A project with a master track and no mastering devices unless they are given."""
    rows = {"track": Track(), MASTER_ID: Track(name="Mix", role="master"), **(tracks or {})}
    return Project.model_validate(
        {
            "tracks": rows,
            "clips": {f"clip-{number}": clip for number, clip in enumerate(clips)},
            "devices": dict(devices or {}),
            "master": {"tail_seconds": 0.0, **master},
        }
    )


def clip(sample: str = "sound", **changes: Any) -> Clip:
    """A clip of one second at the beginning, without fades."""
    plain = {"track": "track", "start_seconds": 0, "duration_seconds": 1, "fade_in_seconds": 0, "fade_out_seconds": 0}
    return Clip.model_validate({**plain, "sample": sample, **changes})


def rendered(
    project: Project, media: Mapping[str, Path], folder: Path, **options: Any
) -> tuple[Samples, list[RenderEvent]]:
    """The mix as 32-bit floating point, and what was told on the way."""
    output = folder / "rendered.wav"
    events = list(render(project, media, Outputs(mix=output, mix_bit_depth=32), folder / "cache", **options))
    return read(output), events


def finished(events: list[RenderEvent]) -> RenderFinished:
    """The last event."""
    last = events[-1]
    assert isinstance(last, RenderFinished)
    return last
