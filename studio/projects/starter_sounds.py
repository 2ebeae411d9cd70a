"""Make the audio of the first piece: rooms, bursts and an invented voice, all synthesised here.

`python -m studio.projects.starter_sounds voice FOLDER` writes the recordings that the starter's network
is trained on; `… sounds FOLDER` writes the composed sounds. Both are the same on every machine.
"""

import sys
from pathlib import Path

import numpy as np
import soundfile as sf
from numpy.typing import NDArray
from scipy import signal

Audio = NDArray[np.float64]  # (samples,)

VOICE_RATE_HZ = 8_000
SOUND_RATE_HZ = 32_000
# First three formants in Hz, after Peterson and Barney (1952), rounded
VOWELS = {
    "a": (730, 1090, 2440),
    "e": (530, 1840, 2480),
    "i": (270, 2290, 3010),
    "o": (570, 840, 2410),
    "u": (300, 870, 2240),
}
CONSONANTS = {
    "s": (2600, 3900, 0.10),
    "k": (1400, 2600, 0.035),
    "t": (2200, 3600, 0.025),
    "f": (900, 3400, 0.08),
    "m": (150, 350, 0.07),
}


def resonator(audio: Audio, centre_hz: float, width_hz: float, rate_hz: int) -> Audio:
    """A two-pole resonance with unit gain at its centre (Klatt 1980)."""
    radius = np.exp(-np.pi * width_hz / rate_hz)
    angle = 2 * np.pi * centre_hz / rate_hz
    denominator = np.array([1.0, -2 * radius * np.cos(angle), radius**2])
    gain = abs(np.polyval(denominator[::-1], np.exp(-1j * angle)))
    return np.asarray(signal.lfilter(np.array([gain]), denominator, audio))


def glottis(frames: int, pitch_hz: Audio, rng: np.random.Generator, rate_hz: int) -> Audio:
    """A soft pulse train with jitter and a little breath, the source behind the vowels."""
    jitter = 1 + 0.012 * signal.lfilter([0.05], [1, -0.95], rng.standard_normal(frames))
    phase = np.cumsum(pitch_hz * jitter) / rate_hz % 1.0
    opening = np.where(phase < 0.6, np.sin(np.pi * phase / 0.6) ** 2, 0.0)
    return np.diff(opening, prepend=0.0) * 4 + 0.015 * rng.standard_normal(frames)


def vowel(name: str, seconds: float, pitch_hz: float, fall: float, rng: np.random.Generator) -> Audio:
    frames = int(seconds * VOICE_RATE_HZ)
    glide = np.geomspace(pitch_hz, pitch_hz * fall, frames)
    source = glottis(frames, glide, rng, VOICE_RATE_HZ)
    voice = np.zeros(frames)
    for formant_hz, width_hz, level in zip(VOWELS[name], (70, 100, 150), (1.0, 0.6, 0.3), strict=True):
        voice += level * resonator(source, formant_hz * rng.uniform(0.95, 1.05), width_hz, VOICE_RATE_HZ)
    return voice * signal.windows.tukey(frames, 0.35)


def consonant(name: str, rng: np.random.Generator) -> Audio:
    low_hz, high_hz, seconds = CONSONANTS[name]
    frames = int(seconds * rng.uniform(0.8, 1.3) * VOICE_RATE_HZ)
    band = signal.butter(2, [low_hz, high_hz], "bandpass", fs=VOICE_RATE_HZ, output="sos")
    noise = np.asarray(signal.sosfilt(band, rng.standard_normal(frames)))
    return 0.25 * noise * signal.windows.tukey(frames, 0.5)


def utterance(rng: np.random.Generator, syllables: int) -> Audio:
    """A few syllables of a language that does not exist, with a falling phrase."""
    pitch_hz = rng.uniform(105, 135)
    parts: list[Audio] = []
    for index in range(syllables):
        if rng.random() < 0.8:
            parts.append(consonant(str(rng.choice(list(CONSONANTS))), rng))
        phrase = pitch_hz * (1.15 - 0.3 * index / max(syllables - 1, 1)) * rng.uniform(0.95, 1.08)
        parts.append(
            vowel(str(rng.choice(list(VOWELS))), rng.uniform(0.09, 0.24), phrase, rng.uniform(0.85, 1.05), rng)
        )
        if rng.random() < 0.25:
            parts.append(np.zeros(int(rng.uniform(0.02, 0.07) * VOICE_RATE_HZ)))
    audio = np.concatenate([np.zeros(400), *parts, np.zeros(400)])
    audio = audio + 2e-4 * rng.standard_normal(audio.size)
    return np.asarray(0.7 * audio / np.max(np.abs(audio)))


def stairwell(rng: np.random.Generator, seconds: float) -> Audio:
    """The air of a room: brown noise, a faint hum, distant knocks with their reflections."""
    frames = int(seconds * SOUND_RATE_HZ)
    air = signal.lfilter([0.02], [1, -0.98], rng.standard_normal(frames))
    time = np.arange(frames) / SOUND_RATE_HZ
    hum = 0.02 * np.sin(2 * np.pi * 100 * time) + 0.008 * np.sin(2 * np.pi * 150 * time)
    knocks = np.zeros(frames)
    for at in np.sort(rng.uniform(0.4, seconds - 0.8, 5)):
        knocks[int(at * SOUND_RATE_HZ)] = rng.uniform(0.3, 1.0)
    body = resonator(knocks, 180, 40, SOUND_RATE_HZ) * 8 + resonator(knocks, 610, 90, SOUND_RATE_HZ) * 4
    return np.asarray(air * 0.5 + hum + in_a_hall(body, rng, 0.9) * 0.6)


def burst(rng: np.random.Generator, seconds: float, low_hz: float, high_hz: float) -> Audio:
    """Noise as an untrained network gives it, breathing in a band."""
    frames = int(seconds * SOUND_RATE_HZ)
    band = signal.butter(3, [low_hz, high_hz], "bandpass", fs=SOUND_RATE_HZ, output="sos")
    noise = np.asarray(signal.sosfilt(band, rng.standard_normal(frames)))
    swell = np.abs(np.interp(np.linspace(0, 12, frames), np.arange(13), rng.uniform(0.2, 1, 13)))
    return np.asarray(noise * swell * signal.windows.tukey(frames, 0.05))


def dishes(rng: np.random.Generator, seconds: float) -> Audio:
    """Struck plates: inharmonic partials that ring and die."""
    frames = int(seconds * SOUND_RATE_HZ)
    audio = np.zeros(frames)
    for at in np.sort(rng.uniform(0.05, seconds - 0.7, 9)):
        hit = np.zeros(frames)
        hit[int(at * SOUND_RATE_HZ)] = rng.uniform(0.4, 1)
        base_hz = rng.uniform(700, 1500)
        for ratio in (1.0, 2.32, 4.25, 6.63):
            audio += resonator(hit, base_hz * ratio, rng.uniform(3, 9), SOUND_RATE_HZ) / ratio
    return audio


def in_a_hall(audio: Audio, rng: np.random.Generator, decay_seconds: float) -> Audio:
    """Convolve with an exponentially dying, darkening noise: the simplest large room."""
    frames = int(decay_seconds * 1.5 * SOUND_RATE_HZ)
    tail = rng.standard_normal(frames) * 10 ** (-3 * np.arange(frames) / (decay_seconds * SOUND_RATE_HZ))
    dark = np.asarray(signal.lfilter([0.25], [1, -0.75], tail))
    wet = np.asarray(signal.fftconvolve(audio, dark / np.linalg.norm(dark)))
    return wet[: audio.size]


def hall_of(voice: Audio, rng: np.random.Generator) -> Audio:
    """A wet bounce: the voice heard only through a long dark hall, backwards."""
    padded = np.concatenate(
        [signal.resample_poly(voice, SOUND_RATE_HZ // VOICE_RATE_HZ, 1), np.zeros(4 * SOUND_RATE_HZ)]
    )
    return in_a_hall(padded, rng, 4.0)[::-1]


def write(path: Path, audio: Audio, rate_hz: int, peak: float) -> None:
    sf.write(path, peak * audio / np.max(np.abs(audio)), rate_hz, subtype="PCM_16")


def write_voice(folder: Path, utterances: int = 220) -> None:
    """About five minutes of the invented voice, as WAV files for training."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1952)
    for index in range(utterances):
        write(folder / f"utterance-{index:03}.wav", utterance(rng, int(rng.integers(3, 9))), VOICE_RATE_HZ, 0.7)


def write_sounds(folder: Path) -> None:
    """The composed sounds of the first piece, as FLAC."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1210)
    write(folder / "stairwell.flac", stairwell(rng, 9.0), SOUND_RATE_HZ, 0.5)
    write(folder / "dishes.flac", dishes(rng, 6.0), SOUND_RATE_HZ, 0.6)
    write(folder / "bursts-low.flac", burst(rng, 3.0, 120, 900), SOUND_RATE_HZ, 0.6)
    write(folder / "bursts-high.flac", burst(rng, 3.0, 1500, 7000), SOUND_RATE_HZ, 0.5)
    voice = np.concatenate([utterance(rng, 6) for _ in range(4)])
    write(folder / "invented-voice.flac", voice, VOICE_RATE_HZ, 0.7)
    write(folder / "hall-reversed.flac", hall_of(voice, rng), SOUND_RATE_HZ, 0.6)


if __name__ == "__main__":
    {"voice": write_voice, "sounds": write_sounds}[sys.argv[1]](Path(sys.argv[2]))
