"""A browser and a studio of its own for the stories."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.end_to_end.browser import ARGUMENTS, find
from tests.end_to_end.person import Person
from tests.studio.live import Studio


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A module's own: while it runs, its event loop keeps asynchronous tests from running theirs."""
    path = find()
    assert path is not None, "no Chromium was found: run “make browser”"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    running = Studio(tmp_path_factory.mktemp("story") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def ada(browser: Browser, studio: Studio) -> Iterator[Person]:
    person = Person(browser, studio.url, "ada")
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
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")
