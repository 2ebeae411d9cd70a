"""REAPER projects (.rpp) in and out."""

from mixing.reaper.reading import import_rpp
from mixing.reaper.writing import export_rpp

__all__ = ["export_rpp", "import_rpp"]
