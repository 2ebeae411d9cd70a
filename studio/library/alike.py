"""Samples that sound like one: its portrait held against others', and portraits drawn where they are missing."""

from collections.abc import Iterator

import numpy as np
import soundfile
from django.db.models import QuerySet
from django.http import Http404

from mixing.analysis.likeness import likeness, packed, unpacked
from mixing.analysis.portraits import Portrait
from mixing.audio import Audio
from studio.library import actions, cuts
from studio.library.models import Sample
from studio.library.queries import with_relations

MOST = 12
BLOCK_FRAMES = 65_536


def most_alike(sample: Sample, among: QuerySet[Sample]) -> list[tuple[Sample, float]]:
    """Those of `among` that sound most like it with their likeness, the most similar first. It is not one itself.

    `among` has to be narrowed to what the person who asks may see.
    """
    own = portrait_of(sample)
    if not own:
        return []
    drawn = among.filter(state=Sample.State.READY, portrait__isnull=False).exclude(id=sample.id).exclude(portrait=b"")
    rows = list(drawn.order_by().values_list("id", "portrait").distinct())
    if not rows:
        return []
    figures = likeness(unpacked([own])[0], unpacked([bytes(portrait or b"") for _, portrait in rows]))
    nearest = np.argsort(-figures, kind="stable")[:MOST]
    found = with_relations(Sample.objects.all()).in_bulk([rows[at][0] for at in nearest])
    return [(found[rows[at][0]], round(float(figures[at]), 2)) for at in nearest if rows[at][0] in found]


def portrait_of(sample: Sample) -> bytes:
    """Its portrait, drawn now where the sample is older than portraits are; empty where nothing can be compared."""
    if sample.state != Sample.State.READY:
        return b""
    if sample.portrait is None:
        actions.keep_portrait(sample, _drawn(sample))
    return bytes(sample.portrait or b"")


def draw_missing(most: int) -> int:
    """Draw the portraits of so many samples that lack one, the newest first; returns how many lacked one."""
    lacking = Sample.objects.filter(state=Sample.State.READY, portrait__isnull=True)
    return len([portrait_of(sample) for sample in lacking.select_related("parent")[:most]])


def _drawn(sample: Sample) -> bytes:
    """From the first minute of its master, or of its place in its recording's; empty where that is gone or broken."""
    try:
        place = cuts.cut_of(sample) if sample.is_cut else None
        master = sample.parent.master_file if place and sample.parent else sample.master_file
        with cuts.open_master(master) as (_, file):
            analysis = Portrait(file.samplerate)
            for block in _blocks(file, place.start if place else 0, place.end if place else file.frames):
                analysis.feed(block)
                if analysis.is_complete:
                    break
            return packed(analysis.result())
    except (Http404, soundfile.LibsndfileError):
        return b""


def _blocks(file: soundfile.SoundFile, start: int, end: int) -> Iterator[Audio]:
    file.seek(start)
    while (left := end - file.tell()) > 0:
        frames = file.read(min(left, BLOCK_FRAMES), dtype="float32", always_2d=True)
        if not len(frames):
            return
        yield np.ascontiguousarray(frames.T)
