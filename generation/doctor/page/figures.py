"""The drawings of the report."""

from __future__ import annotations

from collections.abc import Sequence

from generation.doctor.page.markup import Markup, element, joined
from generation.doctor.page.plot import area, bars, base, dots, flag, outline, plot, ticks, upright
from generation.doctor.report import FileReport, Report
from generation.doctor.thresholds import DIVERSE_DB
from generation.doctor.wording import dbfs, duration, hertz, share

SPECTRUM_RANGE_DB = 90.0
NAMED_POINTS = 4

Placed = tuple[FileReport, tuple[float, float]]


def figures(report: Report) -> Markup:
    drawn = (_levels(report), _spectrum(report), _map(report), _hearing(report), _classes(report))
    return element("div", *(figure for figure in drawn if figure), class_="figures")


def _figure(title: str, value: str, drawing: Markup, caption: str) -> Markup:
    head = element("div", element("h3", title), element("span", value, class_="n"), class_="row")
    return element("figure", head, drawing, element("figcaption", caption))


def _levels(report: Report) -> Markup:
    levels, threshold = report.levels, report.plan.silence_threshold_dbfs
    most = max(levels.seconds, default=0.0)
    if most <= 0.0:
        return Markup()
    width = 100.0 / len(levels.seconds)

    def place(dbfs: float) -> float:
        return (dbfs - levels.lowest_dbfs) * width

    every = [(place(levels.lowest_dbfs + index), 100.0 * second / most) for index, second in enumerate(levels.seconds)]
    kept = [bar for bar in every if bar[0] >= place(threshold) - 1e-9]
    dropped = [bar for bar in every if bar[0] < place(threshold) - 1e-9]
    drawing = plot(
        bars(dropped, 0.8 * width, "faint"),
        bars(kept, 0.8 * width),
        base(),
        upright(place(threshold), "mark"),
        labels=[
            flag(place(threshold), f"silence, {dbfs(threshold)}"),
            ticks([(place(level), f"{level}".replace("-", "−")) for level in range(-100, 1, 20)]),
        ],
        says=f"Levels of all 20 ms frames against the silence threshold of {dbfs(threshold)}",
    )
    whole = report.totals.kept_seconds + report.totals.dropped_seconds
    left_out = share(report.totals.dropped_seconds / whole) if whole else "0 %"
    return _figure(
        "Levels",
        f"{duration(report.totals.dropped_seconds)} left out",
        drawing,
        f"How long the sound is at each level, in dBFS. Training leaves out what stays left of the line: {left_out}, "
        "less a tenth of a second around what is louder.",
    )


def _spectrum(report: Report) -> Markup:
    known = [(index, level) for index, level in enumerate(report.spectrum.levels_db) if level is not None]
    if len(known) < 2:
        return Markup()
    nyquist_hz = report.plan.model_rate_hz / 2.0
    top_hz = max(known[-1][0] * report.spectrum.step_hz, nyquist_hz)
    loudest = max(level for _, level in known)
    points = [
        (
            100.0 * index * report.spectrum.step_hz / top_hz,
            min(100.0, 8.0 + 92.0 * (loudest - level) / SPECTRUM_RANGE_DB),
        )
        for index, level in known
    ]
    band = report.totals.bandwidth_hz
    parts, labels = [area(points), base()], []
    if band is not None:
        parts.append(upright(100.0 * band / top_hz, "mark"))
        labels.append(flag(100.0 * band / top_hz, f"sounds up to {hertz(band)}"))
    if nyquist_hz < 0.97 * top_hz or (band is not None and band < 0.9 * nyquist_hz):
        parts.append(upright(100.0 * nyquist_hz / top_hz, "dash"))
        labels.append(flag(100.0 * nyquist_hz / top_hz, "end of the model’s band", "second"))
    step = next(step for step in (500, 1_000, 2_000, 5_000, 20_000) if top_hz / step <= 5.0)
    labels.append(ticks([(100.0 * f / top_hz, hertz(f) if f else "0") for f in range(0, int(top_hz) + 1, step)]))
    rates = ", ".join(hertz(rate) for rate in report.totals.rates_hz)
    return _figure(
        "Bandwidth",
        hertz(band) if band is not None else "unknown",
        plot(*parts, labels=labels, says="Long-term spectrum of all recordings"),
        f"The mean spectrum, over 90 dB. The files’ rates: {rates}; the model’s: {hertz(2 * nyquist_hz)}.",
    )


def _map(report: Report) -> Markup:
    placed = [(file, file.timbre_place) for file in report.files if file.timbre_place is not None]
    across = report.totals.timbre_across_db
    if len(placed) < 3 or across is None:
        return Markup()
    reach_x, reach_y = (
        max(least, *(1.1 * abs(place[axis]) for _, place in placed)) for axis, least in enumerate((12.0, 5.0))
    )

    def at(place: tuple[float, float]) -> tuple[float, float]:
        return 50.0 + 50.0 * place[0] / reach_x, 50.0 - 50.0 * place[1] / reach_y

    near = [at(place) for file, place in placed if "diverse" not in file.findings]
    far = [at(place) for file, place in placed if "diverse" in file.findings]
    drawing = plot(
        element("line", x1=0, x2=100, y1=50, y2=50, class_="dash"),
        element("line", x1=50, x2=50, y1=0, y2=100, class_="dash"),
        dots(near, "points"),
        dots(far, "far"),
        dots(far, "hole"),
        labels=[_name(file, at(place)) for file, place in _named(placed, across)],
        says="A map of the recordings by timbre",
    )
    kinds = len({file.sound_kind for file, _ in placed})
    return _figure(
        "Map of the sounds",
        f"{kinds} kinds" if kinds > 1 and (across >= DIVERSE_DB or report.classes) else "one kind",
        drawing,
        f"Each point is a file; what is near each other sounds alike. They lie {across:.1f} dB apart, those of one "
        f"voice 3 to 5 dB{'; rings are far from the rest.' if far else '.'}",
    )


def _named(placed: Sequence[Placed], across_db: float) -> list[Placed]:
    """The farthest strangers, or where there are kinds, one of each."""
    if across_db < DIVERSE_DB:
        far = [pair for pair in placed if "diverse" in pair[0].findings]
        return sorted(far, key=lambda pair: -(pair[0].timbre_distance_db or 0.0))[:NAMED_POINTS]
    first: dict[int | None, Placed] = {}
    for pair in placed:
        first.setdefault(pair[0].sound_kind, pair)
    return list(first.values())[:NAMED_POINTS]


def _name(file: FileReport, point: tuple[float, float]) -> Markup:
    side = "right" if point[0] > 60.0 else "left"
    along = 100.0 - point[0] if side == "right" else point[0]
    return element("span", file.name, class_="name", style=f"{side}:{along:.1f}%;top:{point[1]:.1f}%")


def _hearing(report: Report) -> Markup:
    """The receptive field at its true length over a file of middle length."""
    sounding = sorted((file for file in report.files if file.kept_seconds > 0.0), key=lambda file: file.seconds)
    if not sounding:
        return Markup()
    file, plan = sounding[len(sounding) // 2], report.plan
    part = min(1.0, plan.receptive_field_ms / (1000.0 * file.seconds))
    end = 78.0 if part < 0.7 else 100.0
    start = max(0.0, end - 100.0 * part)
    wave = element("g", outline(file.outline), transform="translate(0 14) scale(1 0.86)")
    bracket = element("path", d=f"M{start:.2f} 100V3H{end:.2f}V100", class_="bracket")
    drawing = plot(
        wave,
        bracket,
        labels=[ticks([(0.0, "0"), (100.0, duration(file.seconds))])],
        says=f"The receptive field over {file.name}",
    )
    return _figure(
        "What it hears at a time",
        f"{plan.receptive_field_ms:.0f} ms",
        drawing,
        f"The receptive field, {plan.receptive_field_samples:,} samples at {hertz(plan.model_rate_hz)}, drawn to scale "
        f"over “{file.name}”, a file of middle length.",
    )


def _classes(report: Report) -> Markup:
    if not report.classes:
        return Markup()
    most = max(one.kept_seconds for one in report.classes) or 1.0
    rows = joined(
        *(
            joined(
                element("span", one.name, class_="name"),
                element("div", element("i", style=f"width:{100.0 * one.kept_seconds / most:.1f}%"), class_="bar"),
                element("span", duration(one.kept_seconds), class_="n"),
            )
            for one in sorted(report.classes, key=lambda one: -one.kept_seconds)
        )
    )
    return _figure(
        "Classes",
        str(len(report.classes)),
        element("div", rows, class_="shares"),
        "Audible seconds of each class; the network hears them as often as they are long.",
    )
