"""The page: all of the report, nothing from outside, and names that stay text."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from generation.dataset import Recording
from generation.doctor.page.markup import Markup, element, joined
from generation.doctor.page.page import page
from generation.doctor.page.table import MOST_ROWS, worst_first
from generation.doctor.report import FileReport, Report
from tests.generation.doctor.sounds import RATE_HZ, report_on, tone, voice, white, written

HOSTILE = "<script>alert(1)<script> & 'quotes' \"here\".wav"


class Reader(HTMLParser):
    """Checks that every tag is closed, and keeps names, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.handle_startendtag(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("set")
    sounds = [*voice(6), white(), tone(2_500.0), 0.4 * voice(1)[0], np.zeros(RATE_HZ), np.clip(4 * voice(7)[6], -1, 1)]
    recordings = written(folder, sounds)
    hostile = recordings[1].path.rename(folder / HOSTILE)
    recordings[1] = Recording(hostile)
    (folder / "text.wav").write_text("no audio")
    classes = ["<b>voice</b>" if index < 7 else "other" for index in range(len(recordings))]
    named = [Recording(recording.path, name) for recording, name in zip(recordings, classes, strict=True)]
    return report_on([*named, Recording(folder / "text.wav", "other")])


def test_the_page_is_whole_and_says_everything(report: Report) -> None:
    read = Reader(page(report, "Kitchen & street"))
    assert read.open == []
    text = " ".join(read.words)
    for words in ("The doctor on “Kitchen & street”", report.verdict.headline, "cannot be read", "a copy", "clipped"):
        assert words in text
    for finding in report.findings:
        assert finding.sentence in text and finding.advice in text
    for file in report.files:
        assert file.name in text
    assert {"Levels", "Bandwidth", "Map of the sounds", "What it hears at a time", "Classes"} <= set(read.words)
    assert read.tags.count("tr") == 2 + len(report.duplicates) + len(report.files)


def test_names_stay_text_and_nothing_is_fetched(report: Report) -> None:
    text = page(report, HOSTILE)
    read = Reader(text)
    assert HOSTILE in read.words and "<b>voice</b>" in read.words
    assert not {"script", "link", "img", "iframe", "object", "use", "a"} & set(read.tags)
    assert "<b>" not in text
    assert not [name for name, _ in read.attributes if name in ("src", "href") or name.startswith("on")]
    assert "url(" not in text and "@import" not in text and "http:" not in text and "https:" not in text
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in read.attributes


def test_both_themes_and_no_hue(report: Report) -> None:
    text = page(report, "x")
    assert "prefers-color-scheme: dark" in text
    for colour in re.findall(r"#([0-9a-f]{6})\b", text):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        assert max(red, green, blue) - min(red, green, blue) <= 30, f"#{colour} is no ink and no paper"


def test_no_figure_leaves_its_drawing(report: Report) -> None:
    text = page(report, "x")
    assert "nan" not in text.lower().replace("resonan", "") and "inf%" not in text
    for number in re.findall(r"(?:left|width|right|top):(-?[\d.]+)%", text):
        assert 0.0 <= float(number) <= 100.0


def test_a_set_of_which_nothing_is_known(tmp_path: Path) -> None:
    read = Reader(page(report_on(written(tmp_path, [np.zeros(0)])), "nothing"))
    assert read.open == [] and "unknown" in read.words and "Will give noise." in read.words


def test_the_worst_files_come_first(report: Report) -> None:
    names = [file.name for file in worst_first(report.files)]
    assert names[0] == "text.wav"
    assert names.index("010.wav") < names.index("000.wav")


def test_a_large_set_is_cut_to_its_worst(report: Report, tmp_path: Path) -> None:
    many = tuple(FileReport(name=f"{index}.wav", class_name=None, seconds=1.0) for index in range(MOST_ROWS + 30))
    text = page(report.model_copy(update={"files": (*many, report.files[-1])}), "x")
    assert text.count("<tr") == 2 + len(report.duplicates) + MOST_ROWS
    assert "text.wav" in text and f"The {MOST_ROWS} worst of {MOST_ROWS + 31} files" in text


def test_markup_escapes_what_is_no_markup() -> None:
    assert element("p", 'a < b & "c"', Markup("<i></i>"), class_="'\"") == (
        '<p class="&#x27;&quot;">a &lt; b &amp; &quot;c&quot;<i></i></p>'
    )
    assert joined("<", Markup("<br>")) == "&lt;<br>"
    assert element("path", stroke_width=1.5) == '<path stroke-width="1.5"/>'
