"""The whole page: the verdict first, then the set in figures, then every file."""

from __future__ import annotations

from generation.doctor.page.figures import figures
from generation.doctor.page.gauges import gauges, strip
from generation.doctor.page.markup import Markup, element
from generation.doctor.page.style import STYLE
from generation.doctor.page.table import copies, table
from generation.doctor.report import Finding, Report
from generation.doctor.wording import count, dbfs, duration, hertz

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The browser itself refuses scripts and requests, whatever a file may be called."""
TREE_LEAVES = 8


def page(report: Report, title: str) -> str:
    """A self-contained HTML document; `title` names the set, as plain text."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title}: {report.verdict.headline}"),
        element("style", Markup(STYLE)),
    )
    main = element(
        "main",
        element("header", _tree(), element("h1", f"The doctor on “{title}”: {_what(report)}")),
        _verdict(report),
        strip(report),
        element("h2", "The set in figures"),
        gauges(report),
        figures(report),
        copies(report),
        element("h2", "Every file"),
        table(report),
        element("footer", _measured_how(report)),
    )
    return "<!doctype html>\n" + element("html", head, element("body", main), lang="en") + "\n"


def _what(report: Report) -> str:
    return f"{count(report.totals.files)}, {duration(report.totals.seconds)}"


def _verdict(report: Report) -> Markup:
    reasons = [finding for finding in report.findings if finding.severity != "note"]
    notes = [finding for finding in report.findings if finding.severity == "note"]
    told = [element("ol", *(_finding(finding) for finding in reasons)) if reasons else _praise(report)]
    if notes:
        told.append(element("ol", *(_finding(finding) for finding in notes), class_="notes"))
    return element(
        "section",
        element("p", report.verdict.headline, class_="headline"),
        element("div", *told, class_="told" if notes else "told alone"),
        class_="verdict",
        aria_label="Verdict",
    )


def _praise(report: Report) -> Markup:
    return element("ol", *(element("li", element("p", sentence)) for sentence in report.verdict.sentences))


def _finding(finding: Finding) -> Markup:
    sentence = element("span", finding.sentence, class_="what")
    advice = element("span", finding.advice, class_="advice")
    return element("li", element("p", sentence, " ", advice), class_=finding.severity)


def _measured_how(report: Report) -> str:
    plan = report.plan
    return (
        f"Measured at {hertz(plan.model_rate_hz)}, the model’s rate, with silence under "
        f"{dbfs(plan.silence_threshold_dbfs)} left out as training does; level, clipping, offset and bandwidth at "
        "each file’s own rate. The background is the quiet tenth of the sound."
    )


def _tree() -> Markup:
    """The network's own figure: each output hears twice as far with each layer, and only the past."""
    layers = TREE_LEAVES.bit_length()
    edges, nodes = [], []
    for layer in range(layers):
        y = 4.0 + 92.0 * layer / (layers - 1)
        gap = 96.0 / (TREE_LEAVES - 1) * (TREE_LEAVES >> layer)
        for place in range(1 << layer):
            x = 98.0 - place * gap
            nodes.append(f"M{x:.1f} {y:.1f}h0")
            if layer < layers - 1:
                below = y + 92.0 / (layers - 1)
                edges.append(f"M{x:.1f} {y:.1f}V{below:.1f}M{x:.1f} {y:.1f}L{x - gap / 2.0:.1f} {below:.1f}")
    return element(
        "svg",
        element("path", d="".join(edges)),
        element("path", d="".join(nodes), class_="dots"),
        viewBox="0 0 100 100", preserveAspectRatio="none", class_="tree", aria_hidden="true",
    )  # fmt: skip
