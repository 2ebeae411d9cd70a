"""Fades, envelopes and crossfades are drawn as the engine plays them: both are held to the same numbers.

`python -m tests.contracts.test_shapes` writes them anew when the engine's curves are meant to change.
"""

import json
from typing import Any, get_args

import numpy as np

from mixing.crossfades import crossfaded
from mixing.envelopes import Curve
from mixing.fades import SHAPES, shaped
from mixing.records import Bend, Clip, Point
from tests.studio.live import REPOSITORY

VECTORS = REPOSITORY / "frontend" / "src" / "document" / "shapes.vectors.json"
SHARES = (0.0, 0.1, 0.25, 0.5, 0.8, 1.0)
CELL_SECONDS = 64 / 44_100
LINES = {
    "from below zero to above": ((0.0, -1.0), (2.0, 0.99)),
    "up": ((1.0, 0.005), (3.0, 1.0)),
    "down, in decibels": ((0.0, -3.0), (2.0, -40.0)),
}
SPANS = {
    "in a row": ((0.0, 4.0), (3.0, 4.0), (6.5, 2.0)),
    "one within another": ((0.0, 10.0), (2.0, 1.0), (9.0, 3.0)),
    "touching": ((0.0, 2.0), (2.0, 2.0)),
    "three at once": ((0.0, 5.0), (1.0, 6.0), (2.0, 7.0)),
}


def vectors() -> dict[str, list[dict[str, Any]]]:
    return {
        "fades": [
            {"shape": name, "points": [[share, round(float(shaped(share, shape)), 9)] for share in SHARES]}
            for name, shape in SHAPES.items()
        ],
        "envelopes": [
            _line(name, bend, points, "decibels" in name) for name, points in LINES.items() for bend in get_args(Bend)
        ],
        "crossfades": [_crossfades(name, spans) for name, spans in SPANS.items()],
    }


def _line(name: str, bend: Bend, points: tuple[tuple[float, float], ...], decibels: bool) -> dict[str, Any]:
    placed = [Point(envelope="e", seconds=seconds, value=value, curve=bend) for seconds, value in points]
    curve = Curve(placed, -1e6, 1e6, amplitude=decibels)
    cells = [0, 100, 400, 800, 1_200, 1_700, 2_400]
    values = [float(curve.at(cell, 1)[0]) for cell in cells]
    if decibels:
        values = [float(20.0 * np.log10(value)) for value in values]
    told = [[cell * CELL_SECONDS, round(value, 9)] for cell, value in zip(cells, values, strict=True)]
    return {"name": name, "bend": bend, "decibels": decibels, "line": points, "points": told}


def _crossfades(name: str, spans: tuple[tuple[float, float], ...]) -> dict[str, Any]:
    clips = {
        f"c{index}": Clip(track="t", sample="s", start_seconds=start, duration_seconds=length, fade_in_seconds=0.5)
        for index, (start, length) in enumerate(spans)
    }
    fields = ("fade_in_seconds", "fade_out_seconds", "fade_in_shape", "fade_out_shape")
    made = {key: {field: getattr(clip, field) for field in fields} for key, clip in crossfaded(clips).items()}
    return {"name": name, "spans": spans, "fades": made}


def test_the_editor_is_held_to_what_the_engine_plays() -> None:
    assert json.loads(VECTORS.read_text()) == json.loads(json.dumps(vectors())), (
        "run python -m tests.contracts.test_shapes"
    )


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), indent="\t") + "\n")
