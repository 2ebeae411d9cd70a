"""What the server keeps of a slicing, and what a joined recording's slices should be called."""

from typing import Any

import numpy as np

from tests.end_to_end.person import Person
from tests.mixing.joined import RATE_HZ, Joined


def document(person: Person, sample: str) -> dict[str, Any]:
    found = person.fetch(f"/api/samples/{sample}/slicing")
    return dict(found["document"] or {"slices": [], "labels": []})


def saved(person: Person, sample: str, true: Any, what: str) -> dict[str, Any]:
    person.wait_for(lambda: true(document(person, sample)), what, 60)
    return document(person, sample)


def count_labelled(seen: dict[str, Any]) -> int:
    return sum(bool(one["label"]) for one in seen["slices"])


def true_label(piece: Joined, one: dict[str, Any]) -> str:
    start, end = one["start"] / RATE_HZ, one["end"] / RATE_HZ
    return piece.labels[int(np.argmax([min(end, b) - max(start, a) for a, b in piece.marks]))]
