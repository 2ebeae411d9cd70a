"""docs/generation.md says what is so: its options exist, its tables are whole, its figures are the code's."""

import re
from argparse import ArgumentParser
from pathlib import Path

import pytest

from generation.commands import COMMANDS
from generation.labels import TAGS
from generation.presets import PRESETS, config_for

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "generation.md").read_text()
THEIRS = "For those who come from tensorflow-wavenet"
COMMON = {"--json", "--threads", "--help"}
NOT_OURS = {"--nproc-per-node"}

TRAIN_OPTIONS = [
    "batch_size", "data_dir", "store_metadata", "logdir", "logdir_root", "restore_from", "checkpoint_every",
    "num_steps", "learning_rate", "wavenet_params", "sample_size", "l2_regularization_strength", "silence_threshold",
    "optimizer", "momentum", "histograms", "gc_channels", "max_checkpoints",
]  # fmt: skip
GENERATE_OPTIONS = [
    "checkpoint", "samples", "temperature", "logdir", "wavenet_params", "wav_out_path", "save_every",
    "fast_generation", "wav_seed", "gc_channels", "gc_cardinality", "gc_id",
]  # fmt: skip


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row."""
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]


def our_options() -> set[str]:
    found = set(COMMON)
    for command in COMMANDS.values():
        parser = ArgumentParser()
        command.add_arguments(parser)
        found |= set(re.findall(r"--[a-z][a-z-]*", parser.format_help()))
    return found


def test_every_option_and_command_on_the_page_exists() -> None:
    ours = PAGE.replace(section(THEIRS), "\n".join(row[1] for row in rows(section(THEIRS))))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z_-]*", ours)) - NOT_OURS
    assert len(named) > 20 and named - our_options() == set()
    commands = set(re.findall(r"^wavenet (\w+)", PAGE, re.MULTILINE))
    assert {"train", "generate", "estimate"} <= commands <= set(COMMANDS)


def test_every_option_of_tensorflow_wavenet_has_its_line() -> None:
    table = [row[0] for row in rows(section(THEIRS))]
    named = [re.findall(r"`(?:--)?(\w+)`", cell) for cell in table if cell != "`train.py`"]
    split = table.index("`generate.py`") - 1
    assert [name for names in named[:split] for name in names] == TRAIN_OPTIONS
    assert [name for names in named[split:] for name in names if name != "generate"] == GENERATE_OPTIONS


@pytest.mark.parametrize("name", PRESETS)
def test_the_presets_figures_are_the_codes(name: str) -> None:
    preset = PRESETS[name]
    config = config_for(preset)
    (row,) = [row for row in rows(section("Presets")) if row[0] == f"`{name}`"]
    assert row[2] == f"{config.receptive_field_ms:.0f} ms, {config.receptive_field_samples} samples"
    assert row[3:5] == [f"{config.parameter_count:,}", f"{preset.steps:,}"]
    assert f"{preset.sample_rate_hz // 1000} kHz" in row[1]
    memory = re.search(r"Takes ([\d.]+ GB)", preset.description)
    assert memory is not None and row[5] == memory[1]


def test_the_tags_are_all_named() -> None:
    (row,) = [row for row in rows(PAGE) if row[0] == "`tag:artist`"]
    assert set(re.findall(r"`(\w+)`", row[1])) == set(TAGS)
