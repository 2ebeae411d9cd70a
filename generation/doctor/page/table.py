"""Every file in a row, worst first; and which is a copy of which."""

from __future__ import annotations

from generation.doctor.page.markup import Markup, element, joined
from generation.doctor.page.plot import outline, scale
from generation.doctor.report import FileReport, Kind, Report
from generation.doctor.wording import count, duration, hertz

MOST_ROWS = 400
MOST_COPIES = 100
SCALE_DB = 60.0
WEIGHTS: dict[Kind, int] = {
    "unreadable": 100, "noise-like": 20, "noisy": 10, "diverse": 10, "hum": 10, "clipped": 8, "silence": 8,
    "clicks": 6, "duplicates": 5, "quiet": 4, "offset": 1,
}  # fmt: skip
WORDS: dict[Kind, str] = {
    "unreadable": "cannot be read", "noise-like": "like noise", "noisy": "noisy", "diverse": "unlike the others",
    "hum": "hums", "clipped": "clipped", "silence": "mostly silent", "clicks": "clicks", "duplicates": "a copy",
    "quiet": "too soft", "offset": "off zero",
}  # fmt: skip


def worst_first(files: tuple[FileReport, ...]) -> list[FileReport]:
    """By the weight of what is wrong, then by how far they are from the others."""

    def badness(file: FileReport) -> tuple[int, float]:
        return -sum(WEIGHTS.get(kind, 1) for kind in file.findings), -(file.timbre_distance_db or 0.0)

    return sorted(files, key=badness)


def table(report: Report) -> Markup:
    shown = worst_first(report.files)[:MOST_ROWS]
    all_of_them = len(shown) == len(report.files)
    words = f"{count(len(shown))}, worst first." if all_of_them else (
        f"The {len(shown):,} worst of {count(len(report.files))}; the JSON report has all."
    )  # fmt: skip
    head = element("tr", *(element("th", label, scope="col", class_=class_) for label, class_ in COLUMNS))
    body = element("tbody", *(_row(file) for file in shown))
    caption = element("caption", words, class_="dim")
    return element("div", element("table", caption, element("thead", head), body), class_="scroll")


COLUMNS = (
    ("File", ""), ("Sound", "mid"), ("Used", "r"), ("Level", "mid"), ("Background", "r wide"), ("Voicing", "r wide"),
    ("Apart", "r wide"), ("Bandwidth", "r wide"), ("Found", ""),
)  # fmt: skip


def _row(file: FileReport) -> Markup:
    found = ", ".join(WORDS.get(kind, kind) for kind in file.findings) or "nothing"
    return element(
        "tr",
        element("td", file.name, *_under(file), class_="file"),
        element("td", _wave(file), class_="wave mid"),
        _figure(None if file.error else duration(file.kept_seconds), "r"),
        element("td", _level(file), class_="level mid"),
        _figure(None if file.snr_db is None else f"{file.snr_db:.0f} dB", "r wide"),
        _figure(None if file.voicing is None else f"{file.voicing:.2f}", "r wide"),
        _figure(None if file.timbre_distance_db is None else f"{file.timbre_distance_db:.0f} dB", "r wide"),
        _figure(None if file.bandwidth_hz is None else hertz(file.bandwidth_hz), "r wide"),
        element("td", found, class_="found"),
        class_="" if file.findings else "fine",
    )


def _under(file: FileReport) -> tuple[Markup, ...]:
    dropped = f"{duration(file.dropped_seconds)} silent" if file.dropped_seconds >= 0.05 else None
    words = [word for word in (file.class_name, dropped, file.error) if word]
    return (element("small", " · ".join(words)),) if words else ()


def _wave(file: FileReport) -> Markup:
    if file.error or not any(file.outline):
        return Markup()
    return element("svg", outline(file.outline), viewBox="0 0 100 100", preserveAspectRatio="none", aria_hidden="true")


def _level(file: FileReport) -> Markup:
    """RMS as a bar over 60 dB, the peak as its mark."""
    if file.rms_dbfs is None or file.peak_dbfs is None:
        return element("span", "unknown" if file.error else "silent", class_="dim")
    bar = scale(0.0, 1.0 + file.rms_dbfs / SCALE_DB, 1.0 + file.peak_dbfs / SCALE_DB)
    return joined(bar, element("span", f"{file.rms_dbfs:.0f}".replace("-", "−"), class_="n"))


def _figure(text: str | None, class_: str) -> Markup:
    if text is None:
        return element("td", "unknown", class_=f"{class_} none")
    return element("td", element("span", text, class_="n"), class_=class_)


def copies(report: Report) -> Markup:
    """Which file holds the sound of which; nothing when none does."""
    if not report.duplicates:
        return Markup()
    head = ("Copy", "Of", "Alike for", "From", "Correlation")
    rows = [
        element(
            "tr",
            element("td", pair.copy_name, class_="file"),
            element("td", pair.original, class_="file"),
            _figure(duration(pair.seconds), "r"),
            _figure(f"{pair.shift_seconds:.1f} s".replace("-", "−"), "r wide"),
            _figure(f"{pair.correlation:.2f}", "r wide"),
        )
        for pair in report.duplicates[:MOST_COPIES]
    ]
    classes = ("", "", "r", "r wide", "r wide")
    titles = element(
        "tr", *(element("th", label, scope="col", class_=class_) for label, class_ in zip(head, classes, strict=True))
    )
    caption = element("caption", f"{count(len(report.duplicates))} with the sound of another one.", class_="dim")
    whole = element("table", caption, element("thead", titles), element("tbody", *rows))
    return joined(element("h2", "There twice"), element("div", whole, class_="scroll"))
