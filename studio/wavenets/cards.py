"""The card of a model: what it is, what it learned from and by whose consent, how it went, and where it comes from."""

from collections import defaultdict
from typing import Any

from generation.model_card import FORMAT, Ancestor, CardAudition, CorpusPart, ModelCard
from studio.library.licences import title_of
from studio.wavenets.models import Audition, Checkpoint, Wavenet
from studio.wavenets.planning import plan_of

AUDITIONS = 3
MOST_ANCESTORS = 20
OWN_SOUND = "its owner's own sound"
BY_LICENCE = "published by its owner under this licence"
GONE = "withdrawn or deleted by its owner"


def card_of(wavenet: Wavenet, checkpoint: Checkpoint) -> ModelCard:
    """The card that goes with the weights of one checkpoint."""
    config = plan_of(wavenet).config(tuple(wavenet.classes))
    plan = plan_of(wavenet).model_dump(mode="json", exclude_defaults=True)
    plan.pop("network", None)
    return ModelCard(
        format=FORMAT,
        name=wavenet.name,
        architecture=config,
        step=checkpoint.step,
        sha256=checkpoint.sha256,
        size_bytes=checkpoint.size_bytes,
        preset=wavenet.preset,
        plan=plan,
        curve=tuple((point[0], point[1], point[2]) for point in wavenet.curve if point[0] <= checkpoint.step),
        loss_nats=wavenet.loss_nats,
        validation_loss_nats=checkpoint.validation_loss_nats,
        used_seconds=wavenet.used_seconds,
        corpus=tuple(corpus_of(wavenet)),
        auditions=tuple(
            CardAudition(step=one.step, seconds=one.frames / one.sample_rate_hz, note=one.note)
            for one in three_of(list(wavenet.auditions.all()))
        ),
        good_for=wavenet.good_for,
        licence=wavenet.licence or imported(wavenet).get("licence", ""),
        owner=imported(wavenet).get("owner") or wavenet.owner.username,
        made_at=wavenet.created_at.isoformat(timespec="seconds"),
        lineage=tuple(lineage_of(wavenet)),
        sample_rate_hz=config.sample_rate_hz,
        receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms,
        parameter_count=config.parameter_count,
        classes=config.classes,
    )


def imported(wavenet: Wavenet) -> dict[str, Any]:
    """The card that came with a model of another site; empty for one that was trained here."""
    return wavenet.imported_card or {}


def corpus_of(wavenet: Wavenet) -> list[CorpusPart]:
    """What it learned from, by owner and licence; of a model of another site what that site told."""
    if wavenet.imported_card is not None:
        return [CorpusPart.model_validate(part) for part in imported(wavenet).get("corpus", [])]
    counts: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for row in wavenet.inputs.select_related("sample__owner"):
        sample = row.sample
        if sample is None:
            counts["", "", GONE].append(0.0)
            continue
        consent = OWN_SOUND if sample.owner_id == wavenet.owner_id else BY_LICENCE
        key = (sample.owner.username, title_of(sample.licence), consent)
        counts[key].append(sample.duration_seconds or 0.0)
    return [
        CorpusPart(owner=owner, licence=licence, consent=consent, recordings=len(seconds), seconds=sum(seconds))
        for (owner, licence, consent), seconds in sorted(counts.items(), key=lambda entry: -sum(entry[1]))
    ]


def lineage_of(wavenet: Wavenet) -> list[Ancestor]:
    """The models that it and those before it began with, the nearest first."""
    found: list[Ancestor] = []
    at: Wavenet | None = wavenet
    while at is not None and len(found) < MOST_ANCESTORS:
        if at.forked_from_step is not None:
            found.append(Ancestor(name=at.forked_from_name, step=at.forked_from_step))
        found += [Ancestor.model_validate(one) for one in imported(at).get("lineage", [])]
        at = at.forked_from
    return found[:MOST_ANCESTORS]


def three_of(auditions: list[Audition]) -> list[Audition]:
    """The last one, and two on the way to it."""
    last = len(auditions) - 1
    places = sorted({round(last * part / AUDITIONS) for part in range(1, AUDITIONS + 1)}) if auditions else []
    return [auditions[place] for place in places]
