"""A browser and a studio of its own for the stories; a module says what its microphone plays, and how a site begins."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.end_to_end.browser import ARGUMENTS, find
from tests.end_to_end.microphone import browser_that_hears
from tests.end_to_end.person import Person
from tests.studio.live import Studio, begun, copied

__all__ = ["begun"]


@pytest.fixture(scope="module")
def played() -> np.ndarray | None:
    """What the microphone hears, 16 bit; the browser's own beeps where a module does not say."""
    return None


@pytest.fixture(scope="module")
def browser(played: np.ndarray | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A module's own: while it runs, its event loop keeps asynchronous tests from running theirs."""
    path = find()
    assert path is not None, "no Chromium was found: run “make browser”"
    if played is not None:
        with browser_that_hears(played, tmp_path_factory.mktemp("microphone")) as hearing:
            yield hearing
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def environment() -> dict[str, Any]:
    """The environment of the module's studio, beside the usual."""
    return {}


@pytest.fixture(scope="module")
def studio(environment: dict[str, Any], begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    running = Studio(copied(begun, tmp_path_factory.mktemp("story") / "data"), **environment)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def ada(browser: Browser, studio: Studio, played: np.ndarray | None) -> Iterator[Person]:
    person = Person(browser, studio.url, "ada", bypass_csp=played is not None)  # for the microphone's witness
    person.sign_up()
    yield person
    person.close()


@pytest.fixture(scope="module")
def ben(browser: Browser, studio: Studio) -> Iterator[Person]:
    person = Person(browser, studio.url, "ben")
    person.sign_up()
    yield person
    person.close()


@pytest.fixture(scope="module")
def story() -> dict[str, Any]:
    """What one chapter leaves for the next."""
    return {}


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")
