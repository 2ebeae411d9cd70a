"""What a sound is like, every hundredth of a second: level, timbre, flatness and voicing, of recordings of hours."""

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from mixing.audio import Audio

Rows = NDArray[np.float16]  # (ticks, COLUMNS)
Bands = NDArray[np.uint8]  # (ticks, BANDS)

TICKS_PER_SECOND = 100
BANDS = 64  # of the spectrogram, evenly spaced to the ear
LOWEST_HZ, HIGHEST_HZ = 50.0, 20_000.0
FLOOR_DB, BAND_STEP_DB = -120.0, 0.5  # a band's byte counts half decibels above the floor

# The columns of a row. Levels are in dBFS, the cepstrum in dB, flatness and voicing from 0 to 1.
PEAK, LEVEL, FLATNESS, VOICING, CEPSTRUM = 0, 1, 2, 3, 4
CEPSTRA = 13  # without the first, which is the level
COLUMNS = CEPSTRUM + CEPSTRA

_WINDOW_SECONDS = 0.032
_TIMBRE_HZ = 8_000.0  # above that most microphones of a room differ more than the sounds do
_TIMBRE_BANDS = 28
_TIMBRE_RANGE_DB = 60.0  # below the loudest band of the moment nothing is told apart
_PITCH_HZ = (75.0, 400.0)
_VOICE_HZ = (60.0, 1_600.0)
_AT_ONCE = 512  # frames
_SILENCE = 1e-12


class Character:
    """Streaming: `feed` returns the rows and bands that are ready, `finish` the last ones.

    There are ceil(frames / hop) of them, row k for the hop from k · hop on. `hop` is a hundredth of a second,
    rounded to frames: see `seconds_a_tick`.
    """

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.hop = hop_of(rate_hz)
        self._window_samples = round(_WINDOW_SECONDS * rate_hz)
        self._before = (self._window_samples - self.hop) // 2  # so that a window lies around its hop
        self._window = np.hanning(self._window_samples).astype(np.float32)
        self._size = 1 << int(np.ceil(np.log2(1.3 * self._window_samples)))
        frequencies_hz = np.fft.rfftfreq(self._size, 1 / rate_hz)
        top_hz = min(HIGHEST_HZ, rate_hz / 2)
        self._bands = _triangles(frequencies_hz, BANDS, LOWEST_HZ, top_hz)
        self._timbre = _triangles(frequencies_hz, _TIMBRE_BANDS, 80.0, min(_TIMBRE_HZ, 0.48 * rate_hz))
        self._cosines = _cosines(_TIMBRE_BANDS, CEPSTRA)
        self._scale = np.float32(4.0 / np.square(self._window.sum()))  # a sine of full scale is 0 dB
        self._flat = slice(int(np.searchsorted(frequencies_hz, 150.0)), int(np.searchsorted(frequencies_hz, 3_800.0)))
        self._voice = _Voice(rate_hz, self._size, self._window)
        self._waiting = np.zeros(self._before, np.float32)  # silence before the beginning
        self._frames = self._ticks = 0

    def feed(self, block: Audio) -> tuple[Rows, Bands]:
        """Take float32 (channels, frames) at full scale ±1."""
        self._frames += block.shape[1]
        mono = block[0] if len(block) == 1 else block.mean(axis=0, dtype=np.float32)
        self._waiting = np.concatenate([self._waiting, mono])
        return self._ready()

    def finish(self) -> tuple[Rows, Bands]:
        """The ticks whose windows reach beyond the end, over silence."""
        missing = -(-self._frames // self.hop) - self._ticks
        needed = (missing - 1) * self.hop + self._window_samples if missing > 0 else 0
        self._waiting = np.pad(self._waiting, (0, max(0, needed - self._waiting.size)))
        return self._ready(missing)

    def _ready(self, most: int | None = None) -> tuple[Rows, Bands]:
        count = max(0, (self._waiting.size - self._window_samples) // self.hop + 1)
        count = count if most is None else min(count, most)
        rows, bands = np.empty((count, COLUMNS), np.float16), np.empty((count, BANDS), np.uint8)
        if count:
            windows = np.lib.stride_tricks.sliding_window_view(self._waiting, self._window_samples)[:: self.hop]
            for at in range(0, count, _AT_ONCE):
                here = slice(at, min(count, at + _AT_ONCE))
                rows[here], bands[here] = self._rows(windows[here])
            self._waiting = self._waiting[count * self.hop :].copy()
            self._ticks += count
        return rows, bands

    def _rows(self, windows: NDArray[np.float32]) -> tuple[Rows, Bands]:
        own = windows[:, self._before : self._before + self.hop]
        spectrum = fft.rfft(windows * self._window, self._size, axis=1)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        rows = np.empty((len(windows), COLUMNS), np.float32)
        rows[:, PEAK] = _db(np.square(np.abs(own).max(axis=1)))
        rows[:, LEVEL] = _db(np.square(own).mean(axis=1))
        timbre = _db(power @ self._timbre * self._scale)
        timbre = np.maximum(timbre, timbre.max(axis=1, keepdims=True) - _TIMBRE_RANGE_DB)
        rows[:, CEPSTRUM:] = timbre @ self._cosines
        middle = power[:, self._flat] + _SILENCE
        rows[:, FLATNESS] = np.exp(np.log(middle).mean(axis=1)) / middle.mean(axis=1)
        rows[:, VOICING] = self._voice.of(power)
        steps = (_db(power @ self._bands * self._scale) - FLOOR_DB) / BAND_STEP_DB
        return rows.astype(np.float16), np.clip(np.rint(steps), 0, 255).astype(np.uint8)


class _Voice:
    """Height of the autocorrelation's greatest peak within the pitches of voices, over the window's own."""

    def __init__(self, rate_hz: int, size: int, window: NDArray[np.float32]) -> None:
        # Only the lowest bins are transformed back: the same correlation at a lower rate, for a tenth of the work.
        self._bins = min(size // 2 + 1, int(np.ceil(4_000.0 / rate_hz * size)) + 1)
        self._short = 2 * (self._bins - 1)
        low_rate_hz = rate_hz * self._short / size
        frequencies_hz = np.arange(self._bins) * rate_hz / size
        self._mask = ((frequencies_hz >= _VOICE_HZ[0]) & (frequencies_hz <= _VOICE_HZ[1])).astype(np.float32)
        first, last = int(low_rate_hz / _PITCH_HZ[1]) - 1, int(np.ceil(low_rate_hz / _PITCH_HZ[0])) + 2
        self._lags = slice(first, min(last, self._short // 2))
        own = np.square(np.abs(np.fft.rfft(window, size)))[: self._bins]
        self._own = (np.fft.irfft(own, self._short)[self._lags] / own_energy(own, self._short)).astype(np.float32)

    def of(self, power: NDArray[np.float32]) -> NDArray[np.float32]:
        correlation = fft.irfft(power[:, : self._bins] * self._mask, self._short, axis=1)
        energy = np.maximum(correlation[:, :1], _SILENCE)
        inner = correlation[:, self._lags] / energy / np.maximum(self._own, 0.1)
        is_peak = (inner[:, 1:-1] >= inner[:, :-2]) & (inner[:, 1:-1] > inner[:, 2:])
        heights: NDArray[np.float32] = np.clip(np.where(is_peak, inner[:, 1:-1], 0.0).max(axis=1, initial=0.0), 0, 1)
        return heights


def own_energy(power: NDArray[np.float64], size: int) -> float:
    """The autocorrelation of a window at no lag."""
    return float(np.fft.irfft(power, size)[0])


def hop_of(rate_hz: int) -> int:
    """Frames of a tick."""
    return max(1, round(rate_hz / TICKS_PER_SECOND))


def _triangles(frequencies_hz: NDArray[np.floating], count: int, low_hz: float, high_hz: float) -> NDArray[np.float32]:
    """Bands of equal width on the mel scale (O'Shaughnessy 1987), each at least one bin wide, as (bins, bands)."""
    mel = np.linspace(_mel(low_hz), _mel(high_hz), count + 2)
    edges = 700.0 * np.expm1(mel / 1127.0)
    width = frequencies_hz[1]
    out = np.empty((frequencies_hz.size, count))
    for band in range(count):
        middle = edges[band + 1]
        low, high = min(edges[band], middle - width), max(edges[band + 2], middle + width)
        rising = (frequencies_hz - low) / (middle - low)
        falling = (high - frequencies_hz) / (high - middle)
        out[:, band] = np.clip(np.minimum(rising, falling), 0.0, None)
    return out.astype(np.float32)


def _mel(hz: float) -> float:
    return float(1127.0 * np.log1p(hz / 700.0))


def _cosines(bands: int, count: int) -> NDArray[np.float32]:
    places = np.arange(bands) + 0.5
    orders = np.arange(1, count + 1)[np.newaxis]
    waves = np.cos(np.pi / bands * places[:, np.newaxis] * orders)
    return np.asarray(np.sqrt(2.0) / bands * waves, np.float32)


def _db(power: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(10.0 * np.log10(np.maximum(power, np.float32(_SILENCE))), np.float32)
