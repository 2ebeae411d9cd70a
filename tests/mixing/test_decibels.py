"""Decibels of many numbers at once, against the library's."""

import numpy as np

from mixing.dsp.decibels import db_to_gains, powers_to_db


def test_powers_become_decibels() -> None:
    powers = np.concatenate([10.0 ** np.linspace(-20.0, 8.0, 997), np.sqrt(2.0) ** np.arange(-9.0, 9.0)])
    found = powers.copy()
    powers_to_db(found, np.empty(found.size, np.int64))
    np.testing.assert_allclose(found, 10.0 * np.log10(powers), atol=1e-9)


def test_decibels_become_gains() -> None:
    levels_db = np.linspace(-200.0, 60.0, 1001)
    found = levels_db.copy()
    db_to_gains(found, np.empty(found.size, np.int64))
    np.testing.assert_allclose(found, 10.0 ** (levels_db / 20.0), rtol=1e-10)
