"""What every effect keeps, whoever adds it."""

import numpy as np
import pytest

from mixing.effect import Effect
from mixing.effects import EFFECTS
from tests.mixing.arrangements import RATE_HZ


def noise(channels: int = 2, seconds: float = 1.0) -> np.ndarray:
    random = np.random.default_rng(7)
    loudness = np.repeat(random.uniform(0.01, 1.5, 10), round(seconds * RATE_HZ / 10))
    return (random.standard_normal((channels, loudness.size)) * 0.3 * loudness).astype(np.float32)


def processed(effect: Effect, audio: np.ndarray, *lengths: int) -> np.ndarray:
    processor = effect.processor(RATE_HZ, audio.shape[0])
    blocks, at, number = [], 0, 0
    while at < audio.shape[1]:
        length = lengths[number % len(lengths)]
        blocks.append(processor.process(audio[:, at : at + length]))
        at, number = at + length, number + 1
    return np.concatenate(blocks, axis=1)


@pytest.mark.parametrize("kind", EFFECTS.values(), ids=EFFECTS.keys())
class TestEveryEffect:
    @pytest.mark.parametrize("channels", [1, 2])
    def test_keeps_shape_and_type_and_stays_finite(self, kind: type[Effect], channels: int) -> None:
        audio = noise(channels)
        out = processed(kind(), audio, 4096)
        assert out.shape == audio.shape and out.dtype == np.float32 and np.isfinite(out).all()

    def test_does_not_depend_on_the_division_into_blocks(self, kind: type[Effect]) -> None:
        audio = noise()
        whole = processed(kind(), audio, audio.shape[1])
        for lengths in ((512,), (32_768,), (1, 7, 4_000, 333)):
            assert np.abs(processed(kind(), audio, *lengths) - whole).max() <= 1e-6

    def test_does_not_write_into_its_input(self, kind: type[Effect]) -> None:
        audio = noise()
        processed(kind(), audio, 1000)
        assert (audio == noise()).all()

    def test_silence_stays_silence(self, kind: type[Effect]) -> None:
        assert not processed(kind(), np.zeros((2, RATE_HZ), np.float32), 1000).any()

    def test_silence_after_sound_ends_in_silence(self, kind: type[Effect]) -> None:
        audio = np.concatenate([noise(), np.zeros((2, 3 * RATE_HZ), np.float32)], axis=1)
        assert np.abs(processed(kind(), audio, 5_000)[:, -RATE_HZ:]).max() < 1e-5

    def test_says_how_late_it_is(self, kind: type[Effect]) -> None:
        audio = np.zeros((2, 20_000), np.float32)
        audio[:, 5_000] = 0.1  # soft: nothing to limit
        loudest = np.abs(processed(kind(), audio, 1024)).argmax(axis=1)
        assert (loudest == 5_000 + kind().processor(RATE_HZ).latency_samples).all()

    def test_survives_the_ends_of_every_parameter(self, kind: type[Effect]) -> None:
        for name, schema in kind.model_json_schema()["properties"].items():
            for value in (schema["minimum"], schema["maximum"]):
                assert np.isfinite(processed(kind(**{name: value}), noise(seconds=0.3), 4096)).all(), (name, value)

    def test_reports_a_reduction_that_is_never_negative(self, kind: type[Effect]) -> None:
        processor = kind().processor(RATE_HZ)
        processor.process(noise() * 10)
        assert 0.0 <= processor.reduction_db < 100.0

    def test_describes_itself(self, kind: type[Effect]) -> None:
        schema = kind.model_json_schema()
        assert len(schema["description"].split()) >= 4
        assert isinstance(schema["master_only"], bool)
        titles = [parameter["title"] for parameter in schema["properties"].values()]
        assert len(set(titles)) == len(titles)
        for name, parameter in schema["properties"].items():
            assert {"minimum", "maximum", "default", "unit", "scale", "title"} <= parameter.keys()
            assert parameter["minimum"] <= parameter["default"] <= parameter["maximum"]
            assert parameter["scale"] == "linear" or (parameter["scale"] == "log" and parameter["minimum"] > 0)
            if parameter["unit"] in ("Hz", "ms", "dB"):
                assert name.endswith(f"_{parameter['unit'].lower()}")

    def test_refuses_what_is_out_of_range_or_unknown(self, kind: type[Effect]) -> None:
        name, schema = next(iter(kind.model_json_schema()["properties"].items()))
        for wrong in ({name: schema["maximum"] + 1}, {name: float("nan")}, {"no_such_parameter": 1.0}):
            with pytest.raises(ValueError):
                kind(**wrong)


def test_the_mastering_chain_exists() -> None:
    assert {"equaliser", "compressor", "gain", "limiter"} <= EFFECTS.keys()
    assert [name for name, kind in EFFECTS.items() if kind.master_only] == ["limiter"]
