"""`generate`: takes into one file a voice."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from generation.commands.terminal import print_json, show_bar
from generation.curve_text import parse_class_curve, parse_curve
from generation.errors import EngineError

if TYPE_CHECKING:
    from generation.generate import GenerationRequest

HELP = "generate audio from a model"
CURVES = (
    "A CURVE is one number, or points TIME:NUMBER with straight lines between, like “0:0.7 4:1.2”; its first and last "
    "value hold on. TIME is in seconds, or with % a share of the take: “0%:0.7 100%:1.2”. Instead of text, a "
    "CURVE can be the path of a JSON file, like [[0, 0.7], [4, 1.2]]."
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.epilog = CURVES
    parser.add_argument("model", type=Path, metavar="MODEL", help="a checkpoint, or the folder of a model")
    parser.add_argument("output", type=Path, metavar="OUT.wav", help="with more voices: OUT-1.wav, OUT-2.wav…")
    parser.add_argument("--seconds", type=float, default=4.0, help="how much is made (default: 4)")
    parser.add_argument("--voices", type=int, default=1, help="how many takes, made at once")
    parser.add_argument("--seed", type=int, default=0, help="another one gives other takes, the same one the same")
    parser.add_argument(
        "--temperature", default="1.0", metavar="CURVE", help="below 1 calmer, above 1 wilder (0.05 to 3)"
    )
    _add_class_arguments(parser)
    parser.add_argument("--prompt", type=Path, metavar="WAV", help="audio to continue; it is not repeated")
    parser.add_argument("--keep-prompt", action="store_true", help="begin the file with what is heard of the prompt")
    _add_control_arguments(parser)
    parser.add_argument("--block-seconds", type=float, default=0.25, help="how often progress is told (0.01 to 10)")
    parser.add_argument(
        "--precision",
        choices=["float32", "bfloat16", "int8"],
        help="of the products (default: the fastest that sounds equal)",
    )
    parser.add_argument("--device", default="cpu", help="cpu (the default), or cuda or cuda:N for a GPU")


def _add_class_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--class", dest="class_names", action="append", metavar="NAME", help="give it once for all voices, or per voice"
    )
    parser.add_argument(
        "--class-curve", metavar="CURVE",
        help="a way through classes: “0:rain 2.5:sea 4:rain=1,sea=1”, or JSON: [[0, \"rain\"], [2.5, {\"sea\": 1}]]",
    )  # fmt: skip


def _add_control_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--contour", type=Path, metavar="WAV", help="a recording whose loudness and pitch are followed")
    parser.add_argument(
        "--contour-fit", choices=["hold", "stretch"], default="hold",
        help="a contour of another length: hold its last values (default), or stretch it to the take",
    )  # fmt: skip
    parser.add_argument("--loudness", metavar="CURVE", help="RMS level to follow in dBFS: “0:-40 2:-12”")
    parser.add_argument("--pitch", metavar="CURVE", help="fundamental to follow in Hz, 0 for none: “0:110 2:220 3:0”")


def run(options: Namespace) -> None:
    """Generates takes into one file a voice."""
    from generation.generate import generate, write_takes

    request = _request(options)
    paths = _take_paths(options.output, request.voices)
    blocks = generate(
        options.model, request, threads=options.threads, precision=options.precision, device=options.device
    )
    join_seconds = 0.0
    for block in write_takes(blocks, paths):
        join_seconds = block.join_seconds
        for warning in block.warnings:
            print(warning, file=sys.stderr)
        if options.json:
            print_json({"fraction": block.fraction, "seconds_left": block.seconds_left, "warnings": block.warnings})
        else:
            show_bar(block.fraction, block.seconds_left, "generating")
    if options.json:
        print_json({"files": paths} | ({"join_seconds": join_seconds} if request.keep_prompt else {}))
    elif request.keep_prompt:
        print(f"The prompt ends at {join_seconds:.3f} s.")


def _request(options: Namespace) -> GenerationRequest:
    from generation.generate import GenerationRequest

    names: list[str] | None = options.class_names
    given: dict[str, Any] = {
        "seconds": options.seconds,
        "voices": options.voices,
        "seed": options.seed,
        "temperature": parse_curve(options.temperature),
        "class_name": names[0] if names and len(names) == 1 else names,
        "class_curve": None if options.class_curve is None else parse_class_curve(options.class_curve),
        "prompt_path": options.prompt,
        "keep_prompt": options.keep_prompt,
        "contour_path": options.contour,
        "contour_fit": options.contour_fit,
        "loudness_dbfs": None if options.loudness is None else parse_curve(options.loudness),
        "pitch_hz": None if options.pitch is None else parse_curve(options.pitch),
        "block_seconds": options.block_seconds,
    }
    try:
        return GenerationRequest.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}: " for part in first["loc"][:1])
        raise EngineError(f"{where}{first['msg'].removeprefix('Value error, ')}.") from None


def _take_paths(output: Path, voices: int) -> list[Path]:
    if output.suffix.lower() != ".wav":
        raise EngineError(f"{output.name} does not end in .wav: takes are written as WAV.")
    if voices == 1:
        return [output]
    return [output.with_name(f"{output.stem}-{voice}{output.suffix}") for voice in range(1, voices + 1)]
