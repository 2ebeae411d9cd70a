"""What every effect keeps, whoever adds it."""

from collections.abc import Iterator

import numpy as np
import pytest

from mixing.audio import Audio
from mixing.effect import CONTROL_SAMPLES, Effect, Processor
from mixing.effects import EFFECTS
from tests.mixing.arrangements import RATE_HZ, sine

CATEGORIES = {"dynamics", "filter", "colour", "space", "modulation", "repair", "utility"}
UNITS = {"", "dB", "dBTP", "Hz", "ms", "s", ":1", "°", "×", "bit", "st", "ct", "σ"}
SILENT = 10 ** (-90 / 20)
EQUAL = 10 ** (-120 / 20)

# With these settings an effect changes nothing but the time; the error in dB that is left.
NEUTRAL: dict[str, tuple[dict[str, float], float]] = {
    "chorus": ({"mix": 0.0}, -150),
    "compressor": ({"ratio": 1.0, "make_up_db": 0.0}, -120),
    "crusher": ({"law": 0.0, "bits": 16.0}, -30),
    "declick": ({}, -150),
    "equaliser": ({"low_gain_db": 0.0, "bell_1_gain_db": 0.0, "bell_2_gain_db": 0.0, "high_gain_db": 0.0}, -150),
    "exciter": ({"drive_db": 0.0, "amount_db": -60.0}, -60),
    "filter": ({"mode": 1.0, "frequency_hz": 20.0}, -24),
    "gain": ({}, -150),
    "gate": ({"range_db": 0.0}, -120),
    "limiter": ({}, -120),
    "noise_reduction": ({"reduction_db": 0.0}, -110),
    "hum_removal": ({"harmonics": 1.0, "width_hz": 0.3}, -36),
    "pitch_shift": ({}, -110),
    "saturation": ({"drive_db": 0.0}, -18),
    "tape": ({"drive_db": -12.0}, -20),
    "tremolo": ({"depth": 0.0}, -150),
    "width": ({}, -120),
}
# These never hand on the sound itself: how late their own sound is, their own tests see.
NEVER_NEUTRAL = {"convolution", "delay", "reverb"}


def noise(channels: int = 2, seconds: float = 1.0) -> Audio:
    random = np.random.default_rng(7)
    loudness = np.repeat(random.uniform(0.01, 1.5, 10), round(seconds * RATE_HZ / 10))
    return (random.standard_normal((channels, loudness.size)) * 0.3 * loudness).astype(np.float32)


def through(processor: Processor, audio: Audio, *lengths: int) -> Audio:
    blocks, at, number = [audio[:, :0]], 0, 0
    while at < audio.shape[1]:
        length = lengths[number % len(lengths)]
        blocks.append(processor.process(audio[:, at : at + length]))
        at, number = at + length, number + 1
    return np.concatenate(blocks, axis=1)


def processed(effect: Effect, audio: Audio, *lengths: int) -> Audio:
    return through(effect.processor(RATE_HZ, audio.shape[0]), audio, *lengths)


def extremes(kind: type[Effect]) -> Iterator[tuple[str, float]]:
    for name, schema in kind.model_json_schema()["properties"].items():
        yield name, schema["minimum"]
        yield name, schema["maximum"]


def every_setting(kind: type[Effect]) -> list[Effect]:
    return [kind(), *(kind.preset(name) for name in kind.presets)]


@pytest.mark.parametrize("kind", EFFECTS.values(), ids=EFFECTS.keys())
class TestEveryEffect:
    @pytest.mark.parametrize("channels", [1, 2])
    def test_keeps_shape_and_type_and_stays_finite(self, kind: type[Effect], channels: int) -> None:
        audio = noise(channels)
        out = processed(kind(), audio, 4096)
        assert out.shape == audio.shape and out.dtype == np.float32 and np.isfinite(out).all()

    def test_does_not_depend_on_the_division_into_blocks(self, kind: type[Effect]) -> None:
        audio = noise()
        for effect in every_setting(kind):
            whole = processed(effect, audio, audio.shape[1])
            for lengths in ((512,), (32_768,), (1, 7, 4_000, 333, 0)):
                assert np.abs(processed(effect, audio, *lengths) - whole).max() <= EQUAL

    @pytest.mark.parametrize("rate_hz", [16_000, 48_000, 96_000])
    def test_works_at_other_rates(self, kind: type[Effect], rate_hz: int) -> None:
        processor = kind().processor(rate_hz)
        out = np.concatenate([processor.process(noise()[:, at : at + 4_410]) for at in range(0, 44_100, 4_410)], axis=1)
        assert np.isfinite(out).all() and np.abs(out).max() > 0.01

    def test_gives_the_same_bytes_again(self, kind: type[Effect]) -> None:
        assert (processed(kind(), noise(), 4_096) == processed(kind(), noise(), 4_096)).all()

    def test_does_not_write_into_its_input(self, kind: type[Effect]) -> None:
        audio = noise()
        processor = kind().processor(RATE_HZ)
        for at in range(0, audio.shape[1], 1000):
            block = np.ascontiguousarray(audio[:, at : at + 1000])
            out = processor.process(block)
            assert not np.shares_memory(out, block)
            assert (block == audio[:, at : at + 1000]).all()

    def test_silence_stays_silence(self, kind: type[Effect]) -> None:
        assert not processed(kind(), np.zeros((2, RATE_HZ), np.float32), 1000).any()

    def test_tells_how_long_its_tail_is(self, kind: type[Effect]) -> None:
        for effect in every_setting(kind):
            processor = effect.processor(RATE_HZ)
            after = processor.latency_samples + round(processor.tail_seconds * RATE_HZ)
            if after > 20 * RATE_HZ:
                continue
            audio = np.concatenate([noise(), np.zeros((2, after + RATE_HZ // 2), np.float32)], axis=1)
            out = np.abs(through(processor, audio, 5_000))
            assert out[:, RATE_HZ + after :].max() <= SILENT * max(1.0, out.max()), effect

    def test_survives_the_ends_of_every_parameter(self, kind: type[Effect]) -> None:
        impulse = np.zeros((2, 3_000), np.float32)
        impulse[:, 100] = 1.0
        full_scale = np.sign(np.random.default_rng(1).standard_normal((2, 6_000))).astype(np.float32)
        denormal = np.full((2, 1_000), 1e-41, np.float32)
        inputs = [np.zeros((2, 2_000), np.float32), impulse, full_scale, denormal, impulse[:, 100:101], impulse[:, :0]]
        for name, value in extremes(kind):
            effect = kind(**{name: value})
            for channels in (1, 2):
                processor = effect.processor(RATE_HZ, channels)
                for audio in inputs:
                    out = processor.process(audio[:channels])
                    assert out.shape == (channels, audio.shape[1]) and out.dtype == np.float32
                    assert np.isfinite(out).all(), (name, value)
                    assert np.isfinite(processor.reduction_db) and np.isfinite(processor.tail_seconds)

    def test_takes_new_settings_at_any_moment_whatever_the_blocks(self, kind: type[Effect]) -> None:
        audio = noise(seconds=0.5)
        # On the grid, and off it: latency moves a processor's own time against the project's.
        for preset, at in zip(kind.presets.values(), (100 * CONTROL_SAMPLES, 6_437, 1) * 3, strict=False):
            moved = kind(**{name: value for name, value in preset.items() if name not in kind.fixed})
            results = []
            for lengths in ((audio.shape[1],), (CONTROL_SAMPLES,), (100, 1, 4_000)):
                processor = kind().processor(RATE_HZ)
                before = through(processor, audio[:, :at], *lengths)
                processor.update(moved)
                results.append(np.concatenate([before, through(processor, audio[:, at:], *lengths)], axis=1))
            assert np.abs(results[1] - results[0]).max() <= EQUAL
            assert np.abs(results[2] - results[0]).max() <= EQUAL

    def test_moves_to_new_settings_without_a_step(self, kind: type[Effect]) -> None:
        tone = 0.25 * np.stack([sine(311, 0.5), sine(311, 0.5, degrees=60)]).astype(np.float32)
        at = 200 * CONTROL_SAMPLES
        for name, value in extremes(kind):
            if name in kind.fixed or kind is EFFECTS["crusher"]:  # which is made of steps
                continue
            staying, moving = kind().processor(RATE_HZ), kind().processor(RATE_HZ)
            through(staying, tone[:, :at], 4_096)
            through(moving, tone[:, :at], 4_096)
            moving.update(kind(**{name: value}))
            away = np.abs(moving.process(tone[:, at:]) - staying.process(tone[:, at:]))
            assert away[:, 0].max() <= 0.1 * away.max() + 2e-4, (name, value)

    def test_goes_on_as_if_nothing_were_said_when_settings_stay(self, kind: type[Effect]) -> None:
        audio = noise(seconds=0.5)
        processor = kind().processor(RATE_HZ)
        before = processor.process(audio[:, :6_400])
        processor.update(kind())
        out = np.concatenate([before, processor.process(audio[:, 6_400:])], axis=1)
        assert np.abs(out - processed(kind(), audio, audio.shape[1])).max() <= EQUAL

    def test_reports_a_reduction_that_is_never_negative(self, kind: type[Effect]) -> None:
        processor = kind().processor(RATE_HZ)
        processor.process(noise() * 10)
        assert 0.0 <= processor.reduction_db < 100.0

    def test_describes_itself(self, kind: type[Effect]) -> None:
        schema = kind.model_json_schema()
        assert len(schema["description"].split()) >= 4
        assert isinstance(schema["master_only"], bool)
        assert schema["category"] in CATEGORIES
        assert set(schema["fixed"]) <= schema["properties"].keys()
        titles = [parameter["title"] for parameter in schema["properties"].values()]
        assert len(set(titles)) == len(titles)
        for name, parameter in schema["properties"].items():
            assert {"minimum", "maximum", "default", "unit", "scale", "title"} <= parameter.keys()
            assert parameter["minimum"] <= parameter["default"] <= parameter["maximum"]
            assert parameter["scale"] == "linear" or (parameter["scale"] == "log" and parameter["minimum"] > 0)
            assert parameter["unit"] in UNITS
            if parameter["unit"] in ("Hz", "ms", "dB"):
                assert name.endswith(f"_{parameter['unit'].lower()}")
            if "choices" in parameter:
                assert parameter["minimum"] == 0 and parameter["maximum"] == len(parameter["choices"]) - 1
                assert len(set(parameter["choices"])) == len(parameter["choices"])

    def test_has_presets_that_are_valid_and_differ(self, kind: type[Effect]) -> None:
        presets = kind.model_json_schema()["presets"]
        assert presets
        made = [kind(**settings) for settings in presets.values()]
        assert kind() not in made and len(set(made)) == len(made)

    def test_refuses_what_is_out_of_range_or_unknown(self, kind: type[Effect]) -> None:
        name, schema = next(iter(kind.model_json_schema()["properties"].items()))
        for wrong in ({name: schema["maximum"] + 1}, {name: float("nan")}, {"no_such_parameter": 1.0}):
            with pytest.raises(ValueError):
                kind(**wrong)


@pytest.mark.parametrize("name", NEUTRAL)
def test_is_as_late_as_it_says(name: str) -> None:
    settings, error_db = NEUTRAL[name]
    audio = 0.02 * noise()
    processor = EFFECTS[name](**settings).processor(RATE_HZ)
    late = processor.latency_samples
    out = through(processor, np.pad(audio, ((0, 0), (0, late))), 3_000)[:, late:]
    inner = slice(5_000, -5_000)
    away_db = 20 * np.log10(np.std(out[:, inner] - audio[:, inner]) / np.std(audio[:, inner]) + 1e-12)
    assert away_db <= error_db


def test_every_effect_shows_how_late_it_is() -> None:
    assert NEUTRAL.keys() | NEVER_NEUTRAL == EFFECTS.keys()


def test_every_effect_that_was_asked_for_exists() -> None:
    assert {"equaliser", "compressor", "gain", "limiter"} <= EFFECTS.keys()
    assert [name for name, kind in EFFECTS.items() if kind.master_only] == ["limiter"]
