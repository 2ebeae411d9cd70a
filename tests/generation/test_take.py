"""A take while it sounds: byte for byte the same in any blocks, and steered by hand."""

from typing import Any

import numpy as np
import pytest

from generation import samplers, take
from generation.architectures.wavenet_config import WavenetConfig
from generation.course import SteeringError
from generation.native_sampler import native_levels
from generation.request import Change, GenerationRequest
from generation.take import Take, open_take
from tests.generation.models import model_of
from tests.generation.networks import CONFIGS, lively_network

MOVING: dict[str, Any] = {
    "seconds": 0.3,
    "voices": 2,
    "seed": 3,
    "temperature": [(0, 0.5), (0.2, 1.5), (0.2, 0.7), (0.3, 1.0)],
}
CLASS_CURVE = [(0, "rain"), (0.05, {"rain": 1, "sea": 3}), (0.11, "sea"), (0.25, "rain")]
CONTROLS = {"loudness": [(0, -40), (0.1, -10), (0.3, -30)], "pitch": [(0, 100), (0.1, 300), (0.15, 0), (0.2, 150)]}


def moving_request(config: WavenetConfig, **more: Any) -> GenerationRequest:
    """Everything that the network can be steered by moves at once."""
    asked = {**MOVING, **more}
    if config.classes:
        asked.setdefault("class_curve", CLASS_CURVE)
    for control, name in (("loudness", "loudness_dbfs"), ("pitch", "pitch_hz")):
        if control in config.controls:
            asked.setdefault(name, CONTROLS[control])
    return GenerationRequest(**asked)


def cut(sounding: Take, blocks: list[int]) -> np.ndarray:
    return np.concatenate([sounding.next(block) for block in blocks], axis=1)


@pytest.mark.parametrize("built", [True, False])
@pytest.mark.parametrize("name", ["classes", "controls", "all of it", "logistics"])
def test_any_blocks_make_the_same_take(name: str, built: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if built and not native_levels():
        pytest.skip("the native sampler is not built here")
    if not built:
        monkeypatch.setattr(samplers, "native_levels", tuple)
    network = lively_network(CONFIGS[name])
    model, request = model_of(network), moving_request(network.config)
    frame = network.config.control_frame_samples
    total = 6 * frame + 5
    whole = cut(open_take(model, request, threads=1), [total])
    assert len({voice.tobytes() for voice in whole}) == 2
    odd = [1, 3, frame - 1, frame, 2 * frame + 1]
    for blocks in ([*odd, total - sum(odd)], [7] * (total // 7) + [total % 7]):
        parts = cut(open_take(model, request, threads=1), [block for block in blocks if block])
        assert parts.tobytes() == whole.tobytes()


def test_no_call_holds_the_biases_of_much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    network = lively_network(CONFIGS["controls"])
    request = moving_request(network.config)
    whole = open_take(model_of(network), request).next(600)
    monkeypatch.setattr(take, "STEERING_BYTES", 5_000)
    sounding = open_take(model_of(network), request)
    sizes: list[int] = []
    draw = sounding._sampler.draw

    def watched(uniforms: Any, temperatures: Any, steering: Any) -> Any:
        sizes.append(steering.biases.nbytes)
        return draw(uniforms, temperatures, steering)

    monkeypatch.setattr(sounding._sampler, "draw", watched, raising=False)
    assert (sounding.next(600) == whole).all()
    assert max(sizes) <= 5_000 and len(sizes) > 5


def test_a_voice_is_the_same_beside_others() -> None:
    network = lively_network(CONFIGS["controls"])
    three = open_take(model_of(network), moving_request(network.config, voices=3)).next(300)
    assert (open_take(model_of(network), moving_request(network.config, voices=1)).next(300) == three[:1]).all()


def test_every_voice_may_have_a_class_of_its_own() -> None:
    network = lively_network(CONFIGS["classes"])
    both = open_take(model_of(network), GenerationRequest(voices=2, class_name=("rain", "sea"))).next(400)
    for voice, name in enumerate(("rain", "sea")):
        alone = open_take(model_of(network), GenerationRequest(voices=2, class_name=name)).next(400)
        assert (alone[voice] == both[voice]).all() and not (alone[1 - voice] == both[1 - voice]).all()


def test_curves_act_when_they_say() -> None:
    """Until they part, two courses give the same samples; from then on others."""
    network = lively_network(CONFIGS["classes"])
    stays = open_take(model_of(network), GenerationRequest(class_name="rain")).next(1_600)
    turns = GenerationRequest(class_curve=[(0, "rain"), (0.1, "rain"), (0.1, "sea")])
    turned = open_take(model_of(network), turns).next(1_600)
    assert (turned[:, :800] == stays[:, :800]).all() and not (turned[:, 800:900] == stays[:, 800:900]).all()
    heated = GenerationRequest(class_name="rain", temperature=[(0, 1), (0.1, 1), (0.1, 3)])
    hot = open_take(model_of(network), heated).next(1_600)
    assert (hot[:, :800] == stays[:, :800]).all() and not (hot[:, 800:900] == stays[:, 800:900]).all()


def test_changes_by_hand_act_from_the_next_sample() -> None:
    network = lively_network(CONFIGS["controls"])  # a frame is 20 samples
    request = GenerationRequest(class_name="rain", loudness_dbfs=-40, pitch_hz=100)
    stays = open_take(model_of(network), request).next(400)
    for change in (
        Change.model_validate({"classes": "sea", "glide_seconds": 0}),
        Change.model_validate({"classes": {"sea": 1, "wind": 1}}),
        Change(temperature=3.0),
        Change(loudness_dbfs=-3.0),
        Change(pitch_hz=0.0),
    ):
        sounding = open_take(model_of(network), request)
        before, after = sounding.next(200), sounding.next(200, change)
        assert (before == stays[:, :200]).all() and not (after == stays[:, 200:]).all()
        assert sounding.position_samples == 400


def test_a_change_equals_the_curve_that_says_the_same() -> None:
    network = lively_network(CONFIGS["controls"])
    by_curve = GenerationRequest(
        class_curve=[(0, "rain"), (0.1, "rain"), (0.15, "sea")], loudness_dbfs=[(0, -40), (0.1, -40), (0.15, -10)],
        pitch_hz=100, temperature=[(0, 1), (0.1, 1), (0.15, 0.5)],
    )  # fmt: skip
    expected = open_take(model_of(network), by_curve).next(500)
    sounding = open_take(model_of(network), GenerationRequest(class_name="rain", loudness_dbfs=-40, pitch_hz=100))
    change = Change.model_validate({"classes": "sea", "temperature": 0.5, "loudness_dbfs": -10, "glide_seconds": 0.05})
    parts = [sounding.next(200), sounding.next(37, change), sounding.next(263)]
    assert (np.concatenate(parts, axis=1) == expected).mean() > 0.99


def test_it_goes_on_past_what_was_asked() -> None:
    network = lively_network(CONFIGS["classes"])
    sounding = open_take(model_of(network), GenerationRequest(seconds=0.1, class_name="sea"))
    assert sounding.next(3_000).shape == (1, 3_000) and sounding.next(11).shape == (1, 11)
    assert sounding.next(0).shape == (1, 0)


def test_changes_that_are_not_possible_leave_it_sounding() -> None:
    network = lively_network(CONFIGS["classes"])
    sounding = open_take(model_of(network), GenerationRequest(class_name="sea"))
    with pytest.raises(SteeringError, match="does not follow loudness"):
        sounding.next(10, Change(loudness_dbfs=-10.0))
    assert sounding.position_samples == 0 and sounding.next(10).shape == (1, 10)
