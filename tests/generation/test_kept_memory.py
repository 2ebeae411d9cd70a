"""Freed memory stays while training, and goes back afterwards."""

import platform
import resource

import pytest
import torch

from generation.kept_memory import kept_memory

BLOCK = 48 << 20
PAGES = BLOCK // 4_096

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")


def pages_made() -> int:
    """By one large array that is taken, filled and freed: the least of some, as other things take pages too."""
    made = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        torch.ones(BLOCK, dtype=torch.uint8)
        made.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    return min(made)


def test_the_same_pages_are_taken_again() -> None:
    many = PAGES // 600  # pages of 4 KiB, or of 2 MiB where the system makes huge ones
    assert pages_made() > many
    with kept_memory():
        assert pages_made() < many / 2
    assert pages_made() > many
