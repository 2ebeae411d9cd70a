"""What each command of the command line does with its options."""

from __future__ import annotations

import dataclasses
import json
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import checkpoints
from generation.dataset import Recording, load_dataset, require_enough
from generation.errors import EngineError
from generation.estimate import TrainingEstimate, estimate_training
from generation.training_plan import TrainingPlan

AUDIO_SUFFIXES = frozenset({".wav", ".flac", ".aif", ".aiff", ".ogg", ".opus", ".mp3"})


def recordings_in(directory: Path, classes: str) -> list[Recording]:
    """Every audio file under the folder, by name; with classes "folder", of the class of its first subfolder."""
    if not directory.is_dir():
        raise EngineError(f"{directory} is not a folder: give the folder of the recordings.")
    paths = sorted(path for path in directory.rglob("*") if path.suffix.lower() in AUDIO_SUFFIXES and path.is_file())
    if not paths:
        raise EngineError(f"{directory} holds no audio files: put WAV, FLAC, AIFF, OGG or MP3 files into it.")
    if classes == "none":
        return [Recording(path) for path in paths]
    loose = [path for path in paths if path.parent == directory]
    if loose:
        raise EngineError(f"{loose[0].name} lies in no subfolder: with --classes folder, each file needs one.")
    return [Recording(path, path.relative_to(directory).parts[0]) for path in paths]


def train(options: Namespace) -> None:
    """Trains, and saves when it is interrupted."""
    recordings = recordings_in(options.directory, options.classes)
    found = checkpoints(options.output) if options.output.is_dir() else []
    if found and not options.resume:
        raise EngineError(f"{options.output} already holds a model at step {found[0].step}: add --resume to go on.")
    plan = _plan(
        options,
        learning_rate=options.learning_rate,
        batch=options.batch,
        window_samples=options.window,
        network=None if options.network is None else WavenetConfig.from_json(options.network.read_bytes()),
        precision=options.precision,
        seed=options.seed,
    )
    if options.minutes is not None:
        plan = plan.model_copy(update={"steps": _steps_in(options, plan)})
    from generation.train import train as run

    events = run(recordings, options.output, plan, device=options.device, threads=options.threads)
    with _interruptible() as interrupted:
        for event in events:
            if options.json:
                _print_json({"event": type(event).__name__, **_plain(event)})
            else:
                _show_event(event)
            if interrupted():
                events.close()  # type: ignore[attr-defined]
                raise EngineError("Stopped; the model is saved: go on with --resume.")


def generate(options: Namespace) -> None:
    """Generates takes into one file a voice."""
    from generation.generate import GenerationRequest, write_takes
    from generation.generate import generate as run

    request = GenerationRequest(
        seconds=options.seconds,
        voices=options.voices,
        temperature=options.temperature,
        seed=options.seed,
        class_name=options.class_name,
        prompt_path=options.prompt,
    )
    paths = _take_paths(options.output, request.voices)
    for block in write_takes(run(options.model, request, threads=options.threads), paths):
        for warning in block.warnings:
            print(warning, file=sys.stderr)
        if options.json:
            _print_json({"fraction": block.fraction, "seconds_left": block.seconds_left, "warnings": block.warnings})
        else:
            _bar(block.fraction, block.seconds_left, "generating")
    if options.json:
        _print_json({"files": paths})


def estimate(options: Namespace) -> None:
    """Says what a training would cost on this machine."""
    recordings = recordings_in(options.directory, options.classes)
    plan = _plan(options)
    dataset = load_dataset(recordings, plan.config(), silence_threshold_dbfs=plan.silence_threshold_dbfs)
    require_enough(dataset, plan.shape.window_samples)
    from generation.speed import measure_speed

    flops = measure_speed(options.threads)
    cost = estimate_training(plan.config(dataset.class_names), plan, dataset.used_seconds, flops)
    if options.json:
        heard = {"used_seconds": dataset.used_seconds, "dropped_seconds": dataset.dropped_seconds}
        _print_json({**_plain(cost), "steps": plan.total_steps, **heard})
        return
    _show_estimate(cost, plan, dataset.used_seconds, dataset.dropped_seconds)


def bench(options: Namespace) -> None:
    """Measures the engine; one JSON line, last."""
    from generation.bench import rows

    measured = []
    for row in rows(options.threads or 1):
        measured.append(row)
        if not options.json:
            share = f"{100 * row.share:.0f} % of {row.limit:.4g}" if row.share is not None else ""
            print(f"{row.name:44} {row.value:12.4g} {row.unit:12} {share}", file=sys.stderr)
    _print_json({"rows": [_plain(row) for row in measured]})


COMMANDS: dict[str, Callable[[Namespace], None]] = {
    "train": train,
    "generate": generate,
    "estimate": estimate,
    "bench": bench,
}


def _plan(options: Namespace, **more: Any) -> TrainingPlan:
    return TrainingPlan(
        preset=options.preset,
        sample_rate_hz=options.rate,
        steps=options.steps,
        silence_threshold_dbfs=options.silence,
        **more,
    )


def _steps_in(options: Namespace, plan: TrainingPlan) -> int:
    if not options.minutes > 0:
        raise EngineError("The minutes must be more than 0.")
    from generation.speed import measure_speed

    one = estimate_training(plan.config(), plan, 1.0, measure_speed(options.threads))
    seconds = 60.0 * float(options.minutes)
    return max(1, round(seconds / one.seconds_a_step))


def _take_paths(output: Path, voices: int) -> list[Path]:
    if output.suffix.lower() != ".wav":
        raise EngineError(f"{output.name} does not end in .wav: takes are written as WAV.")
    if voices == 1:
        return [output]
    return [output.with_name(f"{output.stem}-{voice}{output.suffix}") for voice in range(1, voices + 1)]


def _show_event(event: Any) -> None:
    name, fields = type(event).__name__, _plain(event)
    if name == "TrainingStepped":
        _bar(event.step / event.steps, event.seconds_left, f"step {event.step} · {event.loss_nats:.3f} nats")
        return
    for warning in fields.get("warnings", ()):
        print(warning, file=sys.stderr)
    fields.pop("config", None)
    fields.pop("warnings", None)
    print(f"\r\033[K{name}: " if sys.stderr.isatty() else f"{name}: ", end="", file=sys.stderr)
    print(", ".join(f"{key} {_short(value)}" for key, value in fields.items()), file=sys.stderr)


def _show_estimate(cost: TrainingEstimate, plan: TrainingPlan, used_seconds: float, dropped_seconds: float) -> None:
    print(f"Sound used       {used_seconds:.1f} s ({dropped_seconds:.1f} s of silence left out)")
    print(f"Time             {_clock(cost.seconds)} for {plan.total_steps} steps, {cost.seconds_a_step:.3f} s a step")
    print(f"Epochs           {cost.epochs:.1f}")
    print(f"Network          {cost.parameters} parameters")
    print(f"Receptive field  {cost.receptive_field_samples} samples, {cost.receptive_field_ms:.0f} ms")
    print(f"Memory, disk     {cost.memory_bytes / 1e6:.0f} MB, {cost.disk_bytes / 1e6:.0f} MB")


def _bar(fraction: float, seconds_left: float, label: str) -> None:
    if sys.stderr.isatty():
        filled = round(30 * fraction)
        bar = "█" * filled + "░" * (30 - filled)
        end = "\n" if fraction >= 1.0 else ""
        print(f"\r\033[K{bar} {100 * fraction:3.0f} %  {_clock(seconds_left)} left  {label}", end=end, file=sys.stderr)


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _plain(record: Any) -> dict[str, Any]:
    """A dataclass as JSON-ready values, one level deep."""
    fields = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return {key: value.model_dump() if hasattr(value, "model_dump") else value for key, value in fields.items()}


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, default=str, allow_nan=False), flush=True)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """While it lasts, Ctrl-C and a polite kill are only noted, so that a step is never torn."""
    noted: list[int] = []
    before = {
        number: signal.signal(number, lambda got, _: noted.append(got)) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield lambda: bool(noted)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
