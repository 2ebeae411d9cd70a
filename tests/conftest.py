"""What every test may use."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

REPOSITORY = Path(__file__).resolve().parent.parent
REAL_SPEECH = REPOSITORY.parent / "shared" / "data" / "fsdd"


def speech_like(seconds: float, pitch_hz: float, seed: int, sample_rate_hz: int = 8000) -> np.ndarray:
    """Babble-like audio: a gliding glottal pulse train through moving formants, in syllables. Shape (samples,)."""
    rng = np.random.default_rng(seed)
    frames = int(seconds * sample_rate_hz)
    time = np.arange(frames) / sample_rate_hz
    glide = pitch_hz * (1 + 0.15 * np.sin(2 * np.pi * rng.uniform(0.7, 2.0) * time + rng.uniform(0, 6)))
    phase = 2 * np.pi * np.cumsum(glide) / sample_rate_hz
    voice = np.zeros(frames)
    formants = rng.uniform([300, 900, 2200], [800, 2000, 3000])
    for harmonic in range(1, int(0.45 * sample_rate_hz / pitch_hz)):
        distance = np.min(np.abs(harmonic * pitch_hz - formants) / 180)
        voice += np.exp(-0.5 * distance**2) * np.sin(harmonic * phase) / 3 + 0.02 * np.sin(harmonic * phase)
    syllables = np.clip(np.sin(2 * np.pi * rng.uniform(2.5, 4) * time + rng.uniform(0, 6)), 0, 1) ** 0.7
    breath = 0.01 * rng.standard_normal(frames)
    audio = voice * syllables + breath
    loudest = float(np.max(np.abs(audio)))
    return np.asarray(0.6 * audio / loudest, np.float32)


@pytest.fixture(scope="session")
def speech_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """At least eighty short mono recordings at 8 kHz, named `{digit}_{speaker}_{index}.wav`.

    Real speech where it lies beside the repository; speech-like audio made here where it does not.
    """
    real = sorted(REAL_SPEECH.glob("*.wav"))
    if len(real) >= 80:
        return [path for path in real if path.stem.endswith(("_0", "_1", "_2", "_3", "_4"))]
    folder = tmp_path_factory.mktemp("speech")
    made = []
    for index, (digit, speaker) in enumerate((d, s) for s in ("low", "high") for d in range(40)):
        path = folder / f"{digit}_{speaker}_0.wav"
        sf.write(path, speech_like(0.6, 110 if speaker == "low" else 210, index), 8000)
        made.append(path)
    return made
