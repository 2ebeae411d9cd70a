"""Drawings that stretch with the page while their lines and letters keep their size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generation.doctor.page.markup import Markup, element, joined

Point = tuple[float, float]
"""In hundredths of the drawing, from the upper left corner."""


def plot(*parts: Markup, labels: Iterable[Markup] = (), says: str) -> Markup:
    """A drawing of 100 × 100 units stretched over its place, with letters laid over it; `says` is what it shows."""
    drawing = element("svg", *parts, viewBox="0 0 100 100", preserveAspectRatio="none", role="img", aria_label=says)
    return element("div", drawing, *labels, class_="plot")


def area(points: Sequence[Point], class_: str = "area") -> Markup:
    """What lies under a line, down to the base."""
    if not points:
        return Markup()
    line = "L".join(f"{x:.2f} {y:.1f}" for x, y in points)
    return element("path", d=f"M{points[0][0]:.2f} 100L{line}L{points[-1][0]:.2f} 100Z", class_=class_)


def bars(heights: Iterable[tuple[float, float]], width: float, class_: str = "area") -> Markup:
    """Bars from the base, at x, of a height."""
    d = "".join(f"M{x:.2f} 100v{-height:.1f}h{width:.2f}V100Z" for x, height in heights if height > 0.0)
    return element("path", d=d, class_=class_)


def upright(x: float, class_: str) -> Markup:
    return element("line", x1=f"{x:.2f}", x2=f"{x:.2f}", y1=0, y2=100, class_=class_)


def base() -> Markup:
    return element("line", x1=0, x2=100, y1=100, y2=100, class_="base")


def dots(points: Iterable[Point], class_: str) -> Markup:
    """Lines of no length with round ends stay round, however the drawing is stretched."""
    return element("path", d="".join(f"M{x:.1f} {y:.1f}h0" for x, y in points), class_=class_)


def flag(x: float, text: str, class_: str = "") -> Markup:
    """A word at the head of an upright line, on the side where there is room."""
    side = " left" if x > 55.0 else ""
    return element("span", text, class_=f"flag{side} {class_}".strip(), style=f"left:{x:.1f}%")


def ticks(places: Sequence[tuple[float, str]]) -> Markup:
    """Figures under the base; the outer ones stay within the drawing."""
    ends = {0: " first", len(places) - 1: " last"}
    return joined(
        *(
            element("span", text, class_=f"tick{ends.get(index, '')}", style=f"left:{x:.1f}%")
            for index, (x, text) in enumerate(places)
        )
    )


def scale(start: float, end: float, line: float | None = None) -> Markup:
    """A bar between two shares of its bed, and where the line is drawn."""
    left, right = (100.0 * min(1.0, max(0.0, share)) for share in sorted((start, end)))
    bar = element("i", style=f"left:{left:.1f}%;width:{max(0.6, right - left):.1f}%")
    mark = () if line is None else (element("b", style=f"left:{100.0 * min(1.0, max(0.0, line)):.1f}%"),)
    return element("div", bar, *mark, class_="scale")


def outline(peaks: Sequence[int]) -> Markup:
    """A small waveform, of peaks in hundredths: upright strokes as wide as there is room for."""
    loudest = max(max(peaks, default=0), 1)
    step = 100.0 / max(1, len(peaks))
    heights = (max(1.0, 48.0 * peak / loudest) for peak in peaks)
    d = "".join(
        f"M{(index + 0.5) * step:.1f} {50 - height:.0f}V{50 + height:.0f}" for index, height in enumerate(heights)
    )
    return element("path", d=d, class_="strokes")
