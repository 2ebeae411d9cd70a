"""Playing a mixer from its first block to the end of the last sound."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mixing.audio import Audio, db_to_gain
from mixing.envelopes import CONTROL_SAMPLES
from mixing.mixer import Mixed, Mixer

SILENCE_DBFS = -90.0
_SILENCE = np.float32(db_to_gain(SILENCE_DBFS))


@dataclass(frozen=True)
class Span:
    """What of the timeline is wanted: at least so much of it, and at most, for as long as something sounds."""

    first_samples: int
    least_samples: int
    most_samples: int


def playing(
    mixer: Mixer, span: Span, block_samples: int, heard: Callable[[Mixed], list[Audio]]
) -> Iterator[tuple[int, list[Audio]]]:
    """The wanted blocks of several sounds at once, of equal lengths, with the place of the timeline behind each.

    What lies before the span is played too, so that reverberation and the like sound as in the whole piece. After
    the least that is wanted, silence is held back until something louder follows it, and left out at the end.
    """
    block_samples = max(1, -(-block_samples // CONTROL_SAMPLES)) * CONTROL_SAMPLES
    held: list[list[Audio]] = []
    for at in range(0, span.most_samples, block_samples):
        mixed = mixer.next(block_samples)
        stop = min(block_samples, span.most_samples - at)
        start = min(max(span.first_samples - at, 0), stop)
        blocks = [block[:, start:stop] for block in heard(mixed)]
        wanted = min(max(span.least_samples - at - start, 0), stop - start)
        if wanted < stop - start:
            wanted = max(wanted, _sounding(blocks))
        if wanted:
            yield from ((at, waiting) for waiting in held)
            held = []
            yield at + start + wanted, [block[:, :wanted] for block in blocks]
        if wanted < stop - start:
            held.append([block[:, wanted:].copy() for block in blocks])


def _sounding(blocks: Sequence[Audio]) -> int:
    """How many samples there are up to the last one that is not silent."""
    last = 0
    for block in blocks:
        loud = np.flatnonzero(np.abs(block[:, last:]).max(axis=0, initial=0.0) >= _SILENCE)
        if loud.size:
            last += int(loud[-1]) + 1
    return last
