"""The commands of the command line, one to a file: its help, its options, and what it does with them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Protocol

from generation.commands import bench, describe, doctor, estimate, evaluate, generate, leak, train


class Command(Protocol):
    HELP: str

    def add_arguments(self, parser: ArgumentParser, /) -> None: ...
    def run(self, options: Namespace, /) -> None: ...


COMMANDS: dict[str, Command] = {
    "doctor": doctor,
    "train": train,
    "generate": generate,
    "estimate": estimate,
    "evaluate": evaluate,
    "describe": describe,
    "leak": leak,
    "bench": bench,
}
