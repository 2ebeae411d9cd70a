"""Opens a recording of three hours in the slicer, scrolls and zooms it: frames a second, and the memory of its tab."""

import sys
import time
from pathlib import Path
from typing import Any

import psutil

from studio.bench.rows.slicing import HOURS, record
from studio.bench.site import Site, running_site

SCRIPT = Path(__file__).parent.parent / "slicer.js"
FRAMES = 360
LEAST_FPS, LEAST_FPS_P95 = 59.0, 45.0
MOST_MB = 150.0
OPENING_SECONDS = 2.0
UPLOAD_SECONDS = 500.0
LEAST_SLICES, LEAST_INK = 2000, 0.02
NAME = "Three hours"


def rows() -> list[dict[str, Any]]:
    with running_site() as site:
        sample = _uploaded(site)
        opened = _opened(site, sample)
        page = site.page
        moves = []
        for move in ("scroll", "zoom", "fit"):
            page.evaluate(SCRIPT.read_text())
            moves.append(_frames(f"slicer_{move}_3h", page.evaluate(f"bench.{move}({FRAMES})")))
            assert page.evaluate("bench.inked()") >= LEAST_INK, "nothing was drawn"
        return [_under("slicer_open_3h_seconds", opened, "s", OPENING_SECONDS), *moves, _memory(site)]


def _uploaded(site: Site) -> str:
    """As a person does it; the slicer's first visit lets the server listen through it."""
    path = site.data.parent / f"{NAME}.flac"
    record(path, HOURS * 60, "PCM_16")
    print(f"made {path.stat().st_size / 1e6:.0f} MB", file=sys.stderr, flush=True)
    site.page.goto("/library")
    site.page.get_by_test_id("file-input").set_input_files(str(path))
    deadline, begun = time.monotonic() + UPLOAD_SECONDS, time.monotonic()
    while not (found := _ready(site)):
        assert time.monotonic() < deadline, "the recording was not read in time"
        time.sleep(1)
    path.unlink()
    print(f"uploaded and read in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    site.page.goto(f"/library/{found}/slice")
    site.page.get_by_test_id("slice").first.wait_for(timeout=UPLOAD_SECONDS * 1000)
    site.page.get_by_text("All saved").wait_for()
    while site.working():
        time.sleep(1)
    return found


def _ready(site: Site) -> str:
    answer = site.page.context.request.get(f"{site.url}/api/samples?scope=mine").json()["results"]
    if answer and answer[0]["state"] == "failed":
        raise RuntimeError(answer[0]["problem"])
    return str(answer[0]["id"]) if answer and answer[0]["state"] == "ready" else ""


def _opened(site: Site, sample: str) -> float:
    """Seconds from the navigation until slices are listed and the waveform is drawn, in a fresh tab."""
    site.page.goto("about:blank")
    begun = time.monotonic()
    site.page.goto(f"/library/{sample}/slice", wait_until="commit")
    site.page.get_by_test_id("slice").first.wait_for()
    site.page.evaluate(SCRIPT.read_text())
    while site.page.evaluate("bench.inked()") < LEAST_INK:
        time.sleep(0.02)
    seconds = time.monotonic() - begun
    found = site.page.context.request.get(f"{site.url}/api/samples/{sample}/slicing").json()
    assert len(found["document"]["slices"]) >= LEAST_SLICES, "hardly any slices were found"
    return seconds


def _memory(site: Site) -> dict[str, Any]:
    """What the tab's own process holds after all that, but for what it shares with others; and its script's heap."""
    session = site.page.context.new_cdp_session(site.page)
    session.send("Performance.enable")
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    browser = site.page.context.browser.new_browser_cdp_session()
    processes = browser.send("SystemInfo.getProcessInfo")["processInfo"]
    held = [psutil.Process(one["id"]).memory_full_info().uss for one in processes if one["type"] == "renderer"]
    row = _under("slicer_tab_3h_mb", max(held) / 1e6, "MB", MOST_MB)
    return row | {"heap_mb": round(metrics["JSHeapUsedSize"] / 1e6, 1)}


def _frames(name: str, found: dict[str, float]) -> dict[str, Any]:
    value, p95 = found["value"], found["p95"]
    return {
        "name": name, "value": round(value, 1), "unit": "fps p50", "p95": round(p95, 1), "limit": LEAST_FPS,
        "share": round(value / LEAST_FPS, 3), "limit_p95": LEAST_FPS_P95, "longest_ms": round(found["longest_ms"], 1),
        "ok": value >= LEAST_FPS and p95 >= LEAST_FPS_P95,
    }  # fmt: skip


def _under(name: str, value: float, unit: str, most: float) -> dict[str, Any]:
    return {
        "name": name, "value": round(value, 2), "unit": unit, "limit": most, "share": round(value / most, 3),
        "ok": value <= most,
    }  # fmt: skip
