"""How far ahead of its listener a played voice is made: as little as can be, so that steering is heard at once."""

FIRST_LEAD_SECONDS, MOST_LEAD_SECONDS, MORE_AFTER_A_GAP_SECONDS = 0.25, 1.0, 0.1
TRUSTED_SECONDS = 1.0
"""So long after the listener's last word it is believed to go on hearing."""


class Pacer:
    """Follows the listener's own clock by what it says of how far it has heard; a gap asks for a longer lead."""

    def __init__(self, sample_rate_hz: int, now: float) -> None:
        self.lead_seconds = FIRST_LEAD_SECONDS
        self.gaps = 0
        self._rate = sample_rate_hz
        self._played, self._at = 0, now
        self.last_word = now

    def heard(self, played_samples: int, gaps: int, now: float) -> None:
        """The listener has heard so much, and found nothing to hear so often, since the beginning."""
        if gaps > self.gaps:
            longer = self.lead_seconds + MORE_AFTER_A_GAP_SECONDS * (gaps - self.gaps)
            self.lead_seconds = min(MOST_LEAD_SECONDS, longer)
            self.gaps = gaps
        self._played, self._at = max(self._played, played_samples), now
        self.last_word = now

    def due(self, made_samples: int, now: float) -> int:
        """How many samples are missing of the lead; 0 or less: it is time to wait."""
        since = min(TRUSTED_SECONDS, now - self._at) if self._played else 0.0
        reached = min(made_samples, self._played + round(since * self._rate))
        return reached + round(self.lead_seconds * self._rate) - made_samples
