"""Which tracks sound, and where their sound goes."""

import pytest

from mixing.errors import MixingError
from mixing.project import MASTER_ID, Clip, Project, Send, Track
from mixing.routing import Routes, in_order, routes, routes_to, sounding_clips
from tests.mixing.arrangements import arrangement, clip


def two_tracks(**changes: dict[str, bool]) -> Project:
    tracks = {name: Track(name=name, **changes.get(name, {})) for name in ("a", "b")}
    return arrangement(clip(track="a"), clip(track="b"), tracks=tracks)


def heard(project: Project) -> list[str]:
    return sorted(clip.track for clip in sounding_clips(project).values())


def test_mute_and_solo() -> None:
    assert heard(two_tracks()) == ["a", "b"]
    assert heard(two_tracks(a={"mute": True})) == ["b"]
    assert heard(two_tracks(a={"solo": True})) == ["a"]
    assert heard(two_tracks(a={"solo": True}, b={"solo": True, "mute": True})) == ["a"]


def test_a_muted_clip_is_not_heard() -> None:
    assert len(sounding_clips(arrangement(clip(), clip(mute=True)))) == 1


@pytest.mark.parametrize(
    "project",
    [arrangement(), arrangement(clip(mute=True)), two_tracks(a={"mute": True}, b={"mute": True})],
    ids=["no clips", "muted clip", "muted tracks"],
)
def test_says_when_there_is_nothing_to_render(project: Project) -> None:
    with pytest.raises(MixingError, match=r"^There is nothing to render yet: "):
        sounding_clips(project)


@pytest.mark.parametrize("track", ["gone", "master"])
def test_says_which_clip_is_on_no_track(track: str) -> None:
    with pytest.raises(MixingError, match="Clip bells is on no track"):
        sounding_clips(arrangement(clip(track=track, name="bells")))


def test_clips_keep_their_place_in_the_document() -> None:
    clips = sounding_clips(two_tracks())
    assert all(isinstance(found, Clip) for found in clips.values())
    assert list(clips) == ["clip-0", "clip-1"]


def studio(**changes: dict[str, bool]) -> Project:
    """Two tracks in a group within a group, one outside; two returns, of which the second feeds the first."""
    rows = {
        "outer": Track(role="group"),
        "inner": Track(role="group", parent="outer"),
        "a": Track(parent="inner"),
        "b": Track(parent="inner"),
        "c": Track(role="free"),
        "hall": Track(role="return"),
        "echo": Track(role="return"),
        MASTER_ID: Track(role="master"),
    }
    sends = {
        "a-hall": Send(source="a", target="hall"),
        "c-hall": Send(source="c", target="hall"),
        "b-echo": Send(source="b", target="echo"),
        "echo-hall": Send(source="echo", target="hall"),
        "inner-echo": Send(source="inner", target="echo"),
    }
    return Project(
        tracks={key: row.model_copy(update=changes.get(key, {})) for key, row in rows.items()},
        sends=sends,
        clips={key: clip(track=key) for key in "abc"},
    )


EVERY = {"outer", "inner", "a", "b", "c", "hall", "echo"}
SENDS = {"a-hall", "c-hall", "b-echo", "echo-hall", "inner-echo"}


@pytest.mark.parametrize(
    ("changes", "onward", "sends"),
    [
        ({}, EVERY, SENDS),
        ({"a": {"mute": True}}, EVERY - {"a"}, SENDS - {"a-hall"}),
        ({"outer": {"mute": True}}, {"c", "hall", "echo"}, {"c-hall", "echo-hall"}),
        ({"echo": {"mute": True}}, EVERY - {"echo"}, {"a-hall", "c-hall"}),
        ({"a": {"solo": True}}, {"outer", "inner", "a", "hall", "echo"}, {"a-hall", "inner-echo", "echo-hall"}),
        ({"c": {"solo": True}}, {"c", "hall"}, {"c-hall"}),
        ({"outer": {"solo": True}}, EVERY - {"c"}, SENDS - {"c-hall"}),
        ({"outer": {"solo": True}, "b": {"mute": True}}, EVERY - {"c", "b"}, SENDS - {"c-hall", "b-echo"}),
    ],
)
def test_mute_and_solo_through_groups_and_returns(
    changes: dict[str, dict[str, bool]], onward: set[str], sends: set[str]
) -> None:
    assert routes(studio(**changes)) == Routes(frozenset(onward), frozenset(sends))


def test_a_soloed_return_is_fed_but_what_feeds_it_is_not_heard_beside_it() -> None:
    found = routes(studio(hall={"solo": True}))
    assert "hall" in found.onward and not found.onward & {"c", "outer", "echo", "inner"}
    assert found.onward == {"hall", "a", "b"}  # into the inner group alone, which goes no further
    assert found.sends == SENDS
    alone = routes(studio(echo={"solo": True}))
    assert alone.onward >= {"echo", "hall"} and not alone.onward & {"c", "outer", "inner"}
    assert alone.sends == {"b-echo", "inner-echo", "echo-hall"}


def test_what_a_bounce_is_made_of() -> None:
    project = studio(c={"solo": True}, hall={"mute": True}, a={"mute": True})
    assert routes_to(project, "c") == Routes(frozenset(), frozenset(), "c")
    assert routes_to(project, "inner") == Routes(frozenset({"b"}), frozenset(), "inner")
    hall = routes_to(project, "hall")
    assert hall.sends == SENDS - {"a-hall"} and hall.onward == {"b"}
    assert routes_to(project, "a").running(project) == {"a"}
    with pytest.raises(MixingError, match="no track piano to bounce"):
        routes_to(project, "piano")


def broken(**records: dict[str, object]) -> Project:
    base = studio().model_dump()
    return Project.model_validate({**base, **{field: {**base[field], **more} for field, more in records.items()}})


@pytest.mark.parametrize(
    ("project", "complaint"),
    [
        (broken(sends={"x": {"source": "hall", "target": "echo"}}), "Send x from Track to Track would feed back"),
        (broken(sends={"x": {"source": "a", "target": "b"}}), "Send x of Track leads to no return: choose one"),
        (broken(tracks={"outer": {"role": "group", "parent": "inner"}}), "is a group inside of itself"),
        (broken(tracks={"a": {"parent": "c"}}), "Track Track is in a group that does not exist"),
        (broken(clips={"x": clip(track="hall").model_dump()}), "Clip x is on Track, a return, which holds no clips"),
        (broken(envelopes={"e": {"target": "a", "parameter": "colour"}}), "Envelope e moves colour, which cannot"),
    ],
)
def test_refuses_in_one_line_what_cannot_be_routed(project: Project, complaint: str) -> None:
    with pytest.raises(MixingError, match=complaint) as caught:
        sounding_clips(project)
    assert "\n" not in str(caught.value)


def test_leftovers_that_change_nothing_are_no_obstacle() -> None:
    project = broken(
        devices={"d": {"effect": "gain", "clip": "gone"}},
        points={"p": {"envelope": "gone", "seconds": 0, "value": 0}},
        sends={"x": {"source": "gone", "target": "hall"}},
        envelopes={"e": {"target": "gone", "parameter": "pan"}},
    )
    assert len(sounding_clips(project)) == 3


def test_rows_lie_in_their_order() -> None:
    tracks = {"x": Track(order="b"), "y": Track(order="a"), "z": Track(order="b")}
    assert in_order(arrangement(tracks=tracks), ["z", "x", "y"]) == ["y", "x", "z"]
