"""What a person should know before a training begins: one rule a function. The worst must be confirmed."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from generation.architectures.wavenet_config import WavenetConfig
from generation.estimate import TrainingEstimate
from studio.errors import Conflict
from studio.wavenets.material import UNTAGGED, Material

LITTLE_SECONDS = 60.0
LONG_SECONDS = 3_600.0
DAYS_SECONDS = 24 * 3_600.0
SHORT_CLASS_SECONDS = 2.0
MUCH_MEMORY_BYTES = 4e9
RATES_HZ = (8_000, 12_000, 16_000, 22_050, 32_000, 44_100, 48_000)
SPARE = 1.95
"""A rate this many times what sounds in the recordings hears all of it."""


@dataclass(frozen=True)
class Warned:
    """A sentence, and whether the plan is a mistake unless somebody says that they mean it."""

    code: str
    sentence: str
    must_confirm: bool = False


@dataclass(frozen=True)
class Case:
    """The plan that is judged."""

    material: Material
    config: WavenetConfig
    preset: str
    steps: int
    costs: TrainingEstimate
    has_gpu: bool


class Unconfirmed(Conflict):
    """The plan is a mistake in some way that nobody has said they mean. `more` goes into the answer."""

    def __init__(self, warned: list[Warned]) -> None:
        super().__init__(" ".join(one.sentence for one in warned) + " Change the plan, or confirm that you mean it.")
        self.more = {"unconfirmed": [{"code": one.code, "sentence": one.sentence} for one in warned]}


def warnings(case: Case) -> list[Warned]:
    """The ones to be confirmed first."""
    found = [warned for rule in RULES if (warned := rule(case)) is not None]
    return sorted(found, key=lambda warned: not warned.must_confirm)


def require_confirmed(found: list[Warned], confirmed: list[str]) -> None:
    """Raises `Unconfirmed` unless every mistake is among the confirmed codes."""
    if open_ones := [one for one in found if one.must_confirm and one.code not in confirmed]:
        raise Unconfirmed(open_ones)


def long_field(case: Case) -> Warned | None:
    known = [seconds for seconds in case.material.seconds_of_each if seconds > 0.0]
    median_ms = 1000.0 * statistics.median(known) if known else 0.0
    if not 0.0 < median_ms < case.costs.receptive_field_ms:
        return None
    return Warned(
        "receptive-field",
        f"The network listens {case.costs.receptive_field_ms:.0f} ms back, which is longer than most of the sounds "
        f"({median_ms:.0f} ms): it hears them joined end to end, and learns the joins. Use longer sounds, or a "
        "shorter receptive field.",
        must_confirm=True,
    )


def few_epochs(case: Case) -> Warned | None:
    epochs = case.costs.epochs
    if epochs >= 1.0:
        return None
    told = f"{epochs:.1f} epochs" if epochs >= 0.05 else "less than a tenth of an epoch"
    whole = f" {round(case.steps / epochs):,} steps would hear all of it once." if epochs > 0 else ""
    return Warned(
        "epochs",
        f"{case.steps:,} steps are {told}: it will not hear all of the sound even once.{whole} Give it more steps, "
        "or fewer sounds: one speaker, one class or one recording.",
        must_confirm=True,
    )


def days(case: Case) -> Warned | None:
    seconds = case.costs.seconds
    if seconds < LONG_SECONDS:
        return None
    if seconds < DAYS_SECONDS:
        return Warned("long", f"This takes about {span(seconds)}. You can leave the page, and stop it at any time.")
    return Warned(
        "days",
        f"This takes about {span(seconds)} of work on this site ({case.steps:,} steps of "
        f"{case.costs.seconds_a_step:.2g} s), and others wait behind it. Take fewer steps, a lower rate, or a smaller "
        "network; what it has learned by then is kept.",
        must_confirm=True,
    )


def short_class(case: Case) -> Warned | None:
    seconds = {name: case.material.class_seconds(name) for name in case.material.classes}
    short = [name for name in seconds if seconds[name] <= SHORT_CLASS_SECONDS]
    if not short:
        return None
    worst = min(short, key=lambda name: seconds[name])
    others = f" So are {len(short) - 1} more." if len(short) > 2 else " So is another." if len(short) == 2 else ""
    return Warned(
        "classes",
        f"The class “{worst}” has only {seconds[worst]:.1f} s of sound: it will be noise, or sound like the others."
        f"{others} Add to it, join it with another class, or leave it out.",
        must_confirm=True,
    )


def no_gpu(case: Case) -> Warned | None:
    if case.preset != "gpu" or case.has_gpu:
        return None
    return Warned(
        "gpu",
        "This network is meant for a GPU, and no worker of this site has one: on these processors it would take "
        f"{span(case.costs.seconds)}. Choose another network, or let a computer with a GPU join first.",
        must_confirm=True,
    )


def idle_rate(case: Case) -> Warned | None:
    samples = case.material.samples
    known = [(s.bandwidth_hz, s.duration_seconds or 0.0) for s in samples if s.bandwidth_hz]
    band_hz = weighted_median([(band, seconds) for band, seconds in known if band is not None])
    if band_hz is None:
        return None
    rate_hz = case.config.sample_rate_hz
    enough_hz = next((rate for rate in RATES_HZ if rate >= SPARE * band_hz), None)
    if enough_hz is None or enough_hz >= rate_hz:
        return None
    return Warned(
        "rate",
        f"Nothing sounds above {band_hz / 1000:.1f} kHz in most of it, so {enough_hz / 1000:g} kHz hear all of it: at "
        f"{rate_hz / 1000:g} kHz {1 - enough_hz / rate_hz:.0%} of the work goes into silence. The receptive field "
        "keeps its milliseconds.",
        must_confirm=True,
    )


def little(case: Case) -> Warned | None:
    seconds = case.material.used_seconds
    if seconds >= LITTLE_SECONDS:
        return None
    return Warned(
        "little",
        f"There are only {seconds:.0f} s of sound: from less than a minute a network learns to repeat, hardly to "
        "vary. Add more of the same kind.",
    )


def memory(case: Case) -> Warned | None:
    if case.costs.memory_bytes <= MUCH_MEMORY_BYTES:
        return None
    return Warned(
        "memory",
        f"This takes about {case.costs.memory_bytes / 1e9:.0f} GB of memory: use a worker whose GPU has as much.",
    )


def untagged(case: Case) -> Warned | None:
    count = case.material.class_names.count(UNTAGGED)
    if not count:
        return None
    return Warned("untagged", f"{count} of the sounds have no tag; they become a class of their own, “{UNTAGGED}”.")


def one_class(case: Case) -> Warned | None:
    if len(case.material.classes) != 1:
        return None
    name = case.material.classes[0]
    return Warned("one-class", f"All sounds are of one class, “{name}”: there will be nothing to choose between.")


def unmeasured(case: Case) -> Warned | None:
    material = case.material
    if material.version is None or material.kept_seconds is not None:
        return None
    return Warned(
        "unexamined",
        "How much of it is silence is not known yet: ask the doctor on the dataset’s page, and the figures become "
        "those of what is really used.",
    )


RULES: tuple[Callable[[Case], Warned | None], ...] = (
    no_gpu, days, few_epochs, long_field, short_class, idle_rate, little, memory, untagged, one_class, unmeasured,
)  # fmt: skip


def weighted_median(pairs: list[tuple[float, float]]) -> float | None:
    """The value that half of the weight stays under; None of nothing."""
    total, reached = sum(weight for _, weight in pairs), 0.0
    for value, weight in sorted(pairs):
        reached += weight
        if reached >= total / 2:
            return value
    return None


def span(seconds: float) -> str:
    """5.8 days, 3 h 20 min."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours >= 48:
        return f"{hours / 24:.1f} days" if hours < 240 else f"{hours / 24:.0f} days"
    return f"{hours} h {minutes} min"
