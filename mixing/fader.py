"""A track's phase, width, pan and gain, and those of its sends; still or moving."""

from mixing.audio import Audio, db_to_gain
from mixing.delays import silence
from mixing.envelopes import Automation, Curve
from mixing.links import SEND_PARAMETERS, TRACK_PARAMETERS
from mixing.project import Id, Project, Send, Track
from mixing.summing import UNITY, Gains, add, strip_gains, through

_LIMITS = {"gain_db": (-90.0, 24.0), "pan": (-1.0, 1.0), "width": (-2.0, 2.0)}
_AMPLITUDES = frozenset({"gain_db"})


class Fader:
    """Phase, width, pan and gain of a track or a send. Blocks come in order."""

    def __init__(self, strip: Track | Send, curves: dict[str, Curve] | None = None, start_samples: int = 0) -> None:
        self._strip, self._curves = strip, curves or {}
        self._at = start_samples  # the place in the project of the next sample
        self._still = None if self._curves else self._gains(0, 1)

    @staticmethod
    def of(project: Project, automation: Automation, key: Id, start_samples: int = 0) -> "Fader":
        """The fader of a track or a send, with what moves on it."""
        strip = project.tracks.get(key) or project.sends[key]
        names = TRACK_PARAMETERS if isinstance(strip, Track) else SEND_PARAMETERS
        limits = {name: _LIMITS[name] for name in names}
        return Fader(strip, automation.curves(key, limits, _AMPLITUDES), start_samples)

    def process(self, block: Audio) -> Audio:
        """Float32 (2, samples) in and out; the block itself where nothing is to be done."""
        if self._still is not None and (self._still == UNITY).all():
            self._at += block.shape[1]
            return block
        return self.faded(block)

    def faded(self, block: Audio) -> Audio:
        """The same as new audio, whatever is to be done."""
        samples = block.shape[1]
        if self._still is not None:
            faded = through(block, self._still)
        else:
            faded = silence(samples)
            if samples:
                add(faded, block, self._gains(self._at, samples), self._at)
        self._at += samples
        return faded

    def skip(self, samples: int) -> None:
        """Pass over silence."""
        self._at += samples

    def _gains(self, first_samples: int, samples: int) -> Gains:
        moving = {name: curve.over(first_samples, samples) for name, curve in self._curves.items()}
        strip = self._strip
        gain = moving.get("gain_db", db_to_gain(strip.gain_db))
        if isinstance(strip, Send):
            return strip_gains(gain, moving.get("pan", strip.pan))
        width = moving.get("width", strip.width)
        return strip_gains(gain, moving.get("pan", strip.pan), width, inverted=strip.phase_inverted)
