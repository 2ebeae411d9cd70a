"""Clips at their places: time, gain, pan and fades, as numbers."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixing.clips import Lane, PlacedClip
from mixing.crossfades import crossfaded
from mixing.fades import SHAPES, fade_gains, fitted, shaped
from mixing.panning import pan_matrices, pan_matrix
from mixing.records import Clip, Shape
from tests.mixing.arrangements import RATE_HZ, clip

HALF = math.sqrt(0.5)


@pytest.mark.parametrize(("pan", "left", "right"), [(-1, 1, 0), (0, HALF, HALF), (1, 0, 1), (0.5, 0.38268, 0.92388)])
def test_mono_pans_at_equal_power(pan: float, left: float, right: float) -> None:
    assert pan_matrix(pan, 1)[:, 0] == pytest.approx([left, right], abs=1e-5)


@pytest.mark.parametrize(
    ("pan", "matrix"),
    [
        (0, [[1, 0], [0, 1]]),
        (-1, [[1, 1], [0, 0]]),
        (1, [[0, 0], [1, 1]]),
        (-0.5, [[1, HALF], [0, HALF]]),
        (0.5, [[HALF, 0], [HALF, 1]]),
    ],
)
def test_stereo_folds_the_side_that_it_leaves(pan: float, matrix: list[list[float]]) -> None:
    assert pan_matrix(pan, 2) == pytest.approx(np.array(matrix), abs=1e-9)


@given(st.floats(-1, 1))
def test_mono_power_does_not_depend_on_pan(pan: float) -> None:
    assert np.sum(pan_matrix(pan, 1) ** 2) == pytest.approx(1.0)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=5))
def test_many_pans_at_once_are_each_pan(pans: list[float]) -> None:
    matrices = pan_matrices(np.array(pans))
    assert all((matrices[k] == pytest.approx(pan_matrix(pan, 2), abs=1e-12)) for k, pan in enumerate(pans))


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0.01, 10))
def test_fades_fit_into_the_clip(fade_in: float, fade_out: float, duration: float) -> None:
    first, last = fitted(fade_in, fade_out, duration)
    assert first + last <= duration * (1 + 1e-9)
    if fade_in + fade_out <= duration:
        assert (first, last) == (fade_in, fade_out)
    else:
        assert first * fade_out == pytest.approx(last * fade_in)


def gains_of(
    length: float, fade_in: float, fade_out: float, rising: Shape = "linear", falling: Shape = "linear"
) -> Any:
    gains, room = np.empty(int(length)), np.empty(int(length), np.int64)
    fade_gains(0.0, length, fade_in, fade_out, SHAPES[rising], SHAPES[falling], gains, room)
    return gains


@pytest.mark.parametrize("shape", SHAPES)
def test_many_gains_at_once_are_each_gain(shape: Shape) -> None:
    expected = [shaped(min(k / 700, 1.0), SHAPES[shape]) * shaped(min((1000 - k) / 600, 1.0), 1) for k in range(1000)]
    np.testing.assert_allclose(gains_of(1000, 700, 600, shape, "equal_power"), expected, atol=1e-10)


def test_fades_are_straight_lines() -> None:
    gains = gains_of(100.0, 10.0, 20.0)[[0, 5, 10, 50, 80, 90, 99]]
    assert gains == pytest.approx([0, 0.5, 1, 1, 1, 0.5, 0.05])


@pytest.mark.parametrize(
    ("shape", "quarter", "half"),
    [
        ("linear", 0.25, 0.5),
        ("equal_power", math.sin(math.pi / 8), HALF),
        ("exponential", (10**-2.25 - 10**-3) / (1 - 10**-3), (10**-1.5 - 10**-3) / (1 - 10**-3)),
        ("smooth", 0.15625, 0.5),
    ],
)
def test_shapes_of_fades(shape: Shape, quarter: float, half: float) -> None:
    gains = gains_of(100.0, 40.0, 40.0, shape, shape)[[0, 10, 20, 40, 60, 80, 90]]
    assert gains == pytest.approx([0, quarter, half, 1, 1, half, quarter], abs=1e-12)


def test_the_two_ends_may_differ() -> None:
    out = lane_block(
        placed(
            np.ones(RATE_HZ),
            pan=-1,
            fade_in_seconds=0.5,
            fade_in_shape="smooth",
            fade_out_seconds=0.5,
            fade_out_shape="equal_power",
        )
    )[0]
    assert out[RATE_HZ // 8] == pytest.approx(0.15625, abs=1e-4)
    assert out[RATE_HZ * 7 // 8] == pytest.approx(math.sin(math.pi / 8), abs=1e-4)


def placed(source: np.ndarray, **changes: Any) -> PlacedClip:
    return PlacedClip.of(clip(**changes), np.asarray(source, np.float32).reshape(len(source), -1))


def lane_block(*clips: PlacedClip, start: int = 0, samples: int = 3 * RATE_HZ) -> np.ndarray:
    block = Lane(clips).block(start, samples)
    assert block is not None
    return block


def test_lands_on_its_sample_and_ends_on_its_sample() -> None:
    out = lane_block(placed(np.ones(5 * RATE_HZ), start_seconds=0.5, duration_seconds=1.25, pan=-1))[0]
    assert np.flatnonzero(out)[[0, -1]].tolist() == [22_050, 22_050 + 55_125 - 1]
    assert (out[22_050 : 22_050 + 55_125] == 1.0).all()


def test_starts_in_its_source_at_the_offset() -> None:
    out = lane_block(placed(np.arange(5 * RATE_HZ) / 1e6, offset_seconds=2, pan=-1))[0]
    assert out[:3] * 1e6 == pytest.approx([88_200, 88_201, 88_202])


def test_is_silent_after_the_end_of_its_source() -> None:
    out = lane_block(placed(np.ones(1000), duration_seconds=2, pan=-1))[0]
    assert np.count_nonzero(out) == 1000
    beyond = Lane((placed(np.ones(1000), offset_seconds=1),)).block(0, 1000)
    assert beyond is not None and not beyond.any()


def test_applies_gain_pan_and_fades_together() -> None:
    out = lane_block(
        placed(np.ones(RATE_HZ), gain_db=-6, pan=0.5, fade_in_seconds=0.5, fade_out_seconds=0.25), samples=RATE_HZ
    )
    left, right = 10 ** (-6 / 20) * pan_matrix(0.5, 1)[:, 0]
    quarter, late = RATE_HZ // 4, RATE_HZ - RATE_HZ // 8
    assert out[:, quarter] == pytest.approx([left / 2, right / 2], rel=1e-4)
    assert out[:, late] == pytest.approx([left / 2, right / 2], rel=1e-3)
    assert out[:, RATE_HZ * 5 // 8] == pytest.approx([left, right], rel=1e-6)


def test_stereo_keeps_its_sides() -> None:
    out = lane_block(placed(np.tile([0.25, -0.5], (1000, 1))), samples=1000)
    assert out[0] == pytest.approx(0.25) and out[1] == pytest.approx(-0.5)


def test_overlapping_clips_sum() -> None:
    one = placed(np.ones(RATE_HZ), pan=-1)
    other = placed(np.full(RATE_HZ, 0.5), pan=-1, start_seconds=0.5)
    out = lane_block(one, other)[0]
    assert [out[0], out[RATE_HZ // 2], out[RATE_HZ]] == pytest.approx([1.0, 1.5, 0.5])


def test_blocks_join_without_a_seam() -> None:
    random = np.random.default_rng(0)
    clips = tuple(
        placed(random.standard_normal((RATE_HZ, 2)), start_seconds=0.1 * k, fade_in_seconds=0.2, fade_out_seconds=0.3)
        for k in range(8)
    )
    whole = lane_block(*clips, samples=2 * RATE_HZ)
    parts = [lane_block(*clips, start=at, samples=700) for at in range(0, 70_000, 700)]
    assert (np.concatenate(parts, axis=1) == whole[:, :70_000]).all()


def test_is_nothing_where_no_clip_sounds() -> None:
    assert Lane((placed(np.ones(RATE_HZ)),)).block(2 * RATE_HZ, 100) is None


def test_reversed_plays_the_same_part_from_its_end() -> None:
    source = np.random.default_rng(0).standard_normal((2 * RATE_HZ, 2)).astype(np.float32)
    forward = lane_block(placed(source, offset_seconds=0.25, duration_seconds=0.5), samples=RATE_HZ)
    backward = lane_block(placed(source, offset_seconds=0.25, duration_seconds=0.5, reverse=True), samples=RATE_HZ)
    length = RATE_HZ // 2
    assert (backward[:, :length] == forward[:, :length][:, ::-1]).all() and not backward[:, length:].any()
    twice = lane_block(placed(backward[:, :length].T, duration_seconds=0.5, reverse=True), samples=length)
    assert (twice == forward[:, :length]).all()


def test_reversed_beyond_the_end_of_its_source_begins_in_silence() -> None:
    out = lane_block(placed(np.arange(1, 1001), duration_seconds=2000 / RATE_HZ, pan=-1, reverse=True))[0]
    assert not out[:1000].any() and out[1000:2000].tolist() == list(range(1000, 0, -1))


@pytest.mark.parametrize("reverse", [False, True])
def test_a_loop_begins_its_source_anew(reverse: bool) -> None:
    source = np.arange(1, 101)
    out = lane_block(
        placed(source, offset_seconds=30 / RATE_HZ, duration_seconds=250 / RATE_HZ, pan=-1, loop=True, reverse=reverse)
    )[0]
    wanted = np.resize(np.roll(source, -30), 250)
    assert (out[:250] == (wanted[::-1] if reverse else wanted)).all() and not out[250:].any()


def crossed(*clips: Clip) -> list[Clip]:
    return list(crossfaded({str(k): one for k, one in enumerate(clips)}).values())


def test_overlaps_become_fades_of_equal_power() -> None:
    one = clip(fade_in_seconds=0.8, fade_out_seconds=0.01)
    two = clip(start_seconds=0.75, fade_in_seconds=0.5, fade_out_seconds=0.5)
    first, second = crossed(two, one)  # in the order of time
    assert (first.start_seconds, second.start_seconds) == (0, 0.75)
    assert (first.fade_out_seconds, first.fade_out_shape) == (0.25, "equal_power")
    assert (second.fade_in_seconds, second.fade_in_shape) == (0.25, "equal_power")
    assert first.fade_in_seconds == 0.75 and first.fade_in_shape == "linear"
    assert second.fade_out_seconds == 0.5 and second.fade_out_shape == "linear"


def test_uncorrelated_clips_keep_their_power_over_a_crossfade() -> None:
    random = np.random.default_rng(5)
    clips = crossed(clip(duration_seconds=2), clip(start_seconds=1, duration_seconds=2))
    sources = [random.standard_normal((2 * RATE_HZ, 1)).astype(np.float32) for _ in clips]
    out = lane_block(*(PlacedClip.of(one, source) for one, source in zip(clips, sources, strict=True)))[0]
    levels = out[: 3 * RATE_HZ].reshape(30, -1).std(axis=1)
    assert 20 * np.log10(levels / HALF) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize(
    "clips",
    [
        (clip(), clip(start_seconds=1)),
        (clip(), clip()),
        (clip(duration_seconds=0.1 + 0.2, fade_out_seconds=0.01), clip(start_seconds=0.3, fade_in_seconds=0.01)),
        (clip(duration_seconds=3), clip(start_seconds=1)),
    ],
    ids=["touching", "at once", "touching but for rounding", "one within the other"],
)
def test_other_neighbours_keep_their_own_fades(clips: tuple[Clip, ...]) -> None:
    assert crossed(*clips) == list(clips)


def test_a_clip_after_one_within_another_fades_with_the_longer() -> None:
    first, inner, last = crossed(
        clip(duration_seconds=3), clip(start_seconds=1), clip(start_seconds=2.5, duration_seconds=2)
    )
    assert first.fade_out_seconds == last.fade_in_seconds == 0.5
    assert inner == clip(start_seconds=1)


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.01, 5)), min_size=1, max_size=8))
def test_crossfades_always_fit(places: list[tuple[float, float]]) -> None:
    clips = [clip(start_seconds=start, duration_seconds=duration) for start, duration in places]
    for one in crossed(*clips):
        assert one.fade_in_seconds >= 0 and one.fade_out_seconds >= 0
        assert max(one.fade_in_seconds, one.fade_out_seconds) <= one.duration_seconds + 1e-9
