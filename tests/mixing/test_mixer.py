"""The mixer: gains, ways and times, exactly; and the same whatever the blocks and the threads."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from mixing.project import MASTER_ID, Clip, Device, Envelope, Point, Project, Send, Track
from mixing.routing import routes_to
from tests.mixing.arrangements import RATE_HZ, arrangement, clip
from tests.mixing.studio import mixer, plain_effects, played, tapped

__all__ = ["plain_effects"]

pytestmark = pytest.mark.usefixtures("plain_effects")

SECOND = RATE_HZ
RANDOM = np.random.default_rng(3)
NOISE = RANDOM.standard_normal((2 * SECOND, 2)).astype(np.float32) * 0.2
OTHER = RANDOM.standard_normal((2 * SECOND, 2)).astype(np.float32) * 0.2
SOURCES = {"sound": NOISE, "other": OTHER, "ones": np.ones((2 * SECOND, 2), np.float32)}


Moves = dict[tuple[str, str], list[tuple[Any, ...]]]


def project(*clips: Clip, moves: Moves | None = None, **records: Any) -> Project:
    """Tracks "track" and "two" into the mix, with envelopes given as points (seconds, value, shape)."""
    tracks = {"track": Track(), "two": Track(order="b"), MASTER_ID: Track(role="master"), **records.pop("tracks", {})}
    envelopes, points = {}, {}
    for number, ((target, parameter), way) in enumerate((moves or {}).items()):
        envelopes[f"e{number}"] = Envelope(target=target, parameter=parameter)
        for place, (seconds, value, *shape) in enumerate(way):
            points[f"e{number}-{place}"] = Point(
                envelope=f"e{number}", seconds=seconds, value=value, curve=shape[0] if shape else "linear"
            )
    base = arrangement(*clips, tracks=tracks)
    return base.model_copy(update={"envelopes": envelopes, "points": points, **records})


def mixed(made: Project, samples: int = SECOND, **options: Any) -> np.ndarray:
    return played(mixer(made, SOURCES, **options), samples)


def test_a_fader_is_gain_and_stereo_pan() -> None:
    assert (mixed(project(clip())) == NOISE[:SECOND].T).all()
    out = mixed(project(clip(), tracks={"track": Track(gain_db=20, pan=1)}))
    assert out[0] == pytest.approx(0, abs=1e-6)
    assert out[1] == pytest.approx(10 * NOISE[:SECOND].sum(axis=1), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize(
    ("width", "left"), [(0, (0.5, 0.5)), (1, (1, 0)), (-1, (0, 1)), (2, (1.5, -0.5)), (-2, (-0.5, 1.5))]
)
def test_width_is_middle_and_sides_and_swaps_below_zero(width: float, left: tuple[float, float]) -> None:
    out = mixed(project(clip(), tracks={"track": Track(width=width)}))
    assert out[0] == pytest.approx(NOISE[:SECOND] @ left, abs=1e-6)
    assert out[1] == pytest.approx(NOISE[:SECOND] @ left[::-1], abs=1e-6)


def test_inverted_phase_cancels() -> None:
    made = project(clip(), clip(track="two"), tracks={"two": Track(phase_inverted=True)})
    assert not mixed(made).any()


def test_groups_nest_and_sum() -> None:
    tracks = {
        "track": Track(parent="in", gain_db=-6),
        "two": Track(parent="out"),
        "in": Track(role="group", parent="out", gain_db=-6),
        "out": Track(role="group", gain_db=-6, pan=-1),
    }
    out = mixed(project(clip(), clip("other", track="two"), tracks=tracks))
    gain = 10 ** (-6 / 20)
    assert out[0] == pytest.approx((gain**3 * NOISE[:SECOND] + gain * OTHER[:SECOND]).sum(axis=1), abs=1e-5)
    assert not out[1].any()


@pytest.mark.parametrize("pre", [True, False])
def test_sends_leave_before_or_after_the_fader(pre: bool) -> None:
    tracks = {"track": Track(gain_db=-20), "hall": Track(role="return", gain_db=6)}
    sends = {"s": Send(source="track", target="hall", gain_db=-6, pan=1, pre=pre)}
    out = mixed(project(clip(), tracks=tracks, sends=sends))
    returned = NOISE[:SECOND].sum(axis=1) * (1.0 if pre else 0.1)
    assert out[0] == pytest.approx(0.1 * NOISE[:SECOND, 0], abs=1e-6)
    assert out[1] == pytest.approx(0.1 * NOISE[:SECOND, 1] + returned, abs=1e-5)


def test_a_muted_send_and_a_muted_return_are_silent() -> None:
    tracks = {"hall": Track(role="return")}
    for mute_send, mute_return in ((True, False), (False, True)):
        made = project(
            clip(),
            tracks={"hall": tracks["hall"].model_copy(update={"mute": mute_return})},
            sends={"s": Send(source="track", target="hall", mute=mute_send)},
        )
        assert (mixed(made) == NOISE[:SECOND].T).all()


def test_returns_feed_later_returns_whatever_their_order() -> None:
    tracks = {"a": Track(role="return", order="z"), "b": Track(role="return", order="a", gain_db=-6)}
    sends = {"1": Send(source="track", target="a", pre=True), "2": Send(source="a", target="b")}
    out = mixed(project(clip(), tracks={**tracks, "track": Track(gain_db=-90, mute=False)}, sends=sends))
    assert out == pytest.approx(NOISE[:SECOND].T * (1 + 10 ** (-6 / 20)), abs=1e-4)


def late(samples: int, **where: str) -> Device:
    return Device(effect="late", parameters={"samples": samples}, **where)


def test_every_way_is_on_time_whatever_the_devices_latency() -> None:
    """One sound through a clip's device, groups, returns and none at all lands on the same samples."""
    tracks = {
        "track": Track(parent="group"),
        "two": Track(),
        "three": Track(),
        "group": Track(role="group"),
        "hall": Track(role="return"),
        "echo": Track(role="return"),
    }
    devices = {
        "1": late(100, track="track"),
        "2": late(333, track="group"),
        "3": late(64, track="hall"),
        "4": late(1000, track="echo"),
        "5": late(77, clip="clip-2"),
    }
    sends = {
        "1": Send(source="track", target="hall", pre=True),
        "2": Send(source="group", target="hall"),
        "3": Send(source="two", target="hall"),
        "4": Send(source="hall", target="echo"),
    }
    clips = [clip(start_seconds=0.1), clip(track="two", start_seconds=0.1), clip(track="three", start_seconds=0.1)]
    made = project(*clips, tracks=tracks, devices=devices, sends=sends)
    out = mixed(made, 2 * SECOND)
    start = round(0.1 * SECOND)
    assert not out[:, :start].any()
    assert out[:, start : start + SECOND] == pytest.approx(9 * NOISE[:SECOND].T, abs=1e-5)
    for source, tap, times in (("hall", "wet", 3), ("hall", "dry", 3), ("echo", "post", 3), ("group", "post", 1)):
        heard = tapped(mixer(made, SOURCES, routes_to(made, source), tap=tap), 2 * SECOND)
        assert heard[:, start : start + SECOND] == pytest.approx(times * NOISE[:SECOND].T, abs=1e-5)
        assert not heard[:, :start].any()


def test_the_dry_way_is_as_late_as_the_wet_one() -> None:
    device = late(500, track="track").model_copy(update={"wet": 0.3})
    out = mixed(project(clip(), devices={"d": device}))
    assert out == pytest.approx(NOISE[:SECOND].T, abs=1e-6)


def test_wet_is_a_share_and_bypass_is_nothing() -> None:
    device = Device(track="track", effect="factor", parameters={"factor": 3.0}, wet=0.25)
    assert mixed(project(clip(), devices={"d": device})) == pytest.approx(1.5 * NOISE[:SECOND].T, abs=1e-6)
    off = device.model_copy(update={"enabled": False})
    assert (mixed(project(clip(), devices={"d": off})) == NOISE[:SECOND].T).all()


def ramp(out: np.ndarray, *seconds: float) -> list[float]:
    return [float(out[0, round(t * SECOND)]) for t in seconds]


def test_gain_moves_in_a_straight_line_of_amplitude_and_pan_and_width_move() -> None:
    ones = clip("ones", duration_seconds=2)
    out = mixed(project(ones, moves={("track", "gain_db"): [(0, 0), (1, -40)]}), 2 * SECOND)
    assert ramp(out, 0, 0.25, 0.5, 1.5) == pytest.approx([1, 0.7525, 0.505, 0.01], abs=1e-3)
    out = mixed(project(ones, moves={("track", "gain_db"): [(0, 0, "exponential"), (1, -40)]}), 2 * SECOND)
    assert ramp(out, 0.25, 0.5) == pytest.approx([10**-0.5, 0.1], rel=2e-3)
    out = mixed(project(ones, moves={("track", "pan"): [(0, -1), (2, 1)]}), 2 * SECOND)
    assert ramp(out, 0, 0.5, 1) == pytest.approx([2, 1 + 0.7071, 1], abs=1e-2)
    width = {("track", "width"): [(0.0, 1), (1, -1)]}
    out = mixed(project(clip(), moves=width))
    middle, near = SECOND // 2, SECOND // 100
    assert out[0, middle] == pytest.approx(NOISE[middle].mean(), abs=1e-3)
    assert out[0, -near] == pytest.approx(0.01 * NOISE[-SECOND - near, 0] + 0.99 * NOISE[-SECOND - near, 1], abs=1e-3)


def test_moving_gains_are_smooth_from_sample_to_sample() -> None:
    ones = clip("ones", duration_seconds=2)
    out = mixed(project(ones, moves={("track", "gain_db"): [(0, 0), (1, -40), (1, 6), (1.5, 6)]}), 2 * SECOND)
    steps = np.abs(np.diff(out[0, : round(1.9 * SECOND)]))
    assert steps.max() < 2.0 / 64 + 1e-3  # even a step takes a cell of the control grid
    assert steps[: SECOND // 2].max() < 1.1 / SECOND


def test_sends_move_too() -> None:
    tracks = {"track": Track(), "hall": Track(role="return")}
    moves: Moves = {("s", "gain_db"): [(0, -40), (1, 0)], ("s", "pan"): [(0, -1), (0.5, -1)]}
    sends = {"s": Send(source="track", target="hall", gain_db=20, pan=1)}
    out = mixed(project(clip("ones"), tracks=tracks, sends=sends, moves=moves))
    assert ramp(out, 0, 0.5) == pytest.approx([1.02, 1 + 2 * 0.505], abs=2e-3)


def test_devices_move_on_the_grid_and_only_where_their_envelope_does() -> None:
    device = Device(track="track", effect="factor", parameters={"factor": 4.0})
    moves = {("d", "factor"): [(0.25, 1), (0.5, 3), (0.75, 3)]}
    out = mixed(project(clip("ones"), devices={"d": device}, moves=moves))
    assert ramp(out, 0.1, 0.25, 0.375, 0.6, 0.9) == pytest.approx([1, 1, 2, 3, 3], abs=2e-2)
    assert np.abs(np.diff(out[0, : SECOND - 10])).max() < 2e-3


def test_wetness_moves() -> None:
    device = Device(track="track", effect="factor", parameters={"factor": 0.0})
    out = mixed(project(clip("ones"), devices={"d": device}, moves={("d", "wet"): [(0, 0), (1, 1)]}))
    assert ramp(out, 0.0, 0.25, 0.5) == pytest.approx([1, 0.75, 0.5], abs=1e-3)


def test_automation_keeps_its_time_behind_a_late_device() -> None:
    """The step lies where the project says, not where the sound comes out of the device before."""
    devices = {"a": late(900, track="track").model_copy(update={"order": "a"})}
    devices["b"] = Device(track="track", order="b", effect="factor")
    for target in (("b", "factor"), ("track", "width")):
        moves: Moves = {target: [(0.5, 1, "hold"), (0.5, 0.5)]}
        out = mixed(project(clip("sound"), devices=devices, moves=moves))
        step = SECOND // 2
        changed = np.abs(out - NOISE[:SECOND].T).max(axis=0) > 1e-4
        assert not changed[: step - 70].any() and changed[step + 70 :].mean() > 0.9


def busy() -> Project:
    tracks = {
        "track": Track(parent="group", width=0.5),
        "two": Track(role="free", order="b", pan=0.3),
        "group": Track(role="group", gain_db=-3),
        "hall": Track(role="return"),
    }
    devices = {
        "f": Device(track="track", order="b", effect="factor"),
        "l": late(333, track="track"),
        "g": late(100, track="hall").model_copy(update={"wet": 0.5}),
        "c": Device(clip="clip-1", effect="factor", wet=0.7),
        "h": Device(track="group", effect="echo", parameters={"seconds": 0.05}, wet=0.4),
    }
    moves: Moves = {
        ("f", "factor"): [(0.1, 1), (0.6, 3, "smooth"), (1.1, -1)],
        ("c", "factor"): [(0.0, 1), (2, 2, "exponential")],
        ("c", "wet"): [(0.0, 1), (2, 0)],
        ("track", "gain_db"): [(0.1, 1), (0.6, -9, "exponential"), (1.1, 3)],
        ("group", "pan"): [(0, 1), (1, -1)],
        ("s", "gain_db"): [(0.3, -60), (0.5, 0, "hold"), (1.2, 3)],
        ("g", "wet"): [(0.3, 1), (0.5, 0, "smooth"), (1.2, 1)],
    }
    clips = [
        clip(start_seconds=0.013, fade_in_seconds=0.1),
        clip("other", track="two", start_seconds=0.5012, fade_out_seconds=0.2),
        clip("other", track="track", start_seconds=0.6),
        clip("sound", track="two", start_seconds=0.55, offset_seconds=0.3, reverse=True),
    ]
    sends = {"s": Send(source="track", target="hall"), "t": Send(source="two", target="hall", pre=True, gain_db=-6)}
    return project(*clips, tracks=tracks, devices=devices, sends=sends, moves=moves)


@pytest.mark.parametrize("block_samples", [64, 512, 7_040])
def test_does_not_depend_on_the_size_of_the_blocks(block_samples: int) -> None:
    usual = played(mixer(busy(), SOURCES), 2 * SECOND, 32_768)
    other = played(mixer(busy(), SOURCES), 2 * SECOND, block_samples)
    assert np.abs(usual).max() > 0.5
    assert 20 * np.log10(np.abs(usual - other).max() + 1e-12) <= -120


def test_does_not_depend_on_threads() -> None:
    alone = played(mixer(busy(), SOURCES), 2 * SECOND)
    with ThreadPoolExecutor(3) as pool:
        assert (played(mixer(busy(), SOURCES, pool=pool), 2 * SECOND) == alone).all()


def test_a_clips_own_devices_ring_on_after_it() -> None:
    device = Device(clip="clip-0", effect="echo", parameters={"seconds": 0.5}, wet=0.5)
    made = mixer(project(clip("ones", start_seconds=0.25, duration_seconds=0.25), devices={"d": device}), SOURCES)
    assert made.end_samples >= 1.0 * SECOND
    out = played(made, 2 * SECOND)
    assert ramp(out, 0.2, 0.3, 0.6, 0.8, 1.2) == pytest.approx([0, 0.5, 0, 0.25, 0])


def test_a_clips_devices_hear_it_as_it_was_placed() -> None:
    device = Device(clip="clip-0", effect="factor", parameters={"factor": 2.0})
    out = mixed(project(clip("ones", gain_db=-20, pan=-1), devices={"d": device}))
    assert out[0] == pytest.approx(2 * 0.2, rel=1e-5) and not out[1].any()


def test_the_end_is_when_everything_has_rung_out() -> None:
    devices = {
        "a": Device(track="track", effect="echo", parameters={"seconds": 1.0}),
        "b": Device(track="group", effect="echo", parameters={"seconds": 2.0}),
        "c": Device(track="hall", effect="echo", parameters={"seconds": 3.0}),
    }
    tracks = {"track": Track(parent="group"), "group": Track(role="group"), "hall": Track(role="return")}
    sends = {"s": Send(source="track", target="hall")}
    made = mixer(project(clip(), tracks=tracks, devices=devices, sends=sends), SOURCES)
    assert made.end_samples / SECOND == pytest.approx(1 + 1 + 3 + 0.02, abs=1e-3)


def test_taps() -> None:
    devices = {
        "f": Device(track="track", effect="factor", parameters={"factor": 3.0}, wet=0.5),
        "g": Device(track="track", order="b", effect="factor", parameters={"factor": -1.0}, wet=0.5),
    }
    made = project(clip("ones"), devices=devices, tracks={"track": Track(gain_db=20, mute=True)})
    for tap, level in (("dry", 1.0), ("wet", -3.0), ("post", 0.0)):
        out = tapped(mixer(made, SOURCES, routes_to(made, "track"), tap=tap), SECOND)
        assert out == pytest.approx(level, abs=1e-6), tap


def test_what_plays_into_the_mix_sums_to_it() -> None:
    made = mixer(busy(), SOURCES)
    assert made.parts == ["group", "two", "hall"]
    for _ in range(10):
        block = made.next(4096)
        parts = [part for part in block.parts.values() if part is not None]
        assert (sum(parts[1:], parts[0].copy()) == block.total).all()


def test_overlapping_clips_of_an_audio_track_cross_fade_and_those_of_a_free_one_do_not() -> None:
    one, two = clip("ones"), clip("ones", start_seconds=0.5)
    out = mixed(project(one, two), 2 * SECOND)
    angle = np.pi / 4
    assert ramp(out, 0.25, 0.75, 1.25) == pytest.approx([1, 2 * np.sin(angle), 1], abs=1e-4)
    assert ramp(out, 0.625)[0] == pytest.approx(np.cos(angle / 2) + np.sin(angle / 2), abs=1e-4)
    free = mixed(project(one, two, tracks={"track": Track(role="free")}), 2 * SECOND)
    assert ramp(free, 0.25, 0.75, 1.25) == pytest.approx([1, 2, 1])
