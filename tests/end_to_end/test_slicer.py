"""A recording joined of digits and noises is sliced in the browser: found, labelled, kept, and nothing is lost."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import soundfile

from tests.end_to_end import accessible
from tests.end_to_end.person import Person, expect
from tests.end_to_end.slicing import count_labelled, document, saved, true_label
from tests.mixing.joined import RATE_HZ, Joined, joined

pytestmark = pytest.mark.browser

NAME = "Kitchen table"


@pytest.fixture(scope="module")
def piece(speech_files: list[Path]) -> Joined:
    return joined(speech_files, 3)


@pytest.fixture(scope="module")
def recording(ada: Person, piece: Joined, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("joined") / f"{NAME}.wav"
    soundfile.write(path, piece.audio[0], RATE_HZ, subtype="PCM_24")
    ada.upload([path])
    expect(ada.sample_row(NAME)).to_have_attribute("data-state", "ready", timeout=60_000)
    (row,) = ada.everything(f"/api/samples?scope=mine&search={NAME.split()[0]}")
    return str(row["id"])


def test_a_joined_recording_is_found_labelled_and_kept(ada: Person, recording: str, piece: Joined) -> None:
    page = ada.page
    page.goto(f"/library?sample={recording}")
    page.get_by_role("link", name="Slice").click()
    rows = page.get_by_test_id("slice")
    expect(rows.first).to_be_visible(timeout=60_000)
    found = saved(ada, recording, lambda seen: len(seen["slices"]) >= 18, "slices are found and saved")["slices"]
    edges = np.array([[one["start"], one["end"]] for one in found]).ravel() / RATE_HZ
    assert sum(np.abs(edges - start).min() <= 0.05 for start, _ in piece.marks) >= 18

    # One of each kind is named by hand; what sounds alike is then suggested, and taken together.
    kinds = list(dict.fromkeys(true_label(piece, one) for one in found))
    for kind in kinds:
        number = next(at for at, one in enumerate(found) if true_label(piece, one) == kind)
        rows.nth(0).click()
        for _ in range(number):
            page.keyboard.press("ArrowDown")
        page.get_by_label("New label").fill(kind)
        page.get_by_label("New label").press("Enter")
        page.get_by_role("heading", name="Labels").click()  # the keys are the slicer's again
    saved(ada, recording, lambda seen: len(seen["labels"]) == len(kinds), "labels are saved")
    page.get_by_role("button", name="Take them").click()
    labelled = saved(
        ada, recording, lambda seen: sum(bool(one["label"]) for one in seen["slices"]) > len(kinds), "taken"
    )
    given = [one for one in labelled["slices"] if one["label"]]
    right = sum(one["label"] == true_label(piece, one) for one in given)
    assert right >= 0.8 * len(labelled["slices"]), f"{right} of {len(labelled['slices'])}"

    page.keyboard.press("z")
    saved(ada, recording, lambda seen: count_labelled(seen) == len(kinds), "undone")
    page.keyboard.press("Shift+Z")
    saved(ada, recording, lambda seen: seen["slices"] == labelled["slices"], "done again")


def test_slices_are_cut_by_keyboard_and_outlive_a_reload(ada: Person, recording: str) -> None:
    page = ada.page
    page.goto(f"/library/{recording}/slice")
    rows = page.get_by_test_id("slice")
    expect(rows.first).to_be_visible(timeout=60_000)
    before = document(ada, recording)["slices"]
    rows.nth(0).click()
    page.keyboard.press("k")
    page.keyboard.press("m")
    merged = saved(ada, recording, lambda seen: len(seen["slices"]) == len(before) - 1, "merged")["slices"]
    assert (merged[0]["start"], merged[0]["end"]) == (before[0]["start"], before[1]["end"])
    page.keyboard.press(".")
    moved = saved(ada, recording, lambda seen: seen["slices"][0]["start"] != merged[0]["start"], "moved")["slices"]
    assert moved[0]["start"] - merged[0]["start"] == RATE_HZ // 100
    page.keyboard.press("0")
    saved(ada, recording, lambda seen: seen["slices"][0]["out"], "left out")

    # A tab that is closed before anything could be saved loses nothing either.
    page.route("**/slicing", lambda route: route.abort() if route.request.method == "PUT" else route.continue_())
    rows.nth(1).click()
    page.keyboard.press("0")
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    page.unroute("**/slicing")
    page.reload()
    saved(ada, recording, lambda seen: seen["slices"][1]["out"], "saved after the reload")


def test_what_is_heard_moves_the_needle_at_every_speed(ada: Person, recording: str) -> None:
    page = ada.page
    page.goto(f"/library/{recording}/slice")
    expect(page.get_by_test_id("slice").first).to_be_visible(timeout=60_000)
    clock = page.get_by_label("Position", exact=True)
    expect(clock).to_have_text("0:00.0")
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(clock).not_to_have_text("0:00.0")
    page.keyboard.press("l")
    expect(page.get_by_text("2×", exact=True)).to_be_visible()
    page.wait_for_timeout(900)
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    heard = clock.inner_text()
    page.keyboard.press("j")
    expect(page.get_by_text("−1×", exact=True)).to_be_visible()
    page.wait_for_timeout(700)
    page.keyboard.press("k")
    assert clock.inner_text() < heard


def test_kept_slices_are_samples_that_play(ada: Person, recording: str) -> None:
    page = ada.page
    page.goto(f"/library/{recording}/slice")
    expect(page.get_by_test_id("slice").first).to_be_visible(timeout=60_000)
    wanted = [one for one in document(ada, recording)["slices"] if not one["out"]]
    page.get_by_role("button", name=f"Keep {len(wanted)} slices").click()
    expect(page.get_by_text(f"{len(wanted)} slices are in the library")).to_be_visible(timeout=60_000)
    made = [row for row in ada.everything("/api/samples?scope=mine") if row["parent"] == recording]
    assert sorted(row["frames"] for row in made) == sorted(one["end"] - one["start"] for one in wanted)
    page.goto(f"/library?sample={made[0]['id']}")
    page.get_by_role("button", name=f"Play {made[0]['name']}").first.click()
    expect(page.get_by_role("button", name=f"Pause {made[0]['name']}").first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_slicer_is_accessible(ada: Person, recording: str, scheme: Literal["light", "dark"], width: int) -> None:
    page = ada.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/library/{recording}/slice")
    expect(page.get_by_test_id("slice").first).to_be_visible(timeout=60_000)
    page.get_by_test_id("slice").first.click()
    page.keyboard.press("k")
    accessible.check(page, f"the slicer, {scheme}, {width}")
