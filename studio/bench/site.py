"""A whole site in a folder of its own and a browser on it, for measurements through what a person uses."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
PERSON, PASSWORD = "measurer", "a long enough password"


@dataclass(frozen=True)
class Site:
    """A running site, and a page on which somebody is signed in."""

    url: str
    data: Path
    page: Any  # Playwright's

    def plant(self, *words: str) -> str:
        """The id of a new model of random weights, see `studio.bench.planting`."""
        command = [sys.executable, "-m", "studio.bench.planting", PERSON, *words]
        done = subprocess.run(
            command, cwd=BASE, env=_environment(self.data), capture_output=True, text=True, check=True
        )
        return done.stdout.split()[-1]

    def working(self) -> bool:
        """Whether any job waits or runs."""
        answer = self.page.context.request.get(f"{self.url}/api/jobs?unfinished=1").json()
        return bool(answer["results"] if isinstance(answer, dict) else answer)


@contextmanager
def running_site() -> Iterator[Site]:
    """Started as `make run` does it, on a free port; gone afterwards, with all its data."""
    from playwright.sync_api import sync_playwright

    folder = Path(tempfile.mkdtemp(prefix="overhear-bench-"))
    data, port = folder / "data", _free_port()
    data.mkdir(mode=0o700)
    log = (folder / "log").open("wb")
    command = [sys.executable, "manage.py", "studio", "--port", str(port)]
    process = subprocess.Popen(command, cwd=BASE, env=_environment(data), stdout=log, stderr=log)
    try:
        _wait(folder / "log", process)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_browser(), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1440, "height": 900}, base_url=f"http://127.0.0.1:{port}")
            page.set_default_timeout(60_000)
            _sign_up(page)
            yield Site(f"http://127.0.0.1:{port}", data, page)
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "OVERHEAR_DATA": str(data), "WITHOUT_STARTER": "1"}


def _wait(log: Path, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Overhear is at" not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The site did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)


def _browser() -> str | None:
    """None: Playwright's own."""
    return os.environ.get("CHROME") or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _sign_up(page: Any) -> None:
    page.goto("/sign-up")
    page.get_by_label("Name", exact=True).fill(PERSON)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("form button").last.click()
    page.wait_for_url(re.compile(r"/library"))
