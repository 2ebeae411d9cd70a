"""The promise of the master: as written, no meter reads it over its ceiling."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soxr
from scipy import signal

from mixing import master
from mixing.project import Device, Project
from mixing.render import Outputs, render
from tests.mixing.arrangements import RATE_HZ, Samples, arrangement, clip, finished, read, sine, write


def level_db(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.abs(samples).max()))


def ideal(samples: Samples) -> Samples:
    """The whole spectrum at once, at 16 times the rate."""
    padded = np.pad(
        samples, ((10_000, 65_536 * 2 - len(samples) - 10_000), (0, 0))
    )  # a length that is quick to transform
    length = len(padded)
    spectrum = np.zeros((length * 8 + 1, 2), complex)
    spectrum[: length // 2 + 1] = np.fft.rfft(padded, axis=0)
    oversampled: Samples = np.fft.irfft(spectrum, length * 16, axis=0) * 16
    return oversampled


METERS: dict[str, Callable[[Samples], Samples]] = {
    "samples": lambda samples: samples,
    "ideal": ideal,
    "scipy": lambda samples: signal.resample_poly(samples, 16, 1),
    "soxr": lambda samples: soxr.resample(np.pad(samples, ((999, 999), (0, 0))), 1, 16, "VHQ"),
}


def hostile() -> dict[str, Samples]:
    random = np.random.default_rng(0)
    length = RATE_HZ
    impulses = np.zeros(length)
    impulses[1000::3001] = 1
    impulses[1001::3001] = -1
    white = random.standard_normal(length)
    return {
        "quarter-rate tone": sine(RATE_HZ / 4, 1, degrees=45),
        "clipped noise": np.clip(white, -1, 1),
        "random signs": np.sign(white),
        "bursts of hiss": white * (sine(3, 1) > 0.9),
        "impulses": impulses,
        "square": np.sign(sine(997, 1)),
        "edge of the band": sine(0.49 * RATE_HZ, 1),
    }


def mastered(samples: Samples, folder: Path, project: Project, **outputs: int) -> tuple[Samples, list[float]]:
    media = {"sound": write(folder / "sound.wav", samples)}
    target = Outputs(master=folder / "master.wav", **outputs)  # type: ignore[arg-type]
    report = finished(list(render(project, media, target, folder / "cache"))).report
    assert report["limiter"] is not None
    return read(folder / "master.wav"), report["limiter"]["corrections_db"]


def loud_clip(gain_db: float = 15) -> Project:
    return arrangement(clip(gain_db=gain_db))


@pytest.mark.parametrize("name", hostile())
def test_no_meter_reads_over_the_ceiling(name: str, tmp_path: Path) -> None:
    out, _ = mastered(hostile()[name], tmp_path, loud_clip())
    read_db = {meter: level_db(measure(out)) for meter, measure in METERS.items()}
    assert max(read_db.values()) <= -1.0, read_db
    assert max(read_db.values()) > -1.2, read_db  # and no more is lost than there must be


@pytest.mark.parametrize(("ceiling_dbtp", "bits"), [(-20.0, 16), (-0.1, 24), (0.0, 16), (-1.0, 32)])
def test_holds_any_ceiling_at_any_depth(ceiling_dbtp: float, bits: int, tmp_path: Path) -> None:
    project = arrangement(clip(duration_seconds=1, gain_db=15), ceiling_dbtp=ceiling_dbtp)
    out, _ = mastered(hostile()["quarter-rate tone"], tmp_path, project, master_bit_depth=bits)
    assert ceiling_dbtp - 0.15 < level_db(ideal(out)) <= ceiling_dbtp


def test_the_lowest_of_the_ceilings_counts(tmp_path: Path) -> None:
    limiters = {
        "one": Device(track="master", order="a", effect="limiter", parameters={"ceiling_dbtp": -6.0}),
        "two": Device(track="master", order="b", effect="limiter", parameters={"ceiling_dbtp": -2.0}),
    }
    for enabled, expected_db in ((True, -6.0), (False, -1.0)):
        devices = {key: device.model_copy(update={"enabled": enabled}) for key, device in limiters.items()}
        project = arrangement(clip(gain_db=15), devices=devices)
        out, _ = mastered(0.9 * sine(440, 1), tmp_path, project)
        assert expected_db - 0.1 < level_db(ideal(out)) <= expected_db


def test_the_limiter_comes_last_wherever_it_is_placed(tmp_path: Path) -> None:
    devices = {
        "limiter": Device(track="master", order="a", effect="limiter"),
        "gain": Device(track="master", order="b", effect="gain", parameters={"gain_db": 20.0}),
    }
    out, corrections = mastered(0.9 * sine(440, 1), tmp_path, arrangement(clip(), devices=devices))
    assert level_db(ideal(out)) <= -1.0
    assert corrections == []


def test_bright_masters_hold_at_the_first_attempt(tmp_path: Path) -> None:
    _, corrections = mastered(hostile()["clipped noise"], tmp_path, loud_clip())
    assert corrections == []


def test_corrects_what_the_first_attempt_left_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(master, "_BRIGHT", 1e9)  # nobody sees it coming
    _, corrections = mastered(hostile()["clipped noise"], tmp_path, loud_clip())
    assert corrections and corrections[0] > 0.1


def test_a_soft_master_is_not_touched(tmp_path: Path) -> None:
    tone = 0.5 * np.stack([sine(440, 1)] * 2, axis=1)
    out, corrections = mastered(tone, tmp_path, loud_clip(gain_db=0))
    assert corrections == []
    assert np.abs(out - tone).max() < 40 / 32768
