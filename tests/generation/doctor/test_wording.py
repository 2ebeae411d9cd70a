"""Figures in words."""

import pytest

from generation.doctor import wording


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (wording.duration(0.42), "0.4 s"),
        (wording.duration(9.97), "10 s"),
        (wording.duration(60.0), "1 min"),
        (wording.duration(215.2), "3 min 35 s"),
        (wording.duration(7_500.0), "2 h 5 min"),
        (wording.dbfs(-60.0), "−60 dBFS"),
        (wording.hertz(850.0), "850 Hz"),
        (wording.hertz(3_891.0), "3.9 kHz"),
        (wording.hertz(22_050.0), "22.1 kHz"),
        (wording.hertz(8_000.0), "8 kHz"),
        (wording.share(0.0), "0 %"),
        (wording.share(1e-4), "under 0.1 %"),
        (wording.share(0.033), "3.3 %"),
        (wording.share(0.42), "42 %"),
        (wording.count(1), "1 file"),
        (wording.count(2_000), "2,000 files"),
        (wording.some(["a"]), "“a”"),
        (wording.some(["a", "b", "c"]), "“a”, “b” and “c”"),
        (wording.some(["a", "b", "c", "d", "e"]), "“a”, “b”, “c” and 2 more"),
    ],
)
def test_figures_are_said_as_people_say_them(said: str, expected: str) -> None:
    assert said == expected
