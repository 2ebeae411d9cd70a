"""A person at a browser: what they click and type, in the words of the pages."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

PASSWORD = "a long enough password"
WORK_SECONDS = 240.0  # the longest piece of work on two busy cores


class Person:
    """One browser context: its own cookies, its own page. Fails on any error in the page's console."""

    def __init__(self, browser: Browser, url: str, name: str, **context: Any) -> None:
        self.name = name
        self.url = url
        self.context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900}, **context)
        self.context.grant_permissions(["microphone", "clipboard-read", "clipboard-write"])
        self.errors: list[str] = []
        self.page: Page = self.reopen()

    def reopen(self) -> Page:
        """Another tab, as after the first was closed."""
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(f"{error}\n{error.stack}"))
        self.page.set_default_timeout(20_000)
        return self.page

    def close(self) -> None:
        self.context.close()
        assert not self.errors, self.errors

    def sign_up(self) -> None:
        page = self.page
        page.goto("/sign-up")
        page.get_by_label("Name", exact=True).fill(self.name)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("form button").last.click()
        try:
            page.wait_for_url(re.compile(r"/library"), timeout=60_000)
        except TimeoutError as error:
            raise AssertionError(f"{self.name} did not sign up: {page.locator('body').inner_text()}") from error

    def fetch(self, path: str) -> Any:
        """What the API answers to this person."""
        answer = self.context.request.get(f"{self.url}{path}")
        assert answer.ok, f"{path}: {answer.status} {answer.text()[:300]}"
        return answer.json()

    def everything(self, path: str) -> list[Any]:
        """All pages of a list."""
        joint = "&" if "?" in path else "?"
        rows: list[Any] = []
        number = 1
        while True:
            found = self.fetch(f"{path}{joint}page_size=100&page={number}")
            rows += found["results"]
            if not found["next"]:
                return rows
            number += 1

    def download(self, button: Locator, path: Path) -> Path:
        with self.page.expect_download() as waiting:
            button.click()
        waiting.value.save_as(path)
        return path

    def upload(self, files: Sequence[Path]) -> None:
        self.page.goto("/library")
        self.page.get_by_test_id("file-input").set_input_files([str(path) for path in files])

    def wait_for(self, true: Callable[[], bool], what: str, seconds: float = WORK_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"{what}: not after {seconds:.0f} s"
            self.page.wait_for_timeout(400)

    def sample_row(self, name: str) -> Locator:
        return self.page.get_by_test_id("sample-row").filter(has_text=name).first

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)


__all__ = ["PASSWORD", "Person", "expect"]
