"""From sounds in the library to a plan that is right: a dataset, the doctor's report, versions, warnings."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.end_to_end import accessible, rooms
from tests.end_to_end.person import Person, expect

pytestmark = pytest.mark.browser

STEPS = 20


@pytest.fixture(scope="module")
def recordings(speech_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Fourteen sounds of one speaker, three digits to a sound, and one of hiss."""
    folder = tmp_path_factory.mktemp("set")
    speaker = sorted({path.stem.split("_")[1] for path in speech_files})[0]
    own = [path for path in speech_files if path.stem.split("_")[1] == speaker]
    spoken = [soundfile.read(path, dtype="float32")[0] for path in own]
    paths = []
    for index in range(14):
        path = folder / f"voice {index:02}.wav"
        three = [spoken[(3 * index + offset) % len(spoken)] for offset in range(3)]
        soundfile.write(path, np.concatenate(three), 8000)
        paths.append(path)
    hiss = folder / "voice hiss.wav"
    soundfile.write(hiss, 0.15 * np.random.default_rng(1).standard_normal(32_000), 8000)
    return [*paths, hiss]


def dataset_of(person: Person, name: str) -> str:
    """The id of a dataset by its name."""
    found = [row for row in person.everything("/api/datasets") if row["name"] == name]
    assert len(found) == 1, name
    return str(found[0]["id"])


def ask_doctor(person: Person) -> None:
    person.page.get_by_role("button", name=re.compile("^(Ask the doctor|Listen again)$")).click()
    expect(person.page.locator(".verdict")).to_be_visible(timeout=90_000)


def test_a_selection_becomes_a_dataset(ada: Person, recordings: list[Path]) -> None:
    page = ada.page
    rooms.upload_all(ada, recordings)
    rooms.tag_found(ada, "voice", "speaker")
    rooms.choose_found(ada, "voice")
    page.get_by_role("button", name="Train on these").click()
    page.wait_for_url(re.compile(r"/models/new\?dataset="))
    page.get_by_role("link", name="speaker", exact=True).click()
    page.wait_for_url(re.compile(r"/datasets/"))
    expect(page.get_by_role("heading", name="15 sounds", exact=True)).to_be_visible()
    version = ada.fetch(f"/api/datasets/{dataset_of(ada, 'speaker')}/versions/1")
    assert len(version["members"]) == 15 and any(member["held_out"] for member in version["members"])


def test_the_doctor_listens_and_is_read(ada: Person) -> None:
    page = ada.page
    ask_doctor(ada)
    report = ada.fetch(f"/api/datasets/{dataset_of(ada, 'speaker')}/versions/1")["report"]
    expect(page.locator(".headline")).to_have_text(report["verdict"]["headline"])
    worst = page.get_by_role("region", name="Hear these first")
    expect(worst).to_contain_text("voice hiss")
    expect(worst).to_contain_text("like noise")
    worst.get_by_role("button", name="Play voice hiss").click()
    expect(worst.get_by_role("button", name="Pause voice hiss")).to_be_visible()
    worst.get_by_role("button", name="Pause voice hiss").click()
    for name in ("Level", "Sound over noise", "Voicing", "Diversity", "Bandwidth", "Clipped"):
        expect(page.get_by_role("heading", name=re.compile(f"^{name}"))).to_be_visible()


def test_the_silence_threshold_shows_what_it_would_keep(ada: Person) -> None:
    page = ada.page
    kept = page.get_by_role("region", name="Really used").get_by_role("status")
    before = kept.inner_text()
    page.get_by_role("slider", name="Silence is under").fill("-24")
    assert kept.inner_text() != before and "−24 dBFS" in kept.inner_text().replace("\u202f", " ")
    page.get_by_role("button", name=re.compile("^Use")).click()
    expect(page.get_by_role("button", name="Ask the doctor")).to_be_visible()  # the old report told of another set
    version = ada.fetch(f"/api/datasets/{dataset_of(ada, 'speaker')}/versions/1")
    assert version["silence_threshold_dbfs"] == -24 and version["report"] is None
    ask_doctor(ada)
    page.get_by_role("slider", name="Silence is under").fill("-60")
    page.get_by_role("button", name=re.compile("^Use")).click()
    expect(page.get_by_role("button", name="Ask the doctor")).to_be_visible()
    ask_doctor(ada)


def test_what_is_worst_is_left_out_with_one_click(ada: Person) -> None:
    page = ada.page
    page.get_by_role("region", name="Hear these first").get_by_role("button", name="Leave out voice hiss").click()
    expect(page.get_by_role("heading", name="14 sounds", exact=True)).to_be_visible()
    ask_doctor(ada)
    version = ada.fetch(f"/api/datasets/{dataset_of(ada, 'speaker')}/versions/1")
    assert "voice hiss" not in [member["sample_name"] for member in version["members"]]
    assert "noise-like" not in [finding["kind"] for finding in version["report"]["findings"]]


def test_a_plan_that_is_a_mistake_waits_until_somebody_means_it(ada: Person) -> None:
    page = ada.page
    dataset = dataset_of(ada, "speaker")
    page.goto(f"/datasets/{dataset}")
    page.get_by_role("link", name="Train on it").click()
    page.get_by_text("Sketch", exact=True).first.click()
    page.get_by_label("Steps", exact=True).fill("2")
    mistakes = page.get_by_role("list", name="Mistakes in this plan")
    expect(mistakes).to_contain_text("it will not hear all of the sound even once")
    start = page.get_by_role("button", name="Start training")
    expect(start).to_be_disabled()
    page.get_by_label("Times through").fill("3")  # the steps follow
    expect(mistakes).to_have_count(0)
    expect(start).to_be_enabled()
    assert int(page.get_by_label("Steps", exact=True).input_value().replace(",", "")) > 10
    page.get_by_text("Published", exact=True).first.click()  # too much for any machine within a day
    page.get_by_label("Steps", exact=True).fill("1000000")
    expect(mistakes).to_contain_text(re.compile(r"days of work|h \d+ min of work"))
    page.get_by_text("Sketch", exact=True).first.click()
    page.get_by_label("Steps", exact=True).fill(str(STEPS))
    page.get_by_label("Sample rate").select_option("16000")
    expect(mistakes).to_contain_text("of the work goes into silence")
    expect(page.get_by_text(re.compile(r"64\sms = 1,02\d samples"))).to_be_visible()  # the milliseconds stay
    page.get_by_label("Sample rate").select_option("")
    expect(page.get_by_text(re.compile(r"64\sms = 512 samples"))).to_be_visible()
    page.get_by_label("Name of the model").fill("Speaker")
    rooms.mean_it(ada)
    start.click()
    page.wait_for_url(re.compile(r"/models/[0-9a-f-]{36}$"))
    wavenet = page.url.rsplit("/", 1)[1]
    ada.wait_for(lambda: not rooms.is_at_work(ada, wavenet), "the training ends", 240)
    found = ada.fetch(f"/api/wavenets/{wavenet}")
    assert found["job"]["status"] == "succeeded", found["job"]
    assert found["dataset"] == {"id": dataset, "name": "speaker", "number": 1}
    version = ada.fetch(f"/api/datasets/{dataset}/versions/1")
    held_out = [member["sample_name"] for member in version["members"] if member["held_out"]]
    assert [row["sample_name"] for row in found["inputs"] if row["held_out"]] == held_out != []
    assert found["used_seconds"] == pytest.approx(version["report"]["totals"]["kept_seconds"], abs=0.1)


def test_a_version_that_a_model_learned_from_stays(ada: Person) -> None:
    page = ada.page
    dataset = dataset_of(ada, "speaker")
    page.goto(f"/datasets/{dataset}")
    page.get_by_role("button", name="Leave out voice 00").last.click()
    expect(page.get_by_role("heading", name="13 sounds", exact=True)).to_be_visible()
    versions = page.get_by_role("region", name="Versions")
    expect(versions).to_contain_text("1 sound fewer (voice 00)")
    expect(versions.get_by_role("link", name="Speaker")).to_be_visible()
    versions.get_by_role("button", name="Version 1").click()
    expect(page.get_by_role("heading", name="14 sounds", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Leave out"))).to_have_count(0)


def test_a_saved_search_says_what_is_new(ada: Person, recordings: list[Path]) -> None:
    page = ada.page
    page.goto("/datasets")
    page.get_by_role("button", name="New dataset").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Words in its name").fill("voice 0")
    dialog.get_by_label("Name of the dataset").fill("With a nought")
    expect(dialog).to_contain_text("11 sounds match now.")
    dialog.get_by_role("button", name="Make it").click()
    page.wait_for_url(re.compile(r"/datasets/[0-9a-f-]{36}$"))
    address = page.url
    copy = recordings[0].with_name("voice 0 again.wav")
    copy.write_bytes(recordings[11].read_bytes())
    rooms.upload_all(ada, [copy])
    page.goto(address)
    expect(page.get_by_text("1 new sound matches since version 1.")).to_be_visible()
    page.get_by_role("button", name="Update").click()
    expect(page.get_by_role("heading", name="12 sounds", exact=True)).to_be_visible()


def test_a_collection_gathers_samples(ada: Person) -> None:
    page = ada.page
    rooms.choose_found(ada, "voice 1")
    page.get_by_role("group", name="The chosen samples").get_by_role("button", name="Collect").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the new collection").fill("Teens")
    dialog.get_by_role("button", name="Put in").click()
    expect(dialog).to_have_count(0)
    page.goto("/library")
    page.get_by_role("button", name=re.compile("^Teens 5$")).click()
    expect(page.get_by_test_id("sample-row")).to_have_count(5)
    page.get_by_role("checkbox", name="Choose voice 10").check()
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_test_id("sample-row")).to_have_count(4)


@pytest.mark.parametrize("room", ["/datasets", "dataset", "plan"])
def test_the_rooms_are_accessible(ada: Person, room: str) -> None:
    dataset = dataset_of(ada, "speaker")
    path = {"dataset": f"/datasets/{dataset}?version=1", "plan": f"/models/new?dataset={dataset}"}.get(room, room)
    accessible.check_all(ada.page, room, lambda: ada.page.goto(path), 1200)


def test_a_plan_fits_a_window_that_is_made_smaller(ada: Person) -> None:
    page = ada.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/models/new?dataset={dataset_of(ada, 'speaker')}")
    page.get_by_role("img", name=re.compile("^The receptive field")).wait_for()
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"too wide at {width}"
