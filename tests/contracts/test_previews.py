"""What the editor draws of effects is what the engine does: both are held to the same numbers.

`python -m tests.contracts.test_previews` writes them anew when an effect's sound is meant to change.
"""

import json
from typing import Any

import numpy as np
import pytest

from mixing.effects.compressor import Compressor, _wanted
from mixing.effects.equaliser import Equaliser
from mixing.effects.filter import Filter
from tests.studio.live import REPOSITORY

VECTORS = REPOSITORY / "frontend" / "src" / "devices" / "response.vectors.json"
RATE_HZ = 44_100
HERTZ = (25.0, 80.0, 300.0, 1_000.0, 3_300.0, 9_000.0, 19_000.0)

EXTREMES = {
    "bell_3_hz": 2_500.0, "bell_3_gain_db": 18.0, "bell_3_q": 12.0,
    "bell_4_hz": 20_000.0, "bell_4_gain_db": -12.0, "bell_4_q": 0.1,
    "low_cut": 3.0, "low_cut_hz": 35.0, "high_cut": 1.0, "high_cut_hz": 18_000.0,
}  # fmt: skip


def vectors() -> dict[str, list[dict[str, Any]]]:
    equalisers = {"as at first": Equaliser(), "extremes": Equaliser(**EXTREMES)}
    equalisers |= {name: Equaliser(**values) for name, values in Equaliser.presets.items()}
    modes = {
        f"mode {mode}, slope {slope}": Filter(mode=mode, slope=slope, frequency_hz=1_400.0, q=2.0)
        for mode in range(4)
        for slope in range(2)
    }
    compressors = {name: Compressor(**values) for name, values in Compressor.presets.items()}
    return {
        "equaliser": [_told(name, one, _equalised(one)) for name, one in equalisers.items()],
        "filter": [_told(name, one, _filtered(one)) for name, one in modes.items()],
        "compressor": [_told(name, one, _compressed(one)) for name, one in compressors.items()],
    }


def _told(name: str, effect: Any, points: list[tuple[float, float]]) -> dict[str, Any]:
    return {"name": name, "values": effect.model_dump(), "points": [[x, round(y, 6)] for x, y in points]}


def _equalised(effect: Equaliser) -> list[tuple[float, float]]:
    """From the coefficients that the engine filters with."""
    z = np.exp(-2j * np.pi * np.array(HERTZ) / RATE_HZ)
    gain = np.ones(z.shape, complex)
    for b0, b1, b2, a1, a2 in effect.sections(RATE_HZ):
        gain *= (b0 + b1 * z + b2 * z**2) / (1.0 + a1 * z + a2 * z**2)
    return list(zip(HERTZ, (20.0 * np.log10(np.abs(gain))).tolist(), strict=True))


def _filtered(effect: Filter) -> list[tuple[float, float]]:
    """From the response to an impulse, as the filter has no coefficients of that kind."""
    impulse = np.zeros((1, 1 << 16), np.float32)
    impulse[0, 0] = 1.0
    out = effect.processor(RATE_HZ, 1).process(impulse)[0].astype(np.float64)
    at = np.arange(out.size)
    levels = [abs(out @ np.exp(-2j * np.pi * hz / RATE_HZ * at)) for hz in HERTZ]
    return [(hz, 20.0 * float(np.log10(level))) for hz, level in zip(HERTZ, levels, strict=True) if level > 1e-4]


def _compressed(effect: Compressor) -> list[tuple[float, float]]:
    def output(level_db: float) -> float:
        over = level_db - effect.threshold_db
        inside = over > -0.5 * effect.knee_db
        return level_db - (_wanted(over, 1.0 - 1.0 / effect.ratio, effect.knee_db) if inside else 0.0)

    return [(float(level), output(float(level))) for level in range(-60, 1, 6)]


@pytest.mark.parametrize("effect", ["equaliser", "filter", "compressor"])
def test_the_editors_vectors_are_the_engines(effect: str) -> None:
    stored, computed = json.loads(VECTORS.read_text())[effect], vectors()[effect]
    assert [one["name"] for one in stored] == [one["name"] for one in computed]
    for old, new in zip(stored, computed, strict=True):
        assert old["values"] == new["values"]
        assert np.array(old["points"]) == pytest.approx(np.array(new["points"]), abs=1e-4)


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), indent="\t") + "\n")
