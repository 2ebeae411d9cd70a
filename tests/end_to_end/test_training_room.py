"""The training room in a browser: watch, hear, note, pause, close and reopen, extend, fork, compare, take along."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page

from tests.end_to_end import accessible, rooms
from tests.end_to_end.person import Person, expect

pytestmark = pytest.mark.browser

STEPS = 60
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return {"WITHOUT_STARTER": "1"}


def found(person: Person, wavenet: str) -> dict[str, Any]:
    answer: dict[str, Any] = person.fetch(f"/api/wavenets/{wavenet}")
    return answer


def chapters(page: Page) -> int:
    return page.get_by_test_id("audition").count()


def ends(person: Person, wavenet: str) -> None:
    person.wait_for(lambda: not rooms.is_at_work(person, wavenet), "the training ends", 420)
    assert found(person, wavenet)["job"]["status"] == "succeeded"


def test_a_training_is_watched_heard_and_paused(
    ada: Person, story: dict[str, Any], speech_files: list[Path], tmp_path: Path
) -> None:
    page = ada.page
    path = tmp_path / "Speaker.wav"
    soundfile.write(path, np.concatenate([soundfile.read(one)[0] for one in speech_files[:30]]), 8000)
    rooms.upload_all(ada, [path])
    story["wavenet"] = wavenet = rooms.train(ada, "Speaker", "Speaker", STEPS, by_tag=False)
    expect(page.get_by_role("heading", name=re.compile("Learning"))).to_be_visible(timeout=PATIENCE_MS)
    ada.wait_for(lambda: chapters(page) >= 2, "auditions appear")
    expect(page.get_by_role("img", name=re.compile(r"^Loss \d\.\d\d nats at step"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"^Learning rate over the steps, now 0\.0"))).to_be_visible()
    expect(page.get_by_test_id("log-line").first).to_contain_text("Begins at step 0 (cpu, ")
    ada.wait_for(lambda: found(ada, wavenet)["steps_done"] >= 12, "twelve steps")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("Paused at step", exact=False).first).to_be_visible(timeout=PATIENCE_MS)
    paused = found(ada, wavenet)
    assert paused["paused"] and 12 <= paused["steps_done"] < STEPS
    expect(page.get_by_test_id("log-line").last).to_contain_text("Paused. All up to step")


def test_its_life_plays_in_a_row_and_notes_are_kept(ada: Person, story: dict[str, Any]) -> None:
    page = ada.page
    page.goto(f"/models/{story['wavenet']}")
    life = page.get_by_test_id("biography")
    expect(life).to_contain_text("step 0")
    life.get_by_role("button", name="Hear its life").click()
    expect(life).to_have_attribute("data-playing", "true", timeout=PATIENCE_MS)
    ada.wait_for(lambda: "0:00.0 of" not in life.inner_text(), "it sounds", 60)
    page.keyboard.press("ArrowRight")
    expect(life).to_contain_text("step 10")
    life.get_by_role("button", name="Pause its life").click()
    expect(life).to_have_attribute("data-playing", "false")
    page.get_by_role("button", name="Note what you hear at step 10").click()
    page.get_by_label("What you hear at step 10").fill("hiss that breathes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Change the note at step 10")).to_contain_text("hiss that breathes")
    assert [one["note"] for one in found(ada, story["wavenet"])["auditions"]][:2] == ["", "hiss that breathes"]


def test_a_closed_browser_missed_nothing(ada: Person, story: dict[str, Any]) -> None:
    """The tab is closed while it learns; another one shows all of it, made longer meanwhile."""
    wavenet = story["wavenet"]
    page = ada.page
    page.get_by_role("button", name=re.compile("^Resume from step")).click()
    ada.wait_for(lambda: found(ada, wavenet)["job"]["status"] == "running", "it goes on")
    rooms.choose_from_menu(ada, "this model", "Learn longer")
    page.get_by_role("dialog").get_by_label("Further steps").fill("10")
    page.get_by_role("dialog").get_by_role("button", name="Learn on").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.close()
    page = ada.reopen()
    ends(ada, wavenet)
    page.goto(f"/models/{wavenet}")
    expect(page.get_by_text(f"Learned for {STEPS + 10} steps").first).to_be_visible(timeout=PATIENCE_MS)
    done = found(ada, wavenet)
    steps = [point[0] for point in done["curve"]]
    assert steps == list(range(1, STEPS + 11))
    assert chapters(page) == len(done["auditions"]) >= 4
    expect(page.get_by_role("button", name="Change the note at step 10")).to_contain_text("hiss that breathes")
    log = page.get_by_role("log").inner_text()
    for said in ("Begins at step 0", "Paused.", "Goes on at step", f"Learned for {STEPS + 10} steps."):
        assert said in log, log
    accessible.check_all(page, "a model")


def test_it_is_forked_and_compared(ada: Person, story: dict[str, Any]) -> None:
    page = ada.page
    rooms.choose_from_menu(ada, "this model", "Fork")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the fork").fill("Slower")
    dialog.get_by_label("Steps to learn").fill("12")
    dialog.get_by_label("Learning rate").fill("0.001")
    dialog.get_by_role("button", name="Start the fork").click()
    page.wait_for_url(lambda address: story["wavenet"] not in address)
    story["fork"] = fork = page.url.rsplit("/", 1)[1]
    expect(page.get_by_text(f"Forked from Speaker at step {STEPS + 10}")).to_be_visible(timeout=PATIENCE_MS)
    ends(ada, fork)
    parent, child = found(ada, story["wavenet"]), found(ada, fork)
    assert child["curve"][0][1] < parent["curve"][0][1] - 0.4  # it begins where the other was
    page.goto(f"/models/compare?models={story['wavenet']}")
    page.get_by_label("Add a model").select_option(fork)
    expect(page.get_by_test_id("compared")).to_have_count(2)
    expect(page.get_by_role("button", name="Play Slower, step 10")).to_be_visible()
    expect(page.get_by_role("button", name="Play Speaker, step 10")).to_be_visible()
    accessible.check_all(page, "a comparison")


def test_a_model_is_taken_along_and_brought_back(ada: Person, story: dict[str, Any], downloads: Path) -> None:
    page = ada.page
    page.goto(f"/models/{story['fork']}")
    page.get_by_role("button", name="Say what it is good for").click()
    page.get_by_label("What it is good for").fill("Slow clouds.")
    page.get_by_role("button", name="Save", exact=True).click()
    card = page.get_by_test_id("card")
    expect(card).to_contain_text("Slow clouds.")
    expect(card).to_contain_text(f"“Speaker” at step {STEPS + 10}")
    weights = ada.download(page.get_by_role("link", name=re.compile("^Weights,")), downloads / "m.safetensors")
    told = ada.download(page.get_by_role("link", name="Card, JSON"), downloads / "m.json")
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    assert json.loads(told.read_text())["sha256"] == digest == page.get_by_test_id("sha256").inner_text()

    damaged = downloads / "damaged.safetensors"
    damaged.write_bytes(weights.read_bytes() + b"more")
    page.goto("/models")
    page.get_by_role("button", name="Bring a model").click()
    page.get_by_test_id("model-files").set_input_files([damaged, told])
    page.get_by_role("button", name="Bring it here").click()
    expect(page.get_by_role("alert")).to_contain_text("4 bytes follow the weights", timeout=PATIENCE_MS)
    page.get_by_test_id("model-files").set_input_files([told, weights])
    page.get_by_role("button", name="Bring it here").click()
    page.wait_for_url(re.compile(r"/models/[0-9a-f-]{36}$"), timeout=PATIENCE_MS)
    expect(page.get_by_text("on another site").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_test_id("sha256")).to_have_text(digest, timeout=PATIENCE_MS)
    page.get_by_role("link", name="Generate").first.click()
    page.wait_for_url(re.compile("/generate$"))
