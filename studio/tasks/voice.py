"""A voice that is played: a thread that makes sound as it is heard, does what the listener asks, and records it.

It has a thread of its own and never touches the database, so that nothing slow comes between two blocks.
"""

import logging
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from generation.errors import EngineError
from studio.tasks.pacing import Pacer
from studio.wavenets import steering
from studio.wavenets.sounding import Sounding

if TYPE_CHECKING:
    from generation.take import Take

BLOCK_SECONDS = 0.03
WAIT_SECONDS = 0.008
LEFT_SECONDS = 8.0
"""Without a word of the listener for so long, nobody listens any more."""
MOST_MOVES = 2_000
TOO_SLOW = "This model makes sound more slowly here than it plays: choose a smaller one to play, or generate takes."

logger = logging.getLogger(__name__)


class Voice(threading.Thread):
    """Ends by itself when its listener has left, asks for the end, or `seconds` are over; `finish` ends it too."""

    def __init__(self, take: "Take", sounding: Sounding, recording: Path, seconds: float) -> None:
        super().__init__(name="voice", daemon=True)
        from generation.audio import WavWriter

        self._take, self._sounding = take, sounding
        self._rate = take.config.sample_rate_hz
        self._path, self._writer = recording, WavWriter(recording, self._rate)
        self._most = round(seconds * self._rate)
        self._over = threading.Event()
        self._begins = 0
        self.moves: list[tuple[float, dict[str, Any]]] = []
        """What was asked, and when: seconds from the beginning of the recording."""
        self.reason = ""
        self.error = ""

    @property
    def made_seconds(self) -> float:
        return self._take.position_samples / self._rate

    @property
    def recorded_seconds(self) -> float:
        return (self._take.position_samples - self._begins) / self._rate

    def finish(self, reason: str) -> None:
        """Makes it end within a block; the recording is whole after `join`."""
        self.reason = self.reason or reason
        self._over.set()

    def run(self) -> None:
        try:
            self._sound()
        except EngineError as error:
            self.error = str(error)
        except Exception:
            logger.exception("A played voice failed")
            self.error = "The voice broke off. Start it again."
        self._writer.commit()

    def _sound(self) -> None:
        began = time.monotonic()
        pacer, slow_told = Pacer(self._rate, began), False
        most = max(1, round(BLOCK_SECONDS * self._rate))
        while not self._over.is_set() and self._take.position_samples < self._most:
            change = self._asked(pacer)
            now = time.monotonic()
            if now - pacer.last_word > LEFT_SECONDS:
                self.finish("The listener left.")
                break
            due = pacer.due(self._take.position_samples, now)
            if due <= 0 and change is None:
                time.sleep(WAIT_SECONDS)
                continue
            first = self._take.position_samples
            audio = self._next(most, change)
            self._sounding.block(first, audio)
            self._writer.write(audio[0])
            if not slow_told and now - began > 4.0 and self.made_seconds < 0.8 * (now - began - 2.0) and pacer.gaps > 2:
                slow_told = True
                self._sounding.say(type="refused", sentence=TOO_SLOW)

    def _next(self, samples: int, change: Any) -> Any:
        try:
            return self._take.next(samples, change)
        except EngineError as error:  # a class or a control that this network does not have
            self._sounding.say(type="refused", sentence=str(error))
            return self._take.next(samples)

    def _asked(self, pacer: Pacer) -> Any:
        """Reads what the listener asked; the changes since the last block as one."""
        from generation.request import Change

        change: dict[str, Any] = {}
        for message in self._sounding.asked():
            try:
                asked = steering.of(message)
            except ValidationError:
                continue
            if isinstance(asked, steering.Played):
                pacer.heard(asked.samples, asked.gaps, time.monotonic())
            elif isinstance(asked, steering.BeginHere):
                self._begin_here()
            elif isinstance(asked, steering.Stop):
                self.finish("Stopped.")
            else:
                change |= asked.change.model_dump(exclude_none=True)
        if not change:
            return None
        if len(self.moves) < MOST_MOVES:
            self.moves.append((round(self.recorded_seconds, 3), change))
        return Change.model_validate(change)

    def _begin_here(self) -> None:
        from generation.audio import WavWriter

        self._writer.commit()
        self._writer = WavWriter(self._path, self._rate)
        standing: dict[str, Any] = {}
        for _, change in self.moves:
            standing |= change
        self.moves = [(0.0, standing)] if standing else []
        self._begins = self._take.position_samples
        self._sounding.say(type="recording", begins=self._begins)
