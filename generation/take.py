"""A take while it sounds: it goes on for as long as it is asked for more, and is steered meanwhile."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import Arrays, Checkpoint, find_checkpoint, load_checkpoint
from generation.coding import Floats, Samples, decode, empty
from generation.conditioning import steering
from generation.contour import control_lines
from generation.course import Course, class_lines, number_line
from generation.precision import SamplerPrecision
from generation.prompt import Prompt, load_prompt
from generation.request import Change, GenerationRequest
from generation.sampler import Sampler, Steering
from generation.samplers import make_sampler

STEERING_BYTES = 32_000_000
"""The most that the biases of one call to the sampler take; more frames are drawn in several calls."""


class Take:
    """Voices of one network, sample after sample; the same course and changes give the same audio in any blocks."""

    def __init__(
        self,
        config: WavenetConfig,
        weights: Arrays,
        sampler: Sampler,
        course: Course,
        prompt: Prompt,
        seed: int,
        warnings: tuple[str, ...] = (),
    ) -> None:
        self.config, self.prompt = config, prompt
        self.warnings = warnings
        """What the person should know, in sentences."""
        self.position_samples = 0
        """How much was made so far."""
        self._weights, self._sampler, self._course = weights, sampler, course
        self._random = [np.random.default_rng([seed, voice]) for voice in range(sampler.voices)]
        sampler.prime(prompt.samples, self._steering(course.class_weights(np.zeros(1)), prompt.controls[:, None]))

    def next(self, samples: int, change: Change | None = None) -> Floats:
        """The next samples of every voice, (voices, samples), in ±1; a change counts from the first of them on.

        Classes and controls move with the control frames of 10 ms, the temperature with each sample.
        """
        if change is not None:
            now_seconds = self.position_samples / self.config.sample_rate_hz
            self._course = self._course.changed(self.config, now_seconds, change)
        end, parts = self.position_samples + samples, [empty(self.config, self._sampler.voices, 0)]
        while self.position_samples < end:
            parts.append(self._draw(end))
        return decode(self.config, np.concatenate(parts, axis=1))

    def _draw(self, end: int) -> Samples:
        """From the position to the end, or as far as one call to the sampler goes."""
        first, frame = self.position_samples, self.config.control_frame_samples
        frames = np.arange(first // frame, min(-(-end // frame), first // frame + self._most_frames()))
        times = frames * frame / self.config.sample_rate_hz
        classes = _shortened(self._course.class_weights(times))
        controls = _shortened(self._course.control_features(times))
        moving = any(part is not None and len(part) > 1 for part in (classes, controls))
        if moving and first % frame:  # a steering begins with a frame, so what is left of this one is drawn for itself
            frames = frames[:1]
            classes, controls = (None if part is None else part[:1] for part in (classes, controls))
        count = min(end, int(frames[-1] + 1) * frame) - first
        temperatures = self._course.temperatures(np.arange(first, first + count) / self.config.sample_rate_hz)
        numbers = (count, self.config.uniforms_per_sample)
        uniforms = np.stack([voice.random(numbers, np.float32) for voice in self._random])
        drawn = self._sampler.draw(uniforms, temperatures, self._steering(classes, controls))
        self.position_samples += count
        return drawn

    def _steering(self, classes: Floats | None, controls: Floats | None) -> Steering:
        return steering(self.config, self._weights, classes, controls, self._sampler.voices)

    def _most_frames(self) -> int:
        config = self.config
        biases = self._sampler.voices * config.layers * 2 * config.dilation_channels
        return max(1, STEERING_BYTES // (4 * biases))


def open_take(
    model: Path | Checkpoint,
    request: GenerationRequest,
    *,
    threads: int | None = None,
    precision: SamplerPrecision | None = None,
    device: str = "cpu",
) -> Take:
    """A take as the request begins it; past the request's seconds it goes on, and its curves hold their last values.

    model: a checkpoint, or a training directory, of which the best checkpoint is taken, or one that was loaded. Raises
    `CheckpointError`, `AudioError`, `PromptError`, `SteeringError` (asked for a control that the network does not
    follow) or `EngineError` (an unknown class).
    """
    checkpoint = model if isinstance(model, Checkpoint) else load_checkpoint(find_checkpoint(model))
    config, notices = checkpoint.header.config, list[str]()
    classes = class_lines(config, request.class_name, request.class_curve, request.seconds)
    prompt = load_prompt(request.prompt_path, config)
    controls, said = control_lines(config, request, prompt)
    course = Course(classes, number_line(request.temperature, request.seconds), controls)
    sampler = make_sampler(
        config, checkpoint.weights, request.voices, threads=threads, precision=precision, device=device, notices=notices
    )
    warnings = (*prompt.warnings, *said, *notices)
    if config.classes and request.class_name is None and request.class_curve is None:
        warnings += (f"No class was chosen: this is “{config.classes[0]}”.",)
    return Take(config, checkpoint.weights, sampler, course, prompt, request.seed, warnings)


def _shortened(values: Floats | None) -> Floats | None:
    """One frame where all are the same."""
    return values[:1] if values is not None and (values == values[:1]).all() else values
