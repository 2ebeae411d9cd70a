"""Clips that overlap on an ordinary track fade into each other."""

from collections.abc import Mapping

from mixing.records import Clip, Id

_TOUCHING_SECONDS = 1e-5  # less than half a sample: seconds that were added up differently


def crossfaded(clips: Mapping[Id, Clip]) -> dict[Id, Clip]:
    """The clips of one track in their order, with equal-power fades over each overlap in place of their own.

    A clip that lies wholly within an earlier one is heard on top of it, with its own fades.
    """
    made = dict(sorted(clips.items(), key=lambda item: (item[1].start_seconds, item[0])))
    before: Id | None = None
    for key in made:
        if before is not None:
            first, second = made[before], made[key]
            overlap = _end(first) - second.start_seconds
            if _end(second) <= _end(first):
                continue
            if overlap > _TOUCHING_SECONDS and second.start_seconds > first.start_seconds:
                made[before] = first.model_copy(
                    update={
                        "fade_out_seconds": overlap,
                        "fade_out_shape": "equal_power",
                        "fade_in_seconds": min(first.fade_in_seconds, first.duration_seconds - overlap),
                    }
                )
                made[key] = second.model_copy(
                    update={
                        "fade_in_seconds": overlap,
                        "fade_in_shape": "equal_power",
                        "fade_out_seconds": min(second.fade_out_seconds, second.duration_seconds - overlap),
                    }
                )
        before = key
    return made


def _end(clip: Clip) -> float:
    return clip.start_seconds + clip.duration_seconds
