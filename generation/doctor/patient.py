"""Examines one file: everything that can be said of it without knowing the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.audio import AudioError, load_audio
from generation.dataset import Recording, kept_seconds, without_silence
from generation.doctor.bandwidth import LongTermSpectrum, bandwidth_hz
from generation.doctor.clicks import clicks
from generation.doctor.clipping import Clipping
from generation.doctor.fingerprint import Words, fingerprint
from generation.doctor.frames import Decibels, Mono
from generation.doctor.hum import HumMeter
from generation.doctor.level import Level
from generation.doctor.noise import levels_dbfs, signal_to_noise_db, spread
from generation.doctor.report import SILENCE_THRESHOLDS_DBFS, FileReport
from generation.doctor.source import blocks, opened
from generation.doctor.thresholds import NOISY_DB, VOICED
from generation.doctor.timbre import Passages, passages
from generation.doctor.voicing import VoicedFrames, Voicing, voiced_frames, voicing

OUTLINE_POINTS = 64
SPECTRUM_STEP_HZ = 50.0
SPECTRUM_BINS = 480
"""Up to 24 kHz: what is beyond nobody hears."""


@dataclass(frozen=True)
class Examined:
    """A file's figures, and what comparing it with the others needs; no audio."""

    report: FileReport
    words: Words
    passages: Passages | None
    voiced: VoicedFrames
    spectrum_db: Decibels
    """Shape (480,), every 50 Hz; NaN above half the file's rate, and everywhere when nothing sounds."""
    spread: Decibels
    """Seconds at each dB, as `noise.spread` gives them."""


def examine_file(recording: Recording, name: str, rate_hz: int, threshold_dbfs: float, together: HumMeter) -> Examined:
    """Reads the file once as it is, in blocks, and once as training does; `together` hears what training keeps."""
    try:
        heard = load_audio(recording.path, rate_hz)
        as_it_is, spectrum = _as_it_is(recording)
    except AudioError as error:
        return _unread(recording, name, str(error))
    kept = without_silence(heard, rate_hz, threshold_dbfs)
    together.feed(kept)
    alone = HumMeter(rate_hz)
    alone.feed(kept)
    hum, voiced = alone.result(), voiced_frames(heard, rate_hz)
    voice, timbre = voicing([voiced]), passages(kept, rate_hz)
    report = FileReport(
        name=name,
        class_name=recording.class_name,
        kept_seconds=kept.size / rate_hz,
        dropped_seconds=(heard.size - kept.size) / rate_hz,
        kept_at_seconds=tuple(round(s, 2) for s in kept_seconds(heard, rate_hz, SILENCE_THRESHOLDS_DBFS)),
        kept_rms_dbfs=_rms_dbfs(kept),
        snr_db=_over_noise_db(kept, rate_hz, voice),
        hum_hz=hum.mains_hz if hum else None,
        hum_db=hum.over_db if hum else None,
        clicks_per_second=clicks(heard, rate_hz) * rate_hz / heard.size if heard.size else 0.0,
        voicing=voice.mean if voice else None,
        timbre_within_db=timbre.within_db if timbre else None,
        outline=_outline(heard),
        **as_it_is,
    )
    words = fingerprint(heard, rate_hz)
    return Examined(report, words, timbre, voiced, spectrum, spread(levels_dbfs(heard, rate_hz)))


def _as_it_is(recording: Recording) -> tuple[dict[str, float | int | None], Decibels]:
    """The figures of the file at its own rate, by their names in `FileReport`, and its spectrum every 50 Hz."""
    with opened(recording.path) as file:
        level, clipping, spectrum = Level(), Clipping(), LongTermSpectrum(file.samplerate)
        for block in blocks(file):
            for measure in (level, clipping, spectrum):
                measure.feed(block)
        found = spectrum.levels_db()
        figures: dict[str, float | int | None] = {
            "seconds": level.frames / file.samplerate,
            "rate_hz": file.samplerate,
            "channels": file.channels,
            "bandwidth_hz": None if found is None else bandwidth_hz(found, spectrum.frequencies_hz),
            "peak_dbfs": level.peak_dbfs,
            "rms_dbfs": level.rms_dbfs,
            "dc_offset": level.dc_offset,
            "clipped_runs": clipping.runs,
            "clipped_share": clipping.share,
        }
    grid_hz = np.arange(SPECTRUM_BINS) * SPECTRUM_STEP_HZ
    if found is None:
        return figures, np.full(SPECTRUM_BINS, np.nan)
    return figures, np.interp(grid_hz, spectrum.frequencies_hz, found, right=np.nan)


def _unread(recording: Recording, name: str, error: str) -> Examined:
    nothing = np.zeros(0)
    report = FileReport(name=name, class_name=recording.class_name, error=error, findings=("unreadable",))
    silent = spread(nothing)
    return Examined(
        report, np.zeros(0, np.uint32), None, VoicedFrames(nothing, nothing), np.full(SPECTRUM_BINS, np.nan), silent
    )


def _over_noise_db(kept: Mono, rate_hz: int, voice: Voicing | None) -> float | None:
    """Less the offset, which is no noise; unknown where even the quiet frames have a pitch: a tone that never pauses
    hides the noise."""
    over = signal_to_noise_db(levels_dbfs(kept, rate_hz, float(kept.mean()))) if kept.size else None
    if over is None or (over < NOISY_DB and voice is not None and voice.of_the_quiet >= VOICED):
        return None
    return over


def _rms_dbfs(audio: Mono) -> float | None:
    power = float(np.square(audio, dtype=np.float64).mean()) if audio.size else 0.0
    return 10.0 * float(np.log10(power)) if power > 0.0 else None


def _outline(audio: Mono) -> tuple[int, ...]:
    parts = np.array_split(np.abs(audio), OUTLINE_POINTS)
    return tuple(round(100.0 * float(part.max(initial=0.0))) for part in parts)
