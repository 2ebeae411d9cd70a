"""Two people with only a browser make a piece: from recordings to a master, on real workers and real speech."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from mixing.metering import measure
from tests.end_to_end import rooms
from tests.end_to_end.listening import mono, place_of
from tests.end_to_end.person import Person, expect
from tests.end_to_end.timeline import Timeline

pytestmark = pytest.mark.browser

STEPS = 200
CEILING_DBTP = -1.0
RATE_HZ = 44_100


@pytest.fixture(scope="module")
def recordings(speech_files: list[Path]) -> list[Path]:
    """Sixty recordings of two speakers."""
    speakers = sorted({path.stem.split("_")[1] for path in speech_files})[:2]
    chosen = [[path for path in speech_files if path.stem.split("_")[1] == speaker][:30] for speaker in speakers]
    return [path for each in chosen for path in each]


def test_a_first_visit_finds_a_piece(ada: Person) -> None:
    page = ada.page
    page.goto("/projects")
    page.get_by_role("link", name="Noise, then a voice").click()
    page.wait_for_url(re.compile("/projects/"))
    project = page.url.rsplit("/", 1)[1]
    assert len(Timeline(ada, project).clips) > 20
    page.get_by_role("button", name="Play", exact=True).click()
    ada.wait_for(lambda: page.get_by_label("Position", exact=True).inner_text() > "0:00.500", "it plays", 20)
    page.get_by_role("button", name="Pause", exact=True).click()


def test_recordings_become_samples(ada: Person, recordings: list[Path]) -> None:
    assert len(recordings) == 60
    rooms.record(ada, "My room", 2.0)
    rooms.upload_all(ada, recordings)
    samples = {row["name"]: row for row in rooms.ready_samples(ada)}
    assert len(samples) == 61
    room = samples["My room"]
    assert (room["origin"], room["category"], room["is_public"]) == ("recorded", "mine", False)
    assert room["source_format"].startswith("WAV") and 1.5 < room["duration_seconds"] < 4
    for path in recordings[:3]:
        info = sf.info(path)
        row = samples[path.stem]
        assert (row["frames"], row["sample_rate_hz"], row["channels"]) == (info.frames, info.samplerate, 1)
        assert row["true_peak_dbtp"] is not None and row["bandwidth_hz"] <= info.samplerate / 2


def test_the_library_plays_renames_and_tags(ada: Person, recordings: list[Path]) -> None:
    page = ada.page
    for speaker in sorted({path.stem.split("_")[1] for path in recordings}):
        rooms.tag_found(ada, f"_{speaker}_", speaker)
    assert {tag["name"]: tag["count"] for tag in ada.fetch("/api/tags")} == {
        speaker: 30 for speaker in {path.stem.split("_")[1] for path in recordings}
    }
    page.goto("/library")
    page.get_by_label("Search", exact=True).fill("My room")
    row = ada.sample_row("My room")
    row.get_by_role("button", name="Play My room").click()
    expect(row.get_by_role("button", name="Pause My room")).to_be_visible()
    row.get_by_role("button", name="Pause My room").click()
    short = recordings[0].stem
    page.get_by_label("Search", exact=True).fill(short)
    ada.sample_row(short).get_by_label(f"Position in {short}").click()  # seeks, and plays from there
    expect(ada.sample_row(short)).to_have_attribute("aria-selected", "true")
    page.wait_for_timeout(800)
    expect(page.get_by_text("could not be played")).to_have_count(0)


def test_a_network_is_trained_and_heard_on_the_way(ada: Person, story: dict[str, Any]) -> None:
    page = ada.page
    story["wavenet"] = wavenet = rooms.train(ada, "_", "Two speakers", STEPS, by_tag=True)
    expect(page.get_by_role("heading", name=re.compile("Learning"))).to_be_visible()
    ada.wait_for(lambda: page.get_by_test_id("audition").count() >= 2, "auditions appear")
    ada.wait_for(lambda: not rooms.is_at_work(ada, wavenet), "the training ends", 420)
    found = ada.fetch(f"/api/wavenets/{wavenet}")
    assert found["job"]["status"] == "succeeded"
    assert sorted(found["classes"]) == found["classes"] and len(found["classes"]) == 2
    assert found["curve"][-1][0] == STEPS and found["curve"][-1][1] < found["curve"][0][1] - 1.0
    assert found["auditions"][0]["step"] == 0 and found["auditions"][-1]["step"] == STEPS
    expect(page.get_by_role("heading", name=re.compile("Learning"))).to_have_count(0, timeout=20_000)


def test_takes_are_generated_and_kept(ada: Person, story: dict[str, Any], recordings: list[Path]) -> None:
    rooms.generate(ada, story["wavenet"], voices=4, seconds=2.0, seed=7, prompt=recordings[0].stem)
    for voice in (1, 2, 3, 4):
        rooms.keep_take(ada, voice, f"Take {voice}")
    kept = [row for row in ada.everything("/api/samples?scope=mine") if row["origin"] == "generated"]
    assert len(kept) == 4
    for row in kept:
        assert (row["category"], row["wavenet"], row["training_steps"]) == ("wavenet", story["wavenet"], STEPS)
        assert row["receptive_field_samples"] > 100 and row["prompt_name"] == recordings[0].stem
        assert row["receptive_field_ms"] == pytest.approx(row["receptive_field_samples"] / 8.0)
    ada.wait_for(lambda: len(rooms.ready_samples(ada)) == 65, "the takes are in the library")


def test_two_people_arrange_at_once(ada: Person, ben: Person, story: dict[str, Any], recordings: list[Path]) -> None:
    story["project"] = project = rooms.new_project(ada, "Two rooms")
    link = rooms.invite(ada)
    ben.page.goto(link)
    ben.page.get_by_role("button", name="Join").click()
    ben.page.wait_for_url(f"**/projects/{project}")
    expect(ada.page.get_by_role("group", name="Also here")).to_contain_text("ben")
    expect(ben.page.get_by_role("group", name="Also here")).to_contain_text("ada")
    mine, theirs = Timeline(ada, project), Timeline(ben, project)
    mine.press("t", "t")
    ada.wait_for(lambda: len(mine.document()["tracks"]) == 4, "two tracks more", 10)

    placed = [mine.drop(f"Take {voice}", row=voice % 3, seconds=2.5 * voice) for voice in (1, 2, 3, 4)]
    placed += [mine.drop(path.stem, row=index % 3, seconds=index + 0.5) for index, path in enumerate(recordings[:4])]
    wanted = (("Babble 1", 1, 12.0), ("Babble 2", 2, 13.0), ("Take 2", 0, 14.0), ("Dishes", 0, 17.0))
    placed += [theirs.place_by_keys(name, row, seconds) for name, row, seconds in wanted]
    assert len(set(placed)) == 12
    mine.move_to(placed[3], seconds=8.0, row=2)
    expect(ada.page.get_by_test_id("track-head").first).to_contain_text("clip")
    assert len({clip["track"] for clip in mine.clips.values()}) == 3


def test_edits_are_one_step_each_and_seen_by_both(ada: Person, ben: Person, story: dict[str, Any]) -> None:
    mine, theirs = Timeline(ada, story["project"]), Timeline(ben, story["project"])
    clip = next(key for key, row in mine.clips.items() if row["start_seconds"] == pytest.approx(17.0, abs=0.1))
    before = mine.clips[clip]
    mine.show_all()
    mine.click(clip)
    mine.seek(before["start_seconds"] + before["duration_seconds"] / 2)
    mine.press("s")
    halves = mine.until(lambda clips: len(clips) == 13, "the clip is split")
    other = next(row for key, row in halves.items() if key != clip and row["sample"] == before["sample"])
    assert halves[clip]["duration_seconds"] + other["duration_seconds"] == pytest.approx(before["duration_seconds"])
    assert other["offset_seconds"] == pytest.approx(before["offset_seconds"] + halves[clip]["duration_seconds"])
    ben.page.get_by_test_id("track-head").first.click(position={"x": 60, "y": 30})
    expect(ben.page.get_by_role("treegrid", name="Timeline")).to_contain_text(
        f"{other['duration_seconds']:.2f} seconds"
    )
    mine.press("Control+z")
    undone = mine.until(lambda clips: len(clips) == 12, "the split is undone")
    assert undone[clip] == before
    mine.press("Control+Shift+z")
    theirs.until(lambda clips: len(clips) == 13, "the split is done again")
    gain = ada.page.get_by_label("Gain, in figures").first
    mine.click(clip)
    gain.fill("-6")
    gain.press("Enter")
    theirs.until(lambda clips: clips[clip]["gain_db"] == -6, "the gain has come")


def test_the_server_renders_what_was_arranged(ada: Person, story: dict[str, Any], downloads: Path) -> None:
    page = ada.page
    page.get_by_role("button", name="Render…").click()
    panel = page.get_by_test_id("render-panel")
    panel.get_by_role("button", name="Render", exact=True).click()
    expect(panel.get_by_role("link", name=re.compile("Master, 16 bit"))).to_be_visible(timeout=120_000)
    expect(panel).to_contain_text("LUFS")
    story["master"] = ada.download(panel.get_by_role("link", name=re.compile("Master, 16")), downloads / "master.wav")
    story["mix"] = ada.download(panel.get_by_role("link", name=re.compile("Mix, 24")), downloads / "mix.wav")
    story["render"] = ada.fetch(f"/api/renders?project={story['project']}")["results"][0]
    for name, subtype in (("master", "PCM_16"), ("mix", "PCM_24")):
        info = sf.info(story[name])
        assert (info.samplerate, info.channels, info.subtype) == (RATE_HZ, 2, subtype)


def test_the_downloads_measure_as_they_say(ada: Person, story: dict[str, Any]) -> None:
    report, master = story["render"]["report"], measure(story["master"])
    end = max(row["start_seconds"] + row["duration_seconds"] for row in Timeline(ada, story["project"]).clips.values())
    assert master.true_peak_dbtp is not None and master.true_peak_dbtp <= CEILING_DBTP + 0.05
    assert master.true_peak_dbtp == pytest.approx(report["master"]["true_peak_dbtp"], abs=0.05)
    assert master.integrated_lufs is not None and -40 < master.integrated_lufs < -8
    assert master.integrated_lufs == pytest.approx(report["master"]["integrated_lufs"], abs=0.1)
    assert end <= master.duration_seconds <= end + 1.5
    assert measure(story["mix"]).duration_seconds == pytest.approx(master.duration_seconds, abs=1.5)


def test_every_clip_sounds_at_its_place(ada: Person, story: dict[str, Any], downloads: Path) -> None:
    whole = mono(story["mix"], RATE_HZ)
    clips = Timeline(ada, story["project"]).clips
    for key, clip in clips.items():
        source = downloads / f"{clip['sample']}.audio"
        if not source.exists():
            source.write_bytes(ada.context.request.get(f"{ada.url}/media/samples/{clip['sample']}/audio").body())
        start = round(clip["start_seconds"] * RATE_HZ)
        first = round(clip["offset_seconds"] * RATE_HZ)
        part = mono(source, RATE_HZ)[first : first + round(clip["duration_seconds"] * RATE_HZ)]
        place, likeness = place_of(part, whole, start, reach=2205)
        assert abs(place - start) <= 2, f"{key} at {place / RATE_HZ:.4f} s, not {clip['start_seconds']} s"
        # Others sound over some of them; by chance the place would be right once in nine hundred times.
        assert likeness > 0.1, f"{key} is hardly heard: {likeness:.2f}"
    assert np.abs(whole).max() > 0.02


def test_sharing_inherits_and_gives_credit(ada: Person, ben: Person, story: dict[str, Any]) -> None:
    page = ada.page
    take = next(row for row in ada.everything("/api/samples?scope=mine") if row["name"] == "Take 1")
    page.goto(f"/library?sample={take['id']}")
    rooms.choose_from_menu(ada, take["name"], "Publish")
    rooms.publish(ada, "CC BY 4.0")
    expect(page.get_by_role("dialog")).to_contain_text("Two speakers")  # the private model stands in the way
    page.get_by_role("button", name="Leave it private").click()
    assert not ada.fetch(f"/api/samples/{take['id']}")["is_public"]
    assert ben.context.request.get(f"{ben.url}/api/wavenets/{story['wavenet']}").status == 404

    room = next(row for row in ada.everything("/api/samples?scope=mine") if row["name"] == "My room")
    assert ben.context.request.get(f"{ben.url}{room['audio_url']}").status == 404
    page.goto(f"/library?sample={room['id']}")
    rooms.choose_from_menu(ada, room["name"], "Publish")
    rooms.publish(ada, "CC BY 4.0")
    expect(page.get_by_role("dialog")).to_have_count(0)

    ben.page.goto("/library")
    ben.page.get_by_role("button", name="All I can hear").click()
    ben.page.get_by_label("Search", exact=True).fill("My room")
    expect(ben.sample_row("My room")).to_be_visible()
    found = ben.fetch(f"/api/samples/{room['id']}")
    assert found["credit"] == "“My room” by ada, CC BY 4.0" and found["category"] == "users"
    project = rooms.new_project(ben, "With credit")
    Timeline(ben, project).place_by_keys("My room", row=0, seconds=1.0)


def test_a_chain_of_inputs_can_be_published(ada: Person, ben: Person, story: dict[str, Any]) -> None:
    """From the recordings over the model to a take; each refused until what it was made from is public."""
    page, wavenet = ada.page, story["wavenet"]
    for licence, refusal in (("CC BY 4.0", "is private"), ("CC0 1.0", "does not allow CC0 1.0"), ("CC BY-SA 4.0", "")):
        page.goto(f"/models/{wavenet}")
        rooms.choose_from_menu(ada, "", "Publish")
        rooms.publish(ada, licence)
        if refusal:
            expect(page.get_by_role("dialog")).to_contain_text(refusal)
            page.get_by_role("button", name="Leave it private").click()
        if refusal == "is private":
            rooms.publish_found(ada, "_", "CC BY 4.0")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert ben.fetch(f"/api/wavenets/{wavenet}")["licence"] == "CC-BY-SA-4.0"


def test_deleting_says_first_what_descends(ada: Person, story: dict[str, Any], recordings: list[Path]) -> None:
    page = ada.page
    source = next(row for row in ada.everything("/api/samples?scope=mine") if row["name"] == recordings[0].stem)
    page.goto(f"/library?sample={source['id']}")
    rooms.choose_from_menu(ada, source["name"], "Delete")
    expect(page.get_by_role("dialog")).to_contain_text("1 model")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert ada.fetch(f"/api/wavenets/{story['wavenet']}")["withdrawn_input"] == recordings[0].stem
