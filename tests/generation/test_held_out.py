"""The choice of what is held out: whole files, about a tenth, and no class robbed."""

import pytest

from generation.errors import EngineError
from generation.held_out import Candidate, choose


def files(*seconds: float, label: int = 0) -> list[Candidate]:
    return [Candidate(f"folder/{label}-{index}.wav", label, length) for index, length in enumerate(seconds)]


@pytest.mark.parametrize("seed", range(5))
def test_a_tenth_of_every_class(seed: int) -> None:
    candidates = files(*[3.0] * 40) + files(*[1.0 + 0.1 * n for n in range(30)], label=1) + files(50.0, label=2)
    chosen = choose(candidates, None, seed)
    for label, low, high in ((0, 0.09, 0.11), (1, 0.06, 0.14), (2, 0.0, 0.0)):
        own = [index for index, candidate in enumerate(candidates) if candidate.label == label]
        held = sum(candidates[index].seconds for index in own if index in chosen)
        assert low <= held / sum(candidates[index].seconds for index in own) <= high


@pytest.mark.parametrize(
    ("seconds", "held"),
    [
        ([10.0, 10.0], 1),
        ([90.0, 10.0], 1),
        ([30.0, 30.0, 30.0], 1),
        ([100.0], 0),
        ([100.0, 0.0], 0),
        ([1.0] * 20, 2),
    ],
)
def test_two_files_are_enough_for_one_to_be_held_out(seconds: list[float], held: int) -> None:
    chosen = choose(files(*seconds), None, 0)
    assert len(chosen) == held
    assert sum(seconds[index] for index in chosen) <= sum(seconds) / 2


def test_the_smallest_of_two_is_taken() -> None:
    assert choose(files(90.0, 10.0), None, 0) == choose(files(90.0, 10.0), None, 1) == {1}


def test_the_choice_follows_the_seed() -> None:
    candidates = files(*[1.0] * 50)
    assert choose(candidates, None, 3) == choose(candidates, None, 3)
    assert len({choose(candidates, None, seed) for seed in range(5)}) == 5


def test_files_are_named_or_counted() -> None:
    candidates = files(1.0, 2.0, 3.0) + files(1.0, 1.0, label=1)
    assert choose(candidates, ("0-1.wav", "folder/1-0.wav"), 0) == {1, 3}
    for count in range(4):
        chosen = choose(candidates, count, 0)
        assert len(chosen) == count
        assert {candidates[index].label for index in set(range(5)) - chosen} == {0, 1}
    for wrong in (4, ("9.wav",), ("-1.wav",), ("1-0.wav", "1-1.wav")):
        with pytest.raises(EngineError):
            choose(candidates, wrong, 0)
