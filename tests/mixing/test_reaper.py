"""REAPER projects: what they hold is carried over, what cannot be is told, and damaged files are one clear line."""

from pathlib import Path

import pytest

from mixing.__main__ import main
from mixing.project import MASTER_ID, Device, Envelope, Marker, Point, Project, Region, Send, Track
from mixing.reaper import export_rpp, import_rpp
from tests.mixing.arrangements import clip, sine, write

_PIECE = r"""<REAPER_PROJECT 0.1 "5.29" 1500000000
  SAMPLERATE 44100 0 0
  MARKER 1 12.5 "Near cloud" 0
  MARKER 2 1 "Coda" 1 0
  MARKER 2 9.5 "" 1
  MASTER_VOLUME 0.5 0 -1 -1 1
  <MASTERFXLIST
    BYPASS 1 0 0
    <VST "VST: ReaLimit (Cockos)" realimit.dll 0 ""
      ZXE=
    >
    WET 1
  >
  <TRACK {1}
    NAME "Noise group"
    VOLPAN 0.5 0.25 -1 -1 0.75
    ISBUS 1 1
    <WIDTHENV2
      ACT 1
      PT 0 1 0
      PT 8.43 -0.1 1
    >
  >
  <TRACK {2}
    NAME L
    PEAKCOL 16777471
    VOLPAN 1 -0.8 -1 -1 1
    ISBUS 2 -1
    <ITEM
      POSITION 1.5
      LENGTH 0.5
      FADEIN 1 0.01 0 1 0 0
      FADEOUT 1 0 0.2 1 0 0
      NAME 'my "first" take'
      VOLPAN 1 0 1 0
      <SOURCE WAVE
        FILE "Z:\home\someone\samples\mine\tone.wav"
      >
      TAKE SEL
      NAME second
      TAKEVOLPAN 0.5 -2 -1
      SOFFS 0.5
      PLAYRATE 0.5 0 3 -1
      <SOURCE SECTION
        LENGTH 1
        STARTPOS 0.5
        MODE 3
        <SOURCE WAVE
          FILE "Z:\home\someone\samples\mine\tone.wav"
        >
      >
    >
  >
  <TRACK {3}
    NAME Cloud
    FREEMODE 1
    ISBUS 0 0
    <ITEM
      POSITION 0
      LENGTH 5
      LOOP 1
      YPOS 0.4 0.2
      PLAYRATE 1.2 1 -2.34 -1
      <SOURCE WAVE
        FILE "tone.wav"
      >
    >
    <ITEM
      POSITION 0
      LENGTH 1
      NAME Lost
      <SOURCE MP3
        FILE "gone.mp3"
      >
    >
    <ITEM
      POSITION 0
      LENGTH 1
      NAME Notes
      <SOURCE MIDI
        HASDATA 1 960 QN
      >
    >
  >
  <TRACK {4}
    NAME Reverb
    AUXRECV 2 3 0.1 0 0 0 0 0 0 -1 ''
    <AUXVOLUME
      ACT 1
      PT 45.97 0.01 0
      PT 60.2 0.629 5
    >
    <FXCHAIN
      BYPASS 0 0 0
      <VST "VST: Large Hall Reverb (X)" hall.dll 0 ""
        YWJj
      >
      WET 0.5
      <PARMENV 3:wet 0 1 0.5
        ACT 1
        PT 0 0.005 0
      >
      BYPASS 0 0 0
      <VST "VST: Mystery (Y)" mystery.dll 0 ""
      >
    >
  >
>
"""


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    write(tmp_path / "mine" / "tone.wav", 0.5 * sine(440, 2, 16_000), 16_000)
    write(tmp_path / "tone.wav", 0.5 * sine(220, 1, 16_000), 16_000)
    (tmp_path / "piece.rpp").write_text(_PIECE)
    return tmp_path / "piece.rpp"


def _read(piece: Path) -> tuple[Project, list[str]]:
    return import_rpp(piece, piece.parent, piece.parent)


def test_tracks_stand_in_their_folders_with_their_strips(piece: Path) -> None:
    project, _ = _read(piece)
    tracks = project.tracks
    assert [(key, tracks[key].role, tracks[key].parent) for key in sorted(tracks)] == [
        (MASTER_ID, "master", ""),
        ("track-1", "group", ""),
        ("track-2", "audio", "track-1"),
        ("track-3", "free", ""),
        ("track-4", "return", ""),
    ]
    group = tracks["track-1"]
    assert (group.gain_db, group.pan, group.width) == pytest.approx((-6.02, 0.25, 0.75), abs=0.01)
    assert tracks["track-2"].colour == "#ff0000"
    assert tracks[MASTER_ID].gain_db == pytest.approx(-6.02, abs=0.01)


def test_the_active_take_plays_a_reversed_part_by_the_longest_tail_of_its_path(piece: Path) -> None:
    project, _ = _read(piece)
    taken = project.clips["track-2-clip-1"]
    assert (taken.sample, taken.name, taken.reverse) == ("mine/tone.wav", "second", True)
    # Reversed, 0.25 s from 0.5 s on of a section of one second that begins at 0.5 s: 0.75 to 1 s of the file.
    assert (taken.offset_seconds, taken.speed, taken.preserve_pitch, taken.semitones) == (0.75, 0.5, False, 3.0)
    assert (taken.gain_db, taken.pan) == pytest.approx((6.02, 0.5), abs=0.01)
    assert (taken.fade_in_seconds, taken.fade_out_seconds, taken.fade_out_shape) == (0.01, 0.2, "equal_power")
    turned = [device for device in project.devices.values() if device.clip == "track-2-clip-1"]
    assert [(device.effect, device.parameters) for device in turned] == [("gain", {"phase": 1.0})]


def test_an_item_longer_than_its_file_goes_on_from_the_beginning(piece: Path) -> None:
    project, _ = _read(piece)
    cloud = project.clips["track-3-clip-1"]
    assert (cloud.loop, cloud.height, cloud.speed, cloud.semitones) == (True, 0.4, 1.2, -2.34)


def test_sends_envelopes_markers_and_known_plug_ins_come_along(piece: Path) -> None:
    project, _ = _read(piece)
    send = project.sends["track-4-send-1"]
    assert (send.source, send.target, send.pre) == ("track-3", "track-4", True)
    assert send.gain_db == pytest.approx(-20.0)
    moved = {(one.target, one.parameter) for one in project.envelopes.values()}
    assert moved == {("track-1", "width"), ("track-4-send-1", "gain_db"), ("track-4-device-1", "wet")}
    assert [point.curve for key, point in sorted(project.points.items()) if key.startswith("track-1")] == [
        "linear",
        "hold",
    ]
    reverb, limiter = project.devices["track-4-device-1"], project.devices["master-device-1"]
    assert (reverb.effect, reverb.wet, limiter.effect, limiter.enabled) == ("reverb", 0.5, "limiter", False)
    assert [(marker.seconds, marker.name) for marker in project.markers.values()] == [(12.5, "Near cloud")]
    assert [(region.start_seconds, region.end_seconds) for region in project.regions.values()] == [(1.0, 9.5)]


def test_says_what_could_not_be_carried_over(piece: Path) -> None:
    _, notes = _read(piece)
    told = "\n".join(notes)
    for words in ("gone.mp3, which is missing", "Notes was left out", "Mystery (Y) was left out", "became the reverb"):
        assert words in told
    assert all(note.count("\n") == 0 and note.endswith(".") for note in notes)


def test_a_folder_with_items_keeps_them_on_a_track_of_their_own(piece: Path) -> None:
    items = '<ITEM\nPOSITION 1\nLENGTH 1\n<SOURCE WAVE\nFILE "tone.wav"\n>\n>\n'
    piece.write_text(f"<REAPER_PROJECT 0.1\n<TRACK\nNAME G\nISBUS 1 1\n{items}>\n<TRACK\nISBUS 2 -1\n>\n>\n")
    project, notes = _read(piece)
    assert project.clips["track-1-clip-1"].track == "track-1-clips"
    assert project.tracks["track-1-clips"].parent == "track-1"
    assert "clips lie on a track of their own" in notes[0]


def test_the_fader_trims_an_envelope_in_the_first_mode_of_automation(piece: Path) -> None:
    row = "<TRACK\nVOLPAN 0.5 0 -1 -1 1\nAUTOMODE {}\n<VOLENV2\nPT 0 0.5 0\n>\n>\n"
    piece.write_text(f"<REAPER_PROJECT 0.1\n{row.format(0)}{row.format(1)}>\n")
    project, _ = _read(piece)
    values = [project.points[f"track-{number}-gain_db-1"].value for number in (1, 2)]
    assert values == pytest.approx([-12.04, -6.02], abs=0.01)


def test_there_and_back_is_the_same_but_for_the_devices(tmp_path: Path) -> None:
    write(tmp_path / "tone.wav", 0.5 * sine(440, 2, 16_000), 16_000)
    tracks = {
        MASTER_ID: Track(name="Mix", role="master", gain_db=-3.0),
        "track-1": Track(name="Outer", order="a0", role="group", width=-0.5),
        "track-2": Track(name="Inner", order="a1", role="group", parent="track-1"),
        "track-3": Track(name="Voice", order="a2", parent="track-2", pan=-0.8, colour="#12ab34", mute=True),
        "track-4": Track(name='A "free" one', order="a3", role="free", phase_inverted=True, solo=True),
        "track-5": Track(name="Hall", order="a4", role="return"),
    }
    played = clip("tone.wav", start_seconds=1.0, duration_seconds=0.8, offset_seconds=0.3, speed=1.3, semitones=-2.0)
    clips = {
        "track-3-clip-1": played.model_copy(update={"track": "track-3", "gain_db": 6.0, "name": "one"}),
        "track-4-clip-1": played.model_copy(update={"track": "track-4", "reverse": True, "height": 0.5, "name": "two"}),
    }
    project = Project(
        tracks=tracks,
        clips=clips,
        sends={"track-5-send-1": Send(source="track-4", target="track-5", gain_db=-12.0, pre=True)},
        envelopes={"track-4-gain_db": Envelope(target="track-4", parameter="gain_db")},
        points={
            "track-4-gain_db-1": Point(envelope="track-4-gain_db", seconds=0.0, value=-20.0, curve="hold"),
            "track-4-gain_db-2": Point(envelope="track-4-gain_db", seconds=2.0, value=0.0),
        },
        devices={"d": Device(track="track-5", effect="reverb")},
        markers={"marker-1": Marker(seconds=1.0, name="Here")},
        regions={"region-1": Region(start_seconds=1.0, end_seconds=2.0, name="Part")},
    )
    notes = export_rpp(project, tmp_path / "out.rpp", tmp_path)
    assert notes == ["Hall: the reverb was left out, render stems to hear it."]
    back, _ = import_rpp(tmp_path / "out.rpp", tmp_path, tmp_path)
    for kind in ("tracks", "clips", "sends", "envelopes", "points", "markers", "regions"):
        assert _plain(getattr(back, kind)) == _plain(getattr(project, kind)), kind


def _plain(records: dict[str, object]) -> dict[str, dict[str, object]]:
    found = {}
    for key, record in records.items():
        fields = record.model_dump(exclude={"order"})  # type: ignore[attr-defined]
        found[key] = {name: round(value, 5) if isinstance(value, float) else value for name, value in fields.items()}
    return found


def test_an_exponential_way_is_drawn_in_short_lines(tmp_path: Path) -> None:
    project = Project(
        tracks={MASTER_ID: Track(name="Mix", role="master"), "t": Track()},
        envelopes={"e": Envelope(target="t", parameter="gain_db")},
        points={
            "a": Point(envelope="e", seconds=0.0, value=-40.0, curve="exponential"),
            "b": Point(envelope="e", seconds=1.0, value=0.0),
        },
    )
    export_rpp(project, tmp_path / "out.rpp", tmp_path)
    back, _ = import_rpp(tmp_path / "out.rpp", tmp_path, tmp_path)
    values = {point.seconds: point.value for point in back.points.values()}
    assert values[0.5] == pytest.approx(-20.0, abs=0.01)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "is not a REAPER project"),
        (b"RIFF\x00\x01\xff\xfe", "is not a REAPER project"),
        (b"<OTHER\n>\n", "is not a REAPER project"),
        (b"<REAPER_PROJECT 0.1\n<TRACK\n", "is cut off"),
        (b"<REAPER_PROJECT 0.1\n>\n>\n", "never opened"),
        (b"<REAPER_PROJECT 0.1\n" + b"<A\n" * 1000, "beyond measure"),
        (b"<REAPER_PROJECT 0.1\n<TRACK\nVOLPAN loud\n>\n>\n", "Line 3 is damaged"),
        (b"<REAPER_PROJECT 0.1\n<TRACK\nVOLPAN nan 0\n>\n>\n", "Line 3 is damaged"),
        (b"<REAPER_PROJECT 0.1\n<TRACK\nISBUS 2 -1e300\nNAME 'x\n>\n>\n", ""),
    ],
)
def test_damaged_files_are_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, reason: str
) -> None:
    (tmp_path / "piece.rpp").write_bytes(text)
    code = main(["import-rpp", str(tmp_path / "piece.rpp"), str(tmp_path / "out.json")])
    error = capsys.readouterr().err
    assert code == (1 if reason else 0)
    assert reason in error and error.count("\n") == int(bool(reason))
    assert (tmp_path / "out.json").exists() == (not reason)


def test_the_commands_go_there_and_back(piece: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, back = piece.with_name("out.json"), piece.with_name("back.rpp")
    assert main(["import-rpp", str(piece), str(document)]) == 0
    assert capsys.readouterr().out.startswith("4 tracks, 3 clips, 1 sends.\n")
    assert main(["export-rpp", str(document), str(back)]) == 0
    again, _ = import_rpp(back, piece.parent, piece.parent)
    assert set(again.clips) == set(Project.model_validate_json(document.read_bytes()).clips)


def test_paths_never_lead_out_of_the_media_folder(piece: Path) -> None:
    outside = piece.parent.parent / "secret.wav"
    write(outside, sine(440, 1, 16_000), 16_000)
    item = '<ITEM\nLENGTH 1\n<SOURCE WAVE\nFILE "{}"\n>\n>\n'
    paths = ("../secret.wav", str(outside), "a/../../secret.wav")
    piece.write_text("<REAPER_PROJECT 0.1\n<TRACK\n" + "".join(item.format(path) for path in paths) + ">\n>\n")
    project, _ = _read(piece)
    assert project.sample_ids == {"secret.wav"}
