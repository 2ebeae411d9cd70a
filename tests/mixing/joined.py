"""Recordings joined of spoken digits and noises, with where each begins and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from mixing.audio import Doubles

RATE_HZ = 8_000
NOISES = ("hiss", "rumble", "hum", "crackle", "wind")


@dataclass(frozen=True)
class Joined:
    """`marks`: begin and end of each sound in seconds; `labels`: "voice" or one of NOISES."""

    audio: np.ndarray[tuple[int, int], np.dtype[np.float32]]  # (1, frames)
    marks: list[tuple[float, float]]
    labels: list[str]


def joined(speech: Sequence[Path], seed: int, gap_seconds: tuple[float, float] = (0.1, 0.4), count: int = 20) -> Joined:
    """Digits of one speaker (every second sound) and noises in turn, over the faint noise of a converter."""
    generator = np.random.default_rng(seed)
    digits = [path for path in speech if path.stem.split("_")[1] == speech[0].stem.split("_")[1]]
    parts, marks, labels, at = [], [], [], 0
    for number in range(count):
        silence = np.zeros(round(generator.uniform(*gap_seconds) * RATE_HZ))
        if number % 2:
            label = NOISES[number // 2 % len(NOISES)]
            sound = noise(label, round(generator.uniform(0.4, 1.2) * RATE_HZ), generator)
        else:
            label = "voice"
            sound = soundfile.read(digits[int(generator.integers(len(digits)))])[0]
        parts += [silence, sound]
        marks.append(((at + len(silence)) / RATE_HZ, (at + len(silence) + len(sound)) / RATE_HZ))
        labels.append(label)
        at += len(silence) + len(sound)
    audio = np.concatenate([*parts, np.zeros(RATE_HZ // 4)])
    audio += 1e-4 * generator.standard_normal(audio.size)
    return Joined(audio.astype(np.float32)[np.newaxis], marks, labels)


def noise(kind: str, frames: int, generator: np.random.Generator) -> Doubles:
    white = generator.standard_normal(frames + 1024)
    times = np.arange(frames) / RATE_HZ
    if kind == "hiss":
        return 0.05 * white[:frames]
    if kind == "hum":
        tones = [np.sin(2 * np.pi * 50 * k * times + generator.uniform(0, 6)) / k for k in range(1, 9)]
        return np.asarray(0.05 * np.sum(tones, axis=0) + 0.003 * white[:frames])
    if kind == "crackle":
        clicks = 0.002 * white[:frames]
        clicks[generator.integers(0, frames, frames // 100)] += generator.uniform(-0.5, 0.5, frames // 100)
        return clicks
    spectrum, frequencies_hz = np.fft.rfft(white), np.fft.rfftfreq(white.size, 1 / RATE_HZ)
    shape = 1 / np.maximum(frequencies_hz, 60) ** 1.2 if kind == "rumble" else (frequencies_hz > 2_200) * 1.0
    shaped = np.fft.irfft(spectrum * shape, white.size)[:frames]
    return np.asarray(0.06 * shaped / shaped.std())
