"""Presets keep what is heard, in milliseconds, at every rate."""

import pytest

from generation.errors import EngineError
from generation.presets import PRESETS, config_for, preset_named


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("rate", [4_000, 8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
def test_the_receptive_field_keeps_its_milliseconds(name: str, rate: int) -> None:
    config = config_for(PRESETS[name], rate)
    assert config.receptive_field_ms == pytest.approx(PRESETS[name].receptive_field_ms, rel=0.03)
    layers = config_for(PRESETS[name]).layers
    assert 0.6 * layers <= config.layers <= 1.6 * layers


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_at_its_own_rate_is_plain_stacks(name: str) -> None:
    preset = PRESETS[name]
    stack = tuple(2**power for power in range(preset.layers_a_stack))
    assert config_for(preset).dilations == stack * preset.stacks
    assert preset.title and preset.description.endswith(".")


def test_wrong_names_and_rates_say_what_to_do() -> None:
    with pytest.raises(EngineError, match="sketch, small, published"):
        preset_named("huge")
    with pytest.raises(EngineError, match="between"):
        config_for(PRESETS["small"], 12)
