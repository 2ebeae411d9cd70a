"""The configuration: the literature's figures, and hostile ones refused."""

import json
import time
from typing import Any

import pytest

from generation.architectures.wavenet_config import WavenetConfig
from generation.errors import EngineError
from generation.presets import PRESETS, config_for


def test_figures_of_the_published_networks() -> None:
    published, small = config_for(PRESETS["published"]), config_for(PRESETS["small"])
    assert (published.receptive_field_samples, small.receptive_field_samples) == (5117, 3071)
    assert published.receptive_field_ms == pytest.approx(319.8, abs=0.05)
    # the literature's count less the last, unheard residual and the 49 skip biases that only add up
    assert published.parameter_count == 1_515_968 - (32 * 32 + 32) - 49 * 512


def test_json_round_trip(tiny_config: WavenetConfig) -> None:
    assert WavenetConfig.from_json(tiny_config.to_json()) == tiny_config


@pytest.mark.parametrize(
    "change",
    [
        {"dilations": []},
        {"dilations": [10**9]},
        {"dilations": [0]},
        {"dilations": [65_536] * 100},
        {"dilations": [1] * 10_000},
        {"residual_channels": 10**12},
        {"residual_channels": 32.5},
        {"skip_channels": -4},
        {"quantisation": 65_536},
        {"sample_rate_hz": 0},
        {"sample_rate_hz": "8000"},
        {"classes": ["a", "a"]},
        {"classes": [""]},
        {"classes": [str(n) for n in range(100_000)]},
        {"skip_channels": 2048, "dilation_channels": 512, "dilations": [1] * 120},
        {"surprise": 1},
    ],
)
def test_hostile_configurations_are_refused_in_one_line(tiny_config: WavenetConfig, change: dict[str, Any]) -> None:
    hostile = json.dumps({**json.loads(tiny_config.to_json()), **change})
    started = time.perf_counter()
    with pytest.raises(EngineError) as refused:
        WavenetConfig.from_json(hostile)
    assert "\n" not in str(refused.value)
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("text", ["", "[]", "null", "{", b"\xff\xfe"])
def test_what_is_no_configuration_is_refused(text: str | bytes) -> None:
    with pytest.raises(EngineError):
        WavenetConfig.from_json(text)


def test_classes_are_found_by_name(tiny_config: WavenetConfig) -> None:
    assert [tiny_config.class_index(name) for name in (None, "rain", "sea")] == [0, 0, 1]
    with pytest.raises(EngineError, match="rain, sea"):
        tiny_config.class_index("fire")
