"""What both directions share: gains, colours, shapes, and which of REAPER's numbers means what."""

from mixing.audio import db_to_gain, gain_to_db
from mixing.records import Bend, Shape

FADES: dict[int, Shape] = {
    0: "linear", 1: "equal_power", 2: "exponential", 3: "equal_power", 4: "exponential", 5: "smooth", 6: "smooth",
}  # fmt: skip
FADE_NUMBERS: dict[Shape, int] = {"linear": 0, "equal_power": 1, "exponential": 2, "smooth": 5}
BENDS: dict[int, Bend] = {0: "linear", 1: "hold", 2: "smooth"}
BEND_NUMBERS: dict[Bend, int] = {"linear": 0, "hold": 1, "smooth": 2, "exponential": 0}
ENVELOPES = {"VOLENV2": "gain_db", "PANENV2": "pan", "WIDTHENV2": "width"}
SEND_ENVELOPES = {"AUXVOLUME": "gain_db", "AUXPAN": "pan"}

_COLOURED = 0x1000000  # set where a colour was chosen


def level_db(gain: float, loudest_db: float) -> float:
    """A gain as decibels within what a document holds."""
    return min(loudest_db, max(-90.0, gain_to_db(abs(gain))))


def within(value: float, low: float, high: float) -> float:
    """The nearest allowed number."""
    return min(high, max(low, value))


def colour_of(number: int) -> str:
    """#rrggbb; empty where none was chosen."""
    if not number & _COLOURED:
        return ""
    return f"#{number & 0xFF:02x}{number >> 8 & 0xFF:02x}{number >> 16 & 0xFF:02x}"


def number_of(colour: str) -> int:
    """The same the other way; 0 for none."""
    try:
        red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    except ValueError:
        return 0
    return _COLOURED | red | green << 8 | blue << 16


def gain_of(level: float) -> float:
    """A level in dB as REAPER's gain, where the softest is silence."""
    return 0.0 if level <= -90.0 else db_to_gain(level)
