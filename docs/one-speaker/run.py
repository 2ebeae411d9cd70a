"""Trains on one speaker for some minutes, beside plain convolutions in the same time, and writes what came of it.

    GOMP_SPINCOUNT=1000 python docs/one-speaker/run.py FOLDER-OF-SPEECH OUT [--pattern '*_jackson_*.wav'] [--minutes 20]

Writes into OUT the prepared recordings, the model with its auditions, the takes, `figures.json` and `curve.svg`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile
import torch

from generation import mu_law
from generation.bench.plain_wavenet import PlainWavenet
from generation.dataset import Recording, load_dataset
from generation.doctor.voicing import voiced_frames, voicing
from generation.evaluate import evaluate
from generation.generate import GenerationRequest, generate, write_takes
from generation.learner import Learner
from generation.train import train
from generation.training_events import AuditionMade, TrainingStepped
from generation.training_plan import TrainingPlan
from generation.windows import Windows

PEAK = 0.8
GAP_SECONDS = 0.05
HELD_OUT_TAKES = 4
"""Of each digit, the first: 40 files."""
TEMPERATURES = (1.0, 0.9)
VOICES, TAKE_SECONDS = 8, 10.0
PLAIN_LEARNING_RATE = 1e-3
PLAIN_WINDOW = 16_000
PLAIN_LOOKS = 12

Floats = npt.NDArray[np.float32]


def prepare(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Every recording at one peak, with a short silence after it, as 16-bit WAV under its own name."""
    folder.mkdir(parents=True, exist_ok=True)
    prepared = []
    for path in paths:
        audio, rate = soundfile.read(path, dtype="float32")
        gap = np.zeros(round(GAP_SECONDS * rate), np.float32)
        prepared.append(folder / f"{path.stem}.wav")
        soundfile.write(prepared[-1], np.concatenate([PEAK * audio / np.abs(audio).max(), gap]), rate)
    return prepared


def engine_run(recordings: list[Recording], model: Path, plan: TrainingPlan, threads: int) -> dict[str, Any]:
    """The curve of the training and the voicing of its auditions."""
    started = time.monotonic()
    curve: list[dict[str, float]] = []
    auditions: list[dict[str, float]] = []
    steps = 0
    for event in train(recordings, model, plan, threads=threads):
        seconds = time.monotonic() - started
        if isinstance(event, TrainingStepped):
            steps = event.step
            if event.validation_loss_nats is not None:
                curve.append({"seconds": seconds, "step": event.step, "nats": event.validation_loss_nats})
                print(f"{seconds:6.0f} s  step {event.step}  {event.validation_loss_nats:.3f} nats", flush=True)
        elif isinstance(event, AuditionMade):
            auditions.append({"seconds": seconds, "step": event.step, "voicing": mean_voicing([event.path])})
    return {"steps": steps, "seconds": time.monotonic() - started, "curve": curve, "auditions": auditions}


def plain_run(recordings: list[Recording], plan: TrainingPlan, seconds: float) -> dict[str, Any]:
    """The same network by plain convolutions and Adam; its curve over the whole held-out audio.

    For so many seconds of processor time on one thread, as if it shared its work over all cores without loss.
    """
    torch.set_num_threads(1)
    config = plan.config()
    dataset = load_dataset(
        recordings, config, silence_threshold_dbfs=plan.silence_threshold_dbfs, held_out_files=plan.held_out_files
    )
    network = PlainWavenet(config)
    network.load_weights(Learner(config, plan).network.weights())
    adam = torch.optim.Adam(network.parameters(), lr=PLAIN_LEARNING_RATE)
    windows = Windows(dataset.training, config, PLAIN_WINDOW, 1, seed=0)
    held_out = np.concatenate([stream.samples for stream in dataset.validation])
    curve: list[dict[str, float]] = []
    trained, step = 0.0, 0
    while trained < seconds:
        began = time.process_time()
        adam.zero_grad()
        network.loss(torch.from_numpy(windows.batch(step).samples.astype(np.int64))).backward()  # type: ignore[no-untyped-call]
        adam.step()
        step += 1
        trained += time.process_time() - began  # looking at it costs it no time
        if trained >= seconds * (len(curve) + 1) / PLAIN_LOOKS:
            curve.append({"seconds": trained, "step": step, "nats": plain_nats(network, held_out)})
            print(f"{trained:6.0f} s  step {step}  {curve[-1]['nats']:.3f} nats, plain", flush=True)
    return {"steps": step, "processor_seconds": trained, "curve": curve, "held_out_nats": curve[-1]["nats"]}


@torch.no_grad()
def plain_nats(network: PlainWavenet, held_out: npt.NDArray[Any]) -> float:
    """Mean NLL of all the held-out samples, out of silence."""
    field = network.config.receptive_field_samples
    heard = np.concatenate([np.full(field, mu_law.silence(), np.uint8), held_out]).astype(np.int64)
    total = 0.0
    for first in range(field, heard.size, PLAIN_WINDOW):
        part = heard[first - field : first + PLAIN_WINDOW]
        total += network.loss(torch.from_numpy(part)[:, None]).item() * (part.size - field)
    return total / held_out.size


def mean_voicing(paths: Sequence[Path]) -> float:
    """How voiced the sounds are on average, 0…1 (noise stays under 0.2)."""
    values = []
    for path in paths:
        audio, rate = soundfile.read(path, dtype="float32")
        found = voicing([voiced_frames(audio, rate)])
        values.append(found.mean if found else 0.0)
    return float(np.mean(values))


def takes(model: Path, folder: Path, threads: int) -> dict[str, float]:
    """Takes out of silence at each temperature, and their voicing."""
    found = {}
    for temperature in TEMPERATURES:
        paths = [folder / f"take-{temperature:g}-{voice}.wav" for voice in range(VOICES)]
        request = GenerationRequest(seconds=TAKE_SECONDS, voices=VOICES, temperature=temperature, seed=1)
        for _ in write_takes(generate(model, request, threads=threads), paths):
            pass
        found[f"{temperature:g}"] = mean_voicing(paths)
    return found


def drawn(figures: dict[str, Any]) -> str:
    """Both curves as an SVG: held-out nats over minutes."""
    width, height, left, bottom = 720, 360, 56, 40
    curves = {"Overhear": figures["engine"]["curve"], "plain conv1d, Adam": figures["plain"]["curve"]}
    longest = max(point["seconds"] for curve in curves.values() for point in curve)
    low, high = 2.6, 4.6

    def place(point: dict[str, float]) -> str:
        x = left + (width - left - 16) * point["seconds"] / longest
        y = 16 + (height - 16 - bottom) * (high - min(high, point["nats"])) / (high - low)
        return f"{x:.1f},{y:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#fbfaf7"/>',
    ]
    for nats in np.arange(low, high + 0.01, 0.4):
        y = place({"seconds": 0.0, "nats": float(nats)}).split(",")[1]
        parts.append(f'<path d="M{left} {y}H{width - 16}" stroke="#ddd8cf"/>')
        parts.append(f'<text x="{left - 8}" y="{y}" text-anchor="end" dominant-baseline="middle">{nats:.1f}</text>')
    for minute in range(0, int(longest / 60) + 1, 5):
        x = place({"seconds": 60.0 * minute, "nats": low}).split(",")[0]
        parts.append(f'<text x="{x}" y="{height - 14}" text-anchor="middle">{minute} min</text>')
    for (name, curve), colour in zip(curves.items(), ("#2f62c9", "#8a8378"), strict=True):
        points = " ".join(place(point) for point in curve)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        x, y = place(curve[-1]).split(",")
        parts.append(f'<text x="{x}" y="{float(y) - 10:.1f}" text-anchor="end" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{left}" y="12" font-size="12">nats a sample, held out</text></svg>')
    return "\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("speech", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pattern", default="*_jackson_*.wav")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--preset", default="voice")
    parser.add_argument("--skip-plain", action="store_true", help="without the comparison")
    options = parser.parse_args()
    paths = prepare(sorted(options.speech.glob(options.pattern)), options.out / "prepared")
    held_out = [path for path in paths if int(path.stem.rsplit("_", 1)[1]) < HELD_OUT_TAKES]
    recordings = [Recording(path) for path in paths]
    plan = TrainingPlan(
        preset=options.preset, sample_rate_hz=8_000, minutes=options.minutes, precision="bfloat16", ema_decay=0.999,
        held_out_files=tuple(path.name for path in held_out), silence_threshold_dbfs=-120.0,
    )  # fmt: skip
    model = options.out / "model"
    figures: dict[str, Any] = {"threads": options.threads, "minutes": options.minutes, "plan": plan.model_dump()}
    figures["engine"] = engine_run(recordings, model, plan, options.threads)
    silent = plan.silence_threshold_dbfs
    for precision in ("float32", "bfloat16"):
        *_, last = evaluate(
            model, [Recording(path) for path in held_out], silence_threshold_dbfs=silent, precision=precision
        )
        figures["engine"][f"held_out_nats_{precision}"] = last.nats
    figures["voicing"] = {"recordings": mean_voicing(held_out), "takes": takes(model, options.out, options.threads)}
    (options.out / "figures.json").write_text(json.dumps(figures, indent=1, default=str) + "\n")
    if not options.skip_plain:
        figures["plain"] = plain_run(recordings, plan, 60.0 * options.minutes * options.threads)
        for point in figures["plain"]["curve"]:
            point["seconds"] /= options.threads
        (options.out / "figures.json").write_text(json.dumps(figures, indent=1, default=str) + "\n")
        (options.out / "curve.svg").write_text(drawn(figures))


if __name__ == "__main__":
    main()
