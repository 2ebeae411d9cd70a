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
    """By one large array that is taken, filled and freed."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    torch.ones(BLOCK, dtype=torch.uint8)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_the_same_pages_are_taken_again() -> None:
    pages_made()
    assert pages_made() > PAGES // 600  # in pages of 4 KiB, or of 2 MiB where the system makes huge ones
    with kept_memory():
        pages_made()
        assert [pages_made() for _ in range(3)] == pytest.approx([0, 0, 0], abs=PAGES // 1_000)
    pages_made()
    assert pages_made() > PAGES // 600
