"""Presets keep what is heard, in milliseconds, at every rate, and say of themselves what is true."""

import re

import pytest

from generation.errors import EngineError
from generation.estimate import estimate_training
from generation.presets import PRESETS, config_for, preset_named
from generation.training_plan import TrainingPlan

RATES_HZ = [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("rate", [4_000, 11_025, *RATES_HZ])
def test_the_receptive_field_keeps_its_milliseconds(name: str, rate: int) -> None:
    config = config_for(PRESETS[name], rate)
    assert config.receptive_field_ms == pytest.approx(PRESETS[name].receptive_field_ms, rel=0.03)
    layers = config_for(PRESETS[name]).layers
    assert 0.6 * layers <= config.layers <= 1.6 * layers


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("rate", RATES_HZ)
@pytest.mark.parametrize("asked_ms", [4.0, 37.5, 300.0, 319.8, 639.6, 2_000.0])
def test_a_receptive_field_that_is_asked_for_is_kept_at_every_rate(name: str, rate: int, asked_ms: float) -> None:
    config = TrainingPlan(preset=name, sample_rate_hz=rate, receptive_field_ms=asked_ms).config()
    assert config.receptive_field_ms == pytest.approx(asked_ms, rel=0.03)
    assert config.sample_rate_hz == rate
    assert config.residual_channels == PRESETS[name].residual_channels


def test_a_longer_field_is_made_of_longer_dilations_and_not_of_more_layers() -> None:
    own = config_for(PRESETS["small"])
    longer = config_for(PRESETS["small"], receptive_field_ms=4 * own.receptive_field_ms)
    assert 0.8 * own.layers <= longer.layers <= 1.25 * own.layers
    assert max(longer.dilations) > max(own.dilations)


@pytest.mark.parametrize(("rate", "asked_ms"), [(8_000, 1.0), (48_000, 40_000.0)])
def test_what_no_network_can_hear_is_refused(rate: int, asked_ms: float) -> None:
    with pytest.raises(EngineError, match=f"At {rate} Hz a network hears back between .* not {asked_ms:g} ms"):
        config_for(PRESETS["small"], rate, receptive_field_ms=asked_ms)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_at_its_own_rate_is_plain_stacks(name: str) -> None:
    preset = PRESETS[name]
    stack = tuple(2**power for power in range(preset.layers_a_stack))
    assert config_for(preset).dilations == stack * preset.stacks


@pytest.mark.parametrize("name", PRESETS)
def test_the_description_tells_the_true_figures(name: str) -> None:
    preset, plan = PRESETS[name], TrainingPlan(preset=name)
    config = plan.config()
    told = re.search(r"(\d+) ms\s*\((\d+) samples\)\. Takes ([\d.]+) GB", preset.description)
    assert told is not None and preset.title
    assert (float(told[1]), int(told[2])) == (round(config.receptive_field_ms), config.receptive_field_samples)
    memory_bytes = estimate_training(config, plan, 300.0, 1e11).memory_bytes
    assert float(told[3]) == pytest.approx(memory_bytes / 1e9, rel=0.15)


def test_wrong_names_and_rates_say_what_to_do() -> None:
    with pytest.raises(EngineError, match="sketch, voice, small, published, gpu"):
        preset_named("huge")
    with pytest.raises(EngineError, match="between"):
        config_for(PRESETS["small"], 12)
