"""µ-law: exact where it must be, within its resolution elsewhere."""

import numpy as np
import pytest

from generation import mu_law


def test_every_class_survives_the_way_out_and_back() -> None:
    classes = np.arange(256, dtype=np.uint8)
    assert (mu_law.encode(mu_law.decode(classes)) == classes).all()


def test_silence_is_its_own_class_and_comes_back_as_exact_zero() -> None:
    assert mu_law.encode(np.zeros(3)).tolist() == [mu_law.silence()] * 3
    assert mu_law.decode(np.full(3, mu_law.silence(), np.uint8)).tolist() == [0.0] * 3


@pytest.mark.parametrize("level", [0.001, 0.01, 0.1, 1.0])
def test_the_error_shrinks_with_the_level(level: float) -> None:
    audio = level * np.sin(np.linspace(0, 40, 5_000))
    error = np.abs(mu_law.decode(mu_law.encode(audio)) - audio).max()
    half_class = np.log(256) * (level + 1 / 255) / 255  # the curve's slope times half a class
    silence = np.expm1(np.log(256) / 255) / 255  # what the class of silence gives up to be exactly zero
    assert error <= half_class + silence


def test_beyond_full_scale_is_clipped() -> None:
    assert mu_law.encode(np.array([-7.0, 7.0])).tolist() == [0, 255]
