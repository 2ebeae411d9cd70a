"""One person on real speech, by clicks and keys: microphone, slicer, dataset, training, fork, eight takes, kept."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from tests.end_to_end import microphone, rooms
from tests.end_to_end.microphone import RATE_HZ as MICROPHONE_HZ
from tests.end_to_end.person import Person, expect
from tests.end_to_end.slicing import count_labelled, document, saved, true_label
from tests.mixing.joined import RATE_HZ, Joined, joined

pytestmark = pytest.mark.browser

NAME = "Long table"
STEPS = 120
PATIENCE_MS = 120_000
NEAR_SECONDS = 0.05


@pytest.fixture(scope="module")
def piece(speech_files: list[Path]) -> Joined:
    return joined(speech_files, 3)


@pytest.fixture(scope="module")
def played(speech_files: list[Path]) -> np.ndarray:
    """What the microphone hears: digits one after another over a faint noise, 16 bit."""
    digits = np.concatenate([soundfile.read(path, dtype="float32")[0] for path in speech_files])
    speech = np.asarray(soxr.resample(digits[: 100 * RATE_HZ], RATE_HZ, MICROPHONE_HZ))
    noise = 1e-3 * np.random.default_rng(5).standard_normal(speech.size)
    return np.asarray(np.round(32_767 * np.clip(0.8 * speech + noise, -1, 1)), np.int16)


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return {"WITHOUT_STARTER": "1"}


def model(person: Person, wavenet: str) -> dict[str, Any]:
    found: dict[str, Any] = person.fetch(f"/api/wavenets/{wavenet}")
    return found


def kept(person: Person) -> list[dict[str, Any]]:
    """The generated samples that can be used."""
    return [row for row in rooms.ready_samples(person) if row["origin"] == "generated"]


def test_an_empty_account_hears_its_microphone(ada: Person, played: np.ndarray) -> None:
    assert ada.everything("/api/samples?scope=mine") == []
    expect(ada.page.get_by_test_id("sample-row")).to_have_count(0)
    microphone.witness(ada)
    microphone.start(ada)
    ada.page.wait_for_timeout(1200)
    ada.page.keyboard.press("m")
    ada.page.wait_for_timeout(1200)
    take = microphone.keep(ada, "Said aloud")
    assert len(take.found) > 1.5 * MICROPHONE_HZ and np.abs(take.found >> 8).max() > 1000
    assert len(microphone.stretches(take.found, take.heard)) == 1
    assert microphone.share_of(take.found[np.flatnonzero(take.found)[0] :], played) > 0.5
    assert take.row["markers"]


def test_a_recording_is_sliced(ada: Person, piece: Joined, story: dict[str, Any], tmp_path: Path) -> None:
    page = ada.page
    path = tmp_path / f"{NAME}.wav"
    soundfile.write(path, piece.audio[0], RATE_HZ, subtype="PCM_24")
    ada.upload([path])
    row = ada.sample_row(NAME)
    expect(row).to_have_attribute("data-state", "ready", timeout=60_000)
    story["recording"] = recording = ada.everything("/api/samples?scope=mine&search=table")[0]["id"]
    row.click()
    page.get_by_role("link", name="Slice").click()
    rows = page.get_by_test_id("slice")
    expect(rows.first).to_be_visible(timeout=60_000)
    found = saved(ada, recording, lambda seen: len(seen["slices"]) >= 18, "slices are found")["slices"]
    edges = np.array([[one["start"], one["end"]] for one in found]).ravel() / RATE_HZ
    assert sum(np.abs(edges - start).min() <= NEAR_SECONDS for start, _ in piece.marks) >= 18

    kinds = list(dict.fromkeys(true_label(piece, one) for one in found))
    for kind in kinds:
        rows.nth(next(at for at, one in enumerate(found) if true_label(piece, one) == kind)).click()
        page.get_by_label("New label").fill(kind)
        page.get_by_label("New label").press("Enter")
        page.get_by_role("heading", name="Labels").click()  # the keys are the slicer's again
    saved(ada, recording, lambda seen: len(seen["labels"]) == len(kinds), "labels are saved")
    page.get_by_role("button", name="Take them").click()
    labelled = saved(ada, recording, lambda seen: count_labelled(seen) > len(kinds), "suggestions are taken")
    right = sum(one["label"] == true_label(piece, one) for one in labelled["slices"])
    assert right >= 0.8 * len(labelled["slices"]), f"{right} of {len(labelled['slices'])}"


def test_slices_are_cut_and_kept(ada: Person, story: dict[str, Any]) -> None:
    page, recording = ada.page, story["recording"]
    before = document(ada, recording)["slices"]
    number = next(at for at, one in enumerate(before) if one["label"] == "voice")
    page.get_by_test_id("slice").nth(number).click()
    page.wait_for_timeout(250)
    page.keyboard.press("k")  # the needle stands inside the slice that sounded
    page.keyboard.press("s")
    cut = saved(ada, recording, lambda seen: len(seen["slices"]) == len(before) + 1, "it is cut in two")["slices"]
    assert (cut[number]["start"], cut[number + 1]["end"]) == (before[number]["start"], before[number]["end"])
    assert cut[number]["end"] == cut[number + 1]["start"]
    page.get_by_role("button", name=f"Keep {len(cut)} slices").click()
    expect(page.get_by_text(f"{len(cut)} slices are in the library")).to_be_visible(timeout=60_000)
    made = [row for row in ada.everything("/api/samples?scope=mine") if row["parent"] == recording]
    assert sorted(row["frames"] for row in made) == sorted(one["end"] - one["start"] for one in cut)
    story["voices"] = [row["name"] for row in made if "voice" in row["tags"]]
    assert len(story["voices"]) == sum(one["label"] == "voice" for one in cut) >= 6


def test_a_dataset_is_made_of_them_and_seen_by_the_doctor(ada: Person, story: dict[str, Any]) -> None:
    page = ada.page
    page.get_by_role("link", name="To the library").click()
    page.get_by_role("link", name="Models", exact=True).first.click()
    page.get_by_role("link", name="Datasets", exact=True).click()
    page.get_by_role("button", name="New dataset").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("label").filter(has_text="Tag").locator("select").select_option("voice")
    expect(dialog).to_contain_text(f"{len(story['voices'])} sounds match now.")
    dialog.get_by_role("button", name="Make it").click()
    page.wait_for_url(re.compile(r"/datasets/[0-9a-f-]{36}$"))
    dataset = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name="Ask the doctor").click()
    expect(page.locator(".verdict")).to_be_visible(timeout=90_000)
    version = ada.fetch(f"/api/datasets/{dataset}/versions/1")
    assert sorted(member["sample_name"] for member in version["members"]) == sorted(story["voices"])
    expect(page.locator(".headline")).to_have_text(version["report"]["verdict"]["headline"])
    story["used"] = version["report"]["totals"]["kept_seconds"]
    assert story["used"] > 2


def test_it_is_planned_trained_and_heard(ada: Person, story: dict[str, Any]) -> None:
    page = ada.page
    page.get_by_role("link", name="Train on it").click()
    page.get_by_text("Sketch", exact=True).first.click()
    page.get_by_label("Steps", exact=True).fill(str(STEPS))
    page.get_by_label("Name of the model").fill("Table talk")
    plan = page.get_by_role("complementary", name="The plan")
    expect(plan).to_contain_text("Through all recordings")
    expect(plan).to_contain_text(re.compile(r"\d+(\.\d+)? ?(s|min)\b"))
    rooms.mean_it(ada)
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(re.compile(r"/models/[0-9a-f-]{36}$"))
    story["wavenet"] = page.url.rsplit("/", 1)[1]
    expect(page.get_by_role("heading", name=re.compile("Learning"))).to_be_visible(timeout=PATIENCE_MS)
    ada.wait_for(lambda: page.get_by_test_id("audition").count() >= 2, "auditions appear")
    page.get_by_role("button", name="Play step 0").first.click()
    life = page.get_by_test_id("biography")
    life.get_by_role("button", name="Hear its life").click()
    expect(life).to_have_attribute("data-playing", "true", timeout=PATIENCE_MS)
    ada.wait_for(lambda: "0:00.0 of" not in life.inner_text(), "it sounds", 60)


def test_a_closed_tab_missed_nothing(ada: Person, story: dict[str, Any]) -> None:
    wavenet = story["wavenet"]
    ada.page.close()
    before = model(ada, wavenet)
    assert before["job"]["status"] == "running" and 0 < before["steps_done"] < STEPS
    ada.reopen()
    page = ada.page
    page.goto(f"/models/{wavenet}")
    expect(page.get_by_role("heading", name=re.compile("Learning"))).to_be_visible(timeout=PATIENCE_MS)
    assert model(ada, wavenet)["job"]["status"] == "running", "it was opened again too late"
    shown = page.get_by_test_id("audition")
    expect(shown.nth(len(before["auditions"]) - 1)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"^Loss \d\.\d\d nats at step"))).to_be_visible()
    ada.wait_for(lambda: not rooms.is_at_work(ada, wavenet), "the training ends", 420)
    after = model(ada, wavenet)
    assert after["job"]["status"] == "succeeded"
    assert after["curve"][: len(before["curve"])] == before["curve"]
    assert [point[0] for point in after["curve"]] == list(range(1, STEPS + 1))
    said = [(one["id"], one["step"]) for one in after["auditions"]]
    assert said[: len(before["auditions"])] == [(one["id"], one["step"]) for one in before["auditions"]]
    expect(shown).to_have_count(len(said))
    assert after["used_seconds"] == pytest.approx(story["used"], abs=0.1)


def test_it_is_forked(ada: Person, story: dict[str, Any]) -> None:
    page = ada.page
    rooms.choose_from_menu(ada, "this model", "Fork")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the fork").fill("Table talk, on")
    dialog.get_by_label("Steps to learn").fill("10")
    dialog.get_by_role("button", name="Start the fork").click()
    page.wait_for_url(lambda address: story["wavenet"] not in address)
    story["fork"] = fork = page.url.rsplit("/", 1)[1]
    expect(page.get_by_text(f"Forked from Table talk at step {STEPS}")).to_be_visible(timeout=PATIENCE_MS)
    ada.wait_for(lambda: not rooms.is_at_work(ada, fork), "the fork ends", 240)
    assert model(ada, fork)["job"]["status"] == "succeeded"
    assert model(ada, fork)["curve"][0][1] < model(ada, story["wavenet"])["curve"][0][1] - 0.4


def test_eight_voices_are_heard_and_kept(ada: Person, story: dict[str, Any]) -> None:
    page = ada.page
    page.get_by_role("link", name="Generate").first.click()
    page.wait_for_url(re.compile("/generate$"))
    rooms.choose_prompt(ada, story["voices"][-1])
    page.get_by_label("Voices").fill("8")
    page.get_by_label("Length").fill("8")
    page.get_by_role("button", name="Generate 8 takes").click()
    ada.wait_for(lambda: bool(page.evaluate(rooms.TAKE_IS_HEARD)), "the first sound of the take")
    made = ada.fetch(f"/api/generations?wavenet={story['fork']}")["results"][0]
    assert made["job"]["status"] == "running", "it was heard only when it was done"
    expect(page.get_by_role("button", name=re.compile("^Keep voice"))).to_have_count(8, timeout=PATIENCE_MS)
    page.get_by_role("button", name="Keep all 8").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Table babble")
    dialog.get_by_role("button", name="Keep all").click()
    expect(page.get_by_role("link", name=re.compile(r"Voice \d is kept"))).to_have_count(8)
    ada.wait_for(lambda: len(kept(ada)) == 8, "the takes are in the library", 60)
    takes = kept(ada)
    for row in takes:
        assert row["prompt_name"] == story["voices"][-1] and row["training_steps"] == 10
        assert row["duration_seconds"] >= 8
