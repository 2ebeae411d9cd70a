"""The native sampler equals the full network on every level that runs here, and keeps its promises about voices."""

import os
import subprocess
import sys
import time
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import numpy as np
import pytest
import torch

from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.coding import empty
from generation.conditioning import steering
from generation.errors import EngineError
from generation.native import library
from generation.native.probe import peak_flops, read_bandwidth
from generation.native_sampler import NativeSampler, NativeUnavailable, native_levels
from generation.sampler import Sampler, Steering
from tests.generation.networks import CONFIGS, full_outputs, lively_network, some_samples, some_steering

REPOSITORY = Path(__file__).resolve().parents[2]
LEVELS = native_levels()
BFLOAT16_LEVELS = [level for level in LEVELS if level in ("v4_amx", "v4_bf16")]
INT8_LEVELS = [level for level in LEVELS if level in ("v4_amx", "v4_bf16", "v4_vnni")]
VOICES = (1, 2, 3, 4, 5, 8, 17)

native = pytest.mark.skipif(not LEVELS, reason="the native sampler was not built on this machine")
on_every_level = pytest.mark.parametrize("level", LEVELS)


def of_voices(steered: Steering, voices: slice) -> Steering:
    return Steering(steered.biases[:, voices], steered.frame_samples)


def moving(network: Wavenet, voices: int, samples: int) -> Steering:
    return some_steering(network, voices, samples)[0]


def rms(errors: np.ndarray) -> float:
    return float(np.sqrt(np.mean(errors**2)))


def still(network: Wavenet, voices: int) -> Steering:
    config = network.config
    classes = np.eye(len(config.classes), dtype=np.float32)[[0] * voices][None] if config.classes else None
    return steering(config, network.weights(), classes, np.zeros((1, 1, config.control_features), np.float32), voices)


@on_every_level
@pytest.mark.parametrize("name", CONFIGS)
def test_it_equals_the_network_past_the_receptive_field(name: str, level: str) -> None:
    network = lively_network(CONFIGS[name])
    config, most = network.config, max(VOICES)
    field = config.receptive_field_samples
    samples = some_samples(config, most, 2 * field + 20)
    _, _, controls = some_steering(network, most, samples.shape[1])
    classes = np.eye(len(config.classes), dtype=np.float32)[[1] * most][None] if config.classes else None
    steered = steering(config, network.weights(), classes, controls, most)
    expected = full_outputs(network, samples, controls, label=1)
    assert expected.std() > 0.3
    for voices in VOICES:
        sampler = NativeSampler(config, network.weights(), voices, threads=1, level=level)
        sampler.prime(empty(config, 0), of_voices(steered, slice(voices)))
        followed = sampler.follow(samples[:voices], of_voices(steered, slice(voices)))
        assert np.abs(followed[:, field:] - expected[:voices]).max() <= 1e-4


@on_every_level
@pytest.mark.parametrize("name", ["classes", "wide filter", "all of it"])
@pytest.mark.parametrize("heard", [0, 1, 10, -1, 200])
def test_a_prompt_is_heard_as_the_network_would(name: str, heard: int, level: str) -> None:
    """After silence when it is short, and only its last receptive field when it is long."""
    network = lively_network(CONFIGS[name])
    config = network.config
    field = config.receptive_field_samples
    prompt = some_samples(config, 1, field - 1 if heard < 0 else heard)[0]
    past = np.concatenate([empty(config, field), prompt])[-field:]
    sampler = NativeSampler(config, network.weights(), 1, level=level)
    sampler.prime(prompt, still(network, 1))
    outputs = sampler.follow(empty(config, 1, 1), still(network, 1))[0, 0]
    no_controls = np.zeros((1, 1, config.control_features), np.float32)
    expected = full_outputs(network, np.append(past, past[:1])[None], no_controls)[0, 0]
    assert np.abs(outputs - expected).max() <= 1e-4


@native
def test_priming_follows_a_steering_that_moves() -> None:
    """Steered priming is the same as hearing the same samples one by one under the same frames."""
    network = lively_network(CONFIGS["controls"])
    config = network.config
    field = config.receptive_field_samples
    samples = some_samples(config, 1, 2 * field)
    steered = moving(network, 2, 2 * field)
    _, _, controls = some_steering(network, 2, 2 * field)
    assert len(controls) > 3
    follower = NativeSampler(config, network.weights(), 2)
    follower.prime(samples[0, :field], of_voices(steered, slice(2)))
    late = Steering(np.repeat(steered.biases, steered.frame_samples, axis=0)[field:], 1)
    expected = follower.follow(np.repeat(samples[:, field:], 2, axis=0), late)[:, -1]
    primed = NativeSampler(config, network.weights(), 2)
    primed.prime(samples[0, :-1], Steering(np.repeat(steered.biases, steered.frame_samples, axis=0)[field - 1 :], 1))
    last = Steering(late.biases[-1:], 1)
    assert np.abs(primed.follow(np.repeat(samples[:, -1:], 2, axis=0), last)[:, 0] - expected).max() <= 1e-4


@on_every_level
@pytest.mark.parametrize("name", ["controls", "logistics"])
def test_a_voice_is_the_same_among_others_on_more_threads_and_in_blocks(name: str, level: str) -> None:
    network, voices, length = lively_network(CONFIGS[name]), 17, 80
    config, weights = network.config, network.weights()
    uniforms = np.random.default_rng(0).random((voices, length, config.uniforms_per_sample), np.float32)
    heats = np.linspace(0.7, 1.3, length).astype(np.float32)
    steered = Steering(moving(network, voices, length).biases[:1], 1)

    def take(chosen: slice, threads: int, cuts: tuple[int, ...] = (length,)) -> np.ndarray:
        own = of_voices(steered, chosen)
        sampler, first, parts = NativeSampler(config, weights, own.biases.shape[1], threads, level=level), 0, []
        sampler.prime(some_samples(config, 1, 50)[0], own)
        for cut in cuts:
            parts.append(sampler.draw(uniforms[chosen, first:cut], heats[first:cut], own))
            first = cut
        return np.concatenate(parts, axis=1)

    together = take(slice(voices), 1)
    assert together.dtype == empty(config, 0).dtype
    assert len({voice.tobytes() for voice in together}) == voices
    for threads in (2, 3, 5, 17):
        assert (take(slice(voices), threads) == together).all()
    assert (take(slice(voices), 1, (1, 2, 40, length)) == together).all()
    for first, last in ((0, 8), (3, 14), (9, 17)):
        assert (take(slice(first, last), 1) == together[first:last]).all()
    few = take(slice(7), 1)  # tiles multiply many voices otherwise than vectors multiply few
    for first, last in ((3, 4), (0, 2), (4, 7)):
        assert (take(slice(first, last), 1) == few[first:last]).all()


@native
def test_priming_forgets_what_was_before(network: Wavenet, noise: np.ndarray) -> None:
    sampler: Sampler = NativeSampler(network.config, network.weights(), 1)
    uniforms = np.random.default_rng(0).random((1, 100, 1), np.float32)
    takes = []
    for _ in range(2):
        sampler.prime(noise[:90, 0], still(network, 1))
        takes.append(sampler.draw(uniforms, np.ones(100, np.float32), still(network, 1)))
    assert (takes[0] == takes[1]).all()


@on_every_level
@pytest.mark.parametrize("name", ["classes", "wide filter"])
@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.0])
def test_draws_follow_the_softmax_and_the_temperature(name: str, temperature: float, level: str) -> None:
    """One step from one past, drawn by a grid of numbers: the shares are the probabilities."""
    network, grid = lively_network(CONFIGS[name]), 1_000
    config = network.config
    sampler = NativeSampler(config, network.weights(), grid, level=level)
    steered = still(network, grid)
    uniforms = ((np.arange(grid) + 0.5) / grid).astype(np.float32)[:, None, None]
    sampler.prime(some_samples(config, 1, 100)[0], steered)
    drawn = sampler.draw(uniforms, np.full(1, temperature, np.float32), steered)[:, 0]
    assert (np.diff(drawn.astype(int)) >= 0).all()  # an inverse of the cumulative distribution rises
    sampler.prime(some_samples(config, 1, 100)[0], steered)
    logits = sampler.follow(empty(config, grid, 1), steered)[0, 0].astype(np.float64) / temperature
    expected = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    assert expected.max() > 2 / config.quantisation
    shares = np.bincount(drawn, minlength=config.quantisation) / grid
    assert np.abs(shares - expected).max() <= 1.5 / grid + 1e-4


@on_every_level
@pytest.mark.parametrize("temperature", [0.2, 1.0])
def test_logistics_are_drawn_by_their_quantiles(temperature: float, level: str) -> None:
    network, grid = lively_network(CONFIGS["all of it"]), 400
    config, steered = network.config, still(network, 400)
    uniforms = np.random.default_rng(5).random((grid, 1, 2), np.float32)
    uniforms[:2, 0, 1] = 0.0, np.float32(1 - 2**-24)
    sampler = NativeSampler(config, network.weights(), grid, level=level)
    sampler.prime(some_samples(config, 1, 90)[0], steered)
    drawn = sampler.draw(uniforms, np.full(1, temperature, np.float32), steered)[:, 0]
    sampler.prime(some_samples(config, 1, 90)[0], steered)
    outputs = sampler.follow(empty(config, grid, 1), steered)[0, 0].astype(np.float64)
    weights, means, log_scales = outputs.reshape(3, config.mixtures)
    shares = np.exp(weights / temperature) / np.exp(weights / temperature).sum()
    component = np.searchsorted(shares.cumsum(), uniforms[:, 0, 0], side="right").clip(max=config.mixtures - 1)
    assert len(set(component)) > 1
    u = uniforms[:, 0, 1].clip(1e-5, 1 - 1e-5).astype(np.float64)
    audio = means[component] + temperature * np.exp(np.maximum(log_scales[component], -9)) * np.log(u / (1 - u))
    expected = np.rint(audio * 32_768).clip(-32_768, 32_767)
    assert drawn.dtype == np.int16
    assert np.abs(drawn - expected).max() <= 1


@native
def test_a_network_beyond_the_near_cache_is_exact_and_keeps_voices_apart() -> None:
    """Behind its layers float32 may be multiplied in two halves by tiles, with sums of their own."""
    config = WavenetConfig(sample_rate_hz=8_000, dilations=(1, 2, 4, 8), residual_channels=20, skip_channels=1_024)
    assert 4 * config.parameter_count > 5 << 20
    network, field = lively_network(config), config.receptive_field_samples
    samples = some_samples(config, max(VOICES), field + 40)
    expected = full_outputs(network, samples, np.zeros((1, max(VOICES), 0), np.float32))
    for level in LEVELS:
        alone = None
        for voices in VOICES:
            sampler = NativeSampler(config, network.weights(), voices, threads=1, level=level)
            sampler.prime(empty(config, 0), still(network, voices))
            followed = sampler.follow(samples[:voices], still(network, voices))[:, field:]
            assert np.abs(followed - expected[:voices]).max() <= 1e-4
            alone = followed[0] if alone is None else alone
            assert (followed[0] == alone).all()


@native
def test_many_voices_are_exact_and_the_same_however_they_are_shared_out() -> None:
    """Where there are tiles, they multiply all of float32 for many voices, with sums of their own."""
    config = WavenetConfig(sample_rate_hz=8_000, dilations=(1, 2, 4, 8), residual_channels=32, skip_channels=64)
    network, field, many = lively_network(config), config.receptive_field_samples, 17
    samples = some_samples(config, many, field + 40)
    expected = full_outputs(network, samples, np.zeros((1, many, 0), np.float32))
    for level in LEVELS:
        alone = None
        for voices, threads in ((8, 1), (8, 8), (9, 2), (17, 1), (17, 3)):
            sampler = NativeSampler(config, network.weights(), voices, threads, level=level)
            sampler.prime(empty(config, 0), still(network, voices))
            followed = sampler.follow(samples[:voices], still(network, voices))[:, field:]
            assert np.abs(followed - expected[:voices]).max() <= 1e-4
            alone = followed[7] if alone is None else alone
            assert (followed[7] == alone).all()


def with_rounded_weights(network: Wavenet) -> Wavenet:
    """The network with the products' weights rounded as "int8" rounds them, by another way of doing it."""
    rounded = Wavenet(network.config)
    rounded.load_weights(network.weights())
    with torch.no_grad():
        for name in ("gate_weight", "residual_weight", "skip_weight", "hidden_weight", "output_weight"):
            weight = rounded.get_parameter(name)
            step = weight.abs().amax(dim=-2, keepdim=True) / (127 * 16 if name == "output_weight" else 127)
            weight.copy_((weight / step).round() * step)
    return rounded


@pytest.mark.skipif(not INT8_LEVELS, reason="this processor does not multiply bytes")
@pytest.mark.parametrize("name", CONFIGS)
def test_int8_multiplies_rounded_weights_and_keeps_voices_apart(name: str) -> None:
    """As the full network with those weights, but for the inputs' sixteen bits; voices bit for bit as alone."""
    network = lively_network(CONFIGS[name])
    config, most = network.config, max(VOICES)
    field = config.receptive_field_samples
    samples = some_samples(config, most, 2 * field + 20)
    _, _, controls = some_steering(network, most, samples.shape[1])
    classes = np.eye(len(config.classes), dtype=np.float32)[[1] * most][None] if config.classes else None
    steered = steering(config, network.weights(), classes, controls, most)
    expected = full_outputs(with_rounded_weights(network), samples, controls, label=1)
    exact = full_outputs(network, samples, controls, label=1)
    for level in INT8_LEVELS:
        first = None
        for voices in VOICES:
            sampler = NativeSampler(config, network.weights(), voices, 1, "int8", level)
            sampler.prime(empty(config, 0), of_voices(steered, slice(voices)))
            followed = sampler.follow(samples[:voices], of_voices(steered, slice(voices)))[:, field:]
            first = followed[:1] if first is None else first
            assert (followed[:1] == first).all()
            near, far = rms(followed - expected[:voices]), rms(followed - exact[:voices])
            assert near <= 2e-4 * expected.std() and near < 0.03 * far
            assert far < 0.02 * expected.std()


@native
def test_what_would_leave_its_memory_is_refused(network: Wavenet) -> None:
    config, steered = network.config, still(network, 2)
    sampler = NativeSampler(config, network.weights(), 2)
    sampler.prime(np.empty(0, np.uint8), steered)
    numbers, heats = np.full((2, 3, 1), 0.5, np.float32), np.ones(3, np.float32)
    assert sampler.draw(numbers, heats, steered).shape == (2, 3)
    for bad in (np.array([1, np.nan, 1]), np.array([1, 0, 1]), np.array([1, -1, 1]), np.array([1, np.inf, 1])):
        with pytest.raises(EngineError, match="temperature must be a number above 0"):
            sampler.draw(numbers, bad.astype(np.float32), steered)
    for shape in ((2, 2, 1), (1, 3, 1), (2, 3, 2), (2, 3)):
        with pytest.raises(ValueError, match="uniform numbers are"):
            sampler.draw(np.zeros(shape, np.float32), heats, steered)
    with pytest.raises(ValueError, match="between 0 and 1"):
        sampler.draw(np.full((2, 3, 1), np.nan, np.float32), heats, steered)
    for wrong in (Steering(steered.biases[:, :1], 1), Steering(steered.biases[:0], 1), Steering(steered.biases, 0)):
        with pytest.raises(ValueError, match="steering's biases"):
            sampler.draw(numbers, heats, wrong)
    for samples in (np.full((2, 3), 256, np.int16), np.full((2, 3), -1, np.int16)):
        with pytest.raises(ValueError, match="classes below 256"):
            sampler.follow(samples, steered)
    with pytest.raises(ValueError, match="samples are"):
        sampler.follow(np.zeros((3, 3), np.uint8), steered)
    for voices in (0, -1, 100_000):
        with pytest.raises(EngineError, match="voices"):
            NativeSampler(config, network.weights(), voices)
    with pytest.raises(EngineError, match="hidden_bias holds numbers that are not finite"):
        NativeSampler(config, network.weights() | {"hidden_bias": np.full(20, np.nan, np.float32)}, 1)
    with pytest.raises(ValueError, match="hidden_bias is"):
        NativeSampler(config, network.weights() | {"hidden_bias": np.zeros(19, np.float32)}, 1)


@native
def test_no_level_is_far_slower_than_the_processor_allows() -> None:
    """Processor time of the hot case, for one voice and for a tile of four, against the fastest level."""
    stack = tuple(2**i for i in range(10))
    config = WavenetConfig(sample_rate_hz=16_000, dilations=stack * 2)
    weights = lively_network(config).weights()
    seconds: dict[tuple[str, int], float] = {}
    for level in LEVELS:
        for voices in (1, 4):
            sampler = NativeSampler(config, weights, voices, threads=1, level=level)
            quiet = Steering(np.zeros((1, voices, config.layers, 64), np.float32), 1)
            uniforms, heats = np.full((voices, 400, 1), 0.5, np.float32), np.ones(400, np.float32)
            runs = []
            for _ in range(4):
                started = time.process_time()
                sampler.draw(uniforms, heats, quiet)
                runs.append(time.process_time() - started)
            seconds[level, voices] = min(runs)
    for (level, voices), taken in seconds.items():
        assert taken <= (10 if level == "v2" else 4) * seconds[LEVELS[0], voices], seconds


@native
def test_the_probes_measure_this_processor() -> None:
    single, read = peak_flops("float32"), read_bandwidth(1_000_000)
    assert 1e9 < single < 1e12
    assert 1e8 < read < 1e12
    assert peak_flops("float32", LEVELS[-1]) < 1.5 * single
    if BFLOAT16_LEVELS:
        assert 0.3 * single < peak_flops("bfloat16") < 40 * single  # by vectors, or by tiles
    if INT8_LEVELS:
        assert 0.5 * single < peak_flops("int8") < 5 * single


def test_without_a_build_there_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny_config: WavenetConfig
) -> None:
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    (tmp_path / f"_processor{EXTENSION_SUFFIXES[0]}").write_bytes(b"no library")
    assert native_levels() == ()
    with pytest.raises(
        NativeUnavailable, match=r"install a C\+\+ compiler and install Overhear again \(there are: none"
    ):
        NativeSampler(tiny_config, {}, 1)


@native
def test_a_library_of_another_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "INTERFACE", library.INTERFACE + 1)
    assert native_levels() == ()


def test_no_compiler_fails_no_installation(tmp_path: Path) -> None:
    pytest.importorskip("setuptools")
    missing = {name: "/no/such/compiler" for name in ("CC", "CXX", "LDSHARED", "LDCXXSHARED")}
    command = [sys.executable, "setup.py", "build_ext", "--build-lib", str(tmp_path), "--build-temp", str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, env=os.environ | missing, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("*.so"))
