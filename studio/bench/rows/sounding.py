"""How soon a take is heard after the click, and whether a played voice ever breaks off, in a real browser."""

import re
import statistics
import time
from collections.abc import Callable
from typing import Any

from studio.bench.site import Site, running_site

TIMES, PAUSE_SECONDS = 20, 0.5
PLAYED_SECONDS = 60.0
LIMIT_SECONDS = 1.0
PATIENCE_SECONDS = 120.0
HEARD = "performance.getEntriesByName('take.heard').length > 0"
TOOK = """(performance.getEntriesByName('take.heard').at(-1).startTime
    - performance.getEntriesByName('take.asked').at(-1).startTime) / 1000"""


def rows() -> list[dict[str, Any]]:
    with running_site() as site:
        wavenet = site.plant("small", "rain", "sea")
        _until_idle(site)
        return [_first_audio(site, wavenet), _gaps(site, wavenet)]


def _first_audio(site: Site, wavenet: str) -> dict[str, Any]:
    """From the click until the first sample leaves the audio worklet, one voice of a SMALL model; the first is cold."""
    page = site.page
    page.goto(f"/models/{wavenet}/generate")
    page.get_by_label("Voices").fill("1")
    page.get_by_label("Length").fill("2")
    found = []
    for _ in range(TIMES):
        page.get_by_role("button", name=re.compile("^Generate")).click()
        _wait_until(lambda: bool(page.evaluate(HEARD)))
        found.append(float(page.evaluate(TOOK)))
        _until_idle(site)
        time.sleep(PAUSE_SECONDS)
    return {
        "name": "first_audio_seconds", "value": round(statistics.median(found), 3), "unit": "s",
        "p95": round(sorted(found)[max(0, round(0.95 * len(found)) - 1)], 3), "cold": round(found[0], 3),
        "limit": LIMIT_SECONDS, "times": len(found),
    }  # fmt: skip


def _gaps(site: Site, wavenet: str) -> dict[str, Any]:
    """Sixty seconds of a played voice, its temperature and class moved all the while; gaps as the worklet counts."""
    page = site.page
    page.goto(f"/models/{wavenet}/generate")
    page.get_by_role("button", name="Play it live").click()
    page.get_by_role("button", name="Play", exact=True).click()
    figures = page.get_by_test_id("play-figures")
    page.get_by_text("Sounding", exact=True).wait_for()
    temperature, leads, turn = page.get_by_label("Temperature", exact=True), [], 0
    while float(figures.get_attribute("data-played")) < PLAYED_SECONDS:
        turn += 1
        temperature.fill(f"{0.8 + 0.1 * (turn % 5):.2f}")
        leads.append(float(re.sub(r"\D", "", figures.locator("dd").first.inner_text())))
        page.wait_for_timeout(500)
    gaps = int(figures.get_attribute("data-gaps"))
    played = float(figures.get_attribute("data-played"))
    page.get_by_role("button", name="Stop and keep").click()
    _until_idle(site)
    return {
        "name": "realtime_gaps", "value": gaps, "unit": "gaps", "limit": 0, "seconds": round(played, 1),
        "lead_ms": statistics.median(leads),
    }  # fmt: skip


def _until_idle(site: Site) -> None:
    _wait_until(lambda: not site.working())


def _wait_until(true: Callable[[], bool]) -> None:
    """The page's own policy forbids that a waiting script is put into it, so it is asked again and again."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise RuntimeError("The site did not do it in time.")
        time.sleep(0.05)
