"""`generate`: takes into one file a voice."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generation.commands.terminal import print_json, show_bar
from generation.errors import EngineError

HELP = "generate audio from a model"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="MODEL", help="a checkpoint, or the folder of a model")
    parser.add_argument("output", type=Path, metavar="OUT.wav", help="with more voices: OUT-1.wav, OUT-2.wav…")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--voices", type=int, default=1)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--class", dest="class_name", metavar="NAME")
    parser.add_argument("--prompt", type=Path, metavar="WAV", help="audio to continue; it is not repeated")


def run(options: Namespace) -> None:
    """Generates takes into one file a voice."""
    from generation.generate import GenerationRequest, generate, write_takes

    request = GenerationRequest(
        seconds=options.seconds,
        voices=options.voices,
        temperature=options.temperature,
        seed=options.seed,
        class_name=options.class_name,
        prompt_path=options.prompt,
    )
    paths = _take_paths(options.output, request.voices)
    for block in write_takes(generate(options.model, request, threads=options.threads), paths):
        for warning in block.warnings:
            print(warning, file=sys.stderr)
        if options.json:
            print_json({"fraction": block.fraction, "seconds_left": block.seconds_left, "warnings": block.warnings})
        else:
            show_bar(block.fraction, block.seconds_left, "generating")
    if options.json:
        print_json({"files": paths})


def _take_paths(output: Path, voices: int) -> list[Path]:
    if output.suffix.lower() != ".wav":
        raise EngineError(f"{output.name} does not end in .wav: takes are written as WAV.")
    if voices == 1:
        return [output]
    return [output.with_name(f"{output.stem}-{voice}{output.suffix}") for voice in range(1, voices + 1)]
