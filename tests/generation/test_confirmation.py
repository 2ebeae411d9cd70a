"""Consent to a long training: asked of a person, refused without one, given before by --yes."""

import pytest

from generation.__main__ import main
from generation.commands.confirmation import require_consent, span_text
from generation.errors import EngineError

DAY = 86_400.0


def test_a_day_needs_no_word() -> None:
    require_consent(DAY, yes=False, ask=None)


@pytest.mark.parametrize(("answer", "goes_on"), [("y", True), (" YES ", True), ("", False), ("n", False), ("j", False)])
def test_a_person_is_asked(answer: str, goes_on: bool) -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return answer

    if goes_on:
        require_consent(4 * DAY, yes=False, ask=ask)
    else:
        with pytest.raises(EngineError, match="Nothing was trained"):
            require_consent(4 * DAY, yes=False, ask=ask)
    assert asked == ["This will take about 4 days on this machine; go on? [y/N] "]


def test_consent_may_be_given_before() -> None:
    require_consent(100 * DAY, yes=True, ask=None)


def test_with_nobody_there_it_is_refused_in_one_line() -> None:
    with pytest.raises(EngineError, match=r"about 1\.5 days .* --yes") as error:
        require_consent(1.5 * DAY, yes=False, ask=None)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("days", "text"), [(1.02, "1 day"), (1.5, "1.5 days"), (2.96, "3 days"), (40.2, "40 days")])
def test_spans_are_round(days: float, text: str) -> None:
    assert span_text(days * DAY) == text


def test_the_command_refuses_years(
    tmp_path: object, speech_files: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(speech_files[0]).rpartition("/")[0]
    command = ["train", folder, f"{tmp_path}/model", "--preset", "sketch", "--threads", "1", "--steps", "10000000"]
    assert main([*command, "--json"]) == 1
    error = capsys.readouterr().err
    assert "--yes" in error and "days" in error and error.count("\n") == 1
    assert main([*command, "--json", "--yes", "--batch", "2", "--held-out", "no such file.wav"]) == 1
    assert "no such file.wav" in capsys.readouterr().err
