"""HTML that cannot forget to escape: what is no markup is text."""

from __future__ import annotations

from html import escape

VOID = frozenset({"meta", "path", "line", "rect"})


class Markup(str):
    """Text that is HTML already."""


def element(name: str, /, *children: str, **attributes: str | float) -> Markup:
    """`<name attributes>children</name>`; `class_` gives `class`, and `stroke_width` gives `stroke-width`."""
    opened = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    if name in VOID:
        return Markup(f"<{name}{opened}/>")
    return Markup(f"<{name}{opened}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))
