"""Opens the project in headless Chromium and measures it there."""

import gzip
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from studio.bench_editor.site import CLIPS, NAME, OVERLAPPING, PASSWORD, PLAYED_SECONDS, REPOSITORY, Site

SCRIPT = Path(__file__).with_name("page.js")
LISTENER = Path(__file__).with_name("listener.js")
DIST = REPOSITORY / "frontend" / "dist"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
FRAMES, EDITS, OPENINGS = 180, 120, 3
WIDTH, HEIGHT = 1600, 900
PATIENCE_MS = 120_000
RATE_HZ, REPORT_SAMPLES = 44_100, 2048  # of the meters' reports

Row = dict[str, Any]


def rows(site: Site) -> list[Row]:
    """All figures with their limits."""
    with sync_playwright() as playwright:
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        page = browser.new_context(base_url=site.url, viewport={"width": WIDTH, "height": HEIGHT}).new_page()
        page.set_default_timeout(PATIENCE_MS)
        try:
            return [*_measured(page, site), _underruns(page, site)]
        finally:
            browser.close()


def _measured(page: Page, site: Site) -> list[Row]:
    _sign_in(page)
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    opened = []
    for opening in range(OPENINGS + 1):  # the first one fills the browser's cache
        page.goto(f"/projects/{site.project}", wait_until="commit")
        page.evaluate(SCRIPT.read_text())
        seconds = page.evaluate(f"bench.opened({CLIPS})") / 1000
        if opening:
            opened.append(seconds)
    editor, others = _sizes(scripts)
    page.wait_for_timeout(2_000)
    page.locator('[data-testid="paper"]').click(position={"x": 500, "y": 30})
    page.keyboard.press("Space")  # the meters run while it plays
    page.get_by_role("button", name="Pause", exact=True).wait_for()
    page.wait_for_timeout(2_000)
    page.keyboard.press("f")
    fit = page.evaluate(f"bench.fit({FRAMES})")
    for _ in range(6):
        page.keyboard.press("Control+=")
    scroll = page.evaluate(f"bench.scroll({FRAMES})")
    zoom = page.evaluate(f"bench.zoom({FRAMES})")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    edit = _edits(page)
    return [
        _frames("scroll_5000", scroll, 55, 45),
        _frames("zoom_5000", zoom, 55, 45),
        _frames("fit_5000", fit, 50, 40),
        _under("open_seconds", sorted(opened)[len(opened) // 2], "s", 2.0),
        _under("first_script_kb", others, "kB gz", 200.0),
        _under("editor_script_kb", editor, "kB gz", 150.0),
        _edit(edit),
    ]


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("form button").last.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _edits(page: Page) -> Row:
    """One clip in sight is muted and unmuted; every time the picture must be another one."""
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    page.locator('[data-testid="track-head"]').nth(1).click(position={"x": 60, "y": 12})
    page.locator("#timeline [role=row]").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator("#timeline [data-clip][aria-selected=true]").first.wait_for(state="attached")
    found: Row = page.evaluate(f"bench.edits({EDITS})")
    return found


def _edit(found: Row) -> Row:
    """A figure for edits that were not drawn would mean nothing: it is not good, however small."""
    row = _under("edit_to_screen_ms", found["value"], "ms p95", 16.0)
    undrawn = found["same"]
    return row | {"p50": round(found["p50"], 2), "undrawn": undrawn, "ok": row["ok"] and undrawn == 0}


def _underruns(page: Page, site: Site) -> Row:
    """How often sound came too late while many clips played; a minute that was not heard is not good."""
    page.add_init_script(path=LISTENER)
    page.goto(f"/projects/{site.overlapping}")
    page.locator(".legend .n", has_text=str(OVERLAPPING)).wait_for()
    page.locator('[data-testid="paper"]').click(position={"x": 500, "y": 30})
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    while not page.evaluate("heard.loud"):  # the sounds are fetched first
        page.wait_for_timeout(100)
    page.wait_for_timeout(PLAYED_SECONDS * 1000)
    late, loud = page.evaluate("[heard.late, heard.loud]")
    page.keyboard.press("Space")
    reports = PLAYED_SECONDS * RATE_HZ / REPORT_SAMPLES
    return {
        "name": "underruns_60", "value": late, "unit": "in 60 s", "limit": 0, "heard": round(loud / reports, 3),
        "ok": late == 0 and loud > 0.95 * reports,
    }  # fmt: skip


def _sizes(scripts: list[str]) -> tuple[float, float]:
    """Kilobytes, as they are sent: of the editor's own chunk, and of all other scripts before it can be used."""
    files = {DIST / "assets" / url.rsplit("/", 1)[1] for url in scripts if "/assets/" in url}
    sizes = {path.name: len(gzip.compress(path.read_bytes())) / 1000 for path in files}
    editor = sum(size for name, size in sizes.items() if name.startswith("Editor"))
    return editor, sum(sizes.values()) - editor


def _frames(name: str, found: Row, least: float, least_p95: float) -> Row:
    value, p95 = found["value"], found["p95"]
    return {
        "name": name, "value": round(value, 1), "unit": "fps p50", "p95": round(p95, 1), "limit": least,
        "share": round(value / least, 3), "limit_p95": least_p95, "ok": value >= least and p95 >= least_p95,
    }  # fmt: skip


def _under(name: str, value: float, unit: str, most: float) -> Row:
    return {
        "name": name, "value": round(value, 3), "unit": unit, "limit": most, "share": round(value / most, 3),
        "ok": value <= most,
    }  # fmt: skip
