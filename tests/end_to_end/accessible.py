"""What axe finds on a page, and whether it fits: in both themes, at the three widths of the rooms."""

from collections.abc import Callable, Sequence
from typing import Literal

from playwright.sync_api import Page

from tests.studio.live import REPOSITORY

AXE = (REPOSITORY / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
CHECK = "async () => (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`)"
WIDTHS = (1440, 1024, 390)
SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


def check(page: Page, what: str) -> None:
    """The page as it stands."""
    page.evaluate(AXE)
    assert page.evaluate(CHECK) == [], what
    overflow = page.evaluate(TOO_WIDE)
    assert overflow <= 0, f"{what} is {overflow} px too wide"


def check_all(page: Page, what: str, arrive: Callable[[], object] | None = None, settle_ms: int = 300) -> None:
    """In every theme and at every width, where wanted arriving anew at each."""
    for scheme in SCHEMES:
        for width in WIDTHS:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            if arrive:
                arrive()
            page.wait_for_timeout(settle_ms)
            check(page, f"{what}, {scheme}, {width}")
    page.set_viewport_size({"width": 1440, "height": 900})
