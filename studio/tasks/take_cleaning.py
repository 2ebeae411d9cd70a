"""What may be done to a finished take where it is asked for: clicks taken out, silence cut off the ends, soft ends."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

Audio = npt.NDArray[np.float32]

SILENT_DBFS = -50.0
AROUND_SECONDS = 0.01
MARGIN_SECONDS = 0.03
FADE_SECONDS = 0.008
DECLICK_HZ = 24_000
"""Below this rate a click's echo in the prediction is longer than what the effect repairs, so takes are brought up."""


@dataclass(frozen=True)
class Cleaned:
    """What was done to a take."""

    declicked: bool = False
    clicks_before: int = 0
    clicks_after: int = 0
    trimmed: bool = False
    cut_frames: int = 0
    """Cut off the beginning."""
    cut_start_seconds: float = 0.0
    cut_end_seconds: float = 0.0

    def told(self) -> dict[str, Any]:
        """For the take's record: only what was done."""
        done: dict[str, Any] = {}
        if self.declicked:
            done["declick"] = {"clicks_before": self.clicks_before, "clicks_after": self.clicks_after}
        if self.trimmed:
            done["trim"] = {"start_seconds": self.cut_start_seconds, "end_seconds": self.cut_end_seconds}
        return done


def clean(path: Path, declick: bool, trim: bool, join_frames: int = 0) -> Cleaned:
    """Changes a mono file in place. Nothing of a prompt at its beginning (`join_frames`) is cut as silence."""
    if not (declick or trim):
        return Cleaned()
    audio, rate = soundfile.read(path, dtype="float32")
    whole, before, after, start, end = audio.size, 0, 0, 0, audio.size
    if declick:
        before, audio = clicks_in(audio, rate), without_clicks(audio, rate)
        after = clicks_in(audio, rate)
    if trim:
        start, end = sounding_part(audio, rate)
        start = 0 if join_frames else start
        audio = soft_ended(audio[start:end], rate)
    soundfile.write(path, audio, rate, subtype="PCM_16")
    return Cleaned(
        declick, before, after, trim, start, round(start / rate, 3), round((whole - end) / rate, 3)
    )  # fmt: skip


def clicks_in(audio: Audio, rate_hz: int) -> int:
    from mixing.analysis.clicks import Clicks

    clicks = Clicks(rate_hz)
    clicks.feed(audio[None])
    return clicks.result()


def without_clicks(audio: Audio, rate_hz: int) -> Audio:
    """As long as before, in time."""
    import soxr

    from mixing.effects.declick import Declick

    work_hz = max(rate_hz, DECLICK_HZ)
    raised = audio if work_hz == rate_hz else soxr.resample(audio, rate_hz, work_hz, quality="VHQ")
    processor = Declick(threshold=9.0, longest_ms=2.5).processor(work_hz, 1)
    late = processor.latency_samples
    padded = np.concatenate([raised, np.zeros(late, np.float32)]).astype(np.float32)[None]
    repaired = processor.process(np.ascontiguousarray(padded))[0, late:]
    lowered = repaired if work_hz == rate_hz else soxr.resample(repaired, work_hz, rate_hz, quality="VHQ")
    cleaned = np.zeros(audio.size, np.float32)
    cleaned[: min(audio.size, lowered.size)] = lowered[: audio.size]
    return cleaned


def sounding_part(audio: Audio, rate_hz: int) -> tuple[int, int]:
    """From where to where there is sound, with a little before and after; all of it when there is none."""
    around = max(1, round(AROUND_SECONDS * rate_hz))
    count = -(-audio.size // around)
    padded = np.zeros(count * around, np.float32)
    padded[: audio.size] = audio
    levels = np.sqrt(np.mean(padded.reshape(count, around) ** 2, axis=1))
    loud = np.flatnonzero(levels > 10.0 ** (SILENT_DBFS / 20.0))
    if not loud.size:
        return 0, audio.size
    margin = round(MARGIN_SECONDS * rate_hz)
    return max(0, int(loud[0]) * around - margin), min(audio.size, int(loud[-1] + 1) * around + margin)


def soft_ended(audio: Audio, rate_hz: int) -> Audio:
    """With a short fade at both ends, so that neither clicks."""
    count = min(audio.size // 2, round(FADE_SECONDS * rate_hz))
    fade = np.sin(0.5 * np.pi * (np.arange(count) + 0.5) / max(1, count)).astype(np.float32) ** 2
    soft = audio.copy()
    soft[:count] *= fade
    soft[audio.size - count :] *= fade[::-1]
    return soft
