"""The command line: render projects, measure files, trade with REAPER, and see how fast it all is.

Exit codes: 0 done, 1 something is wrong with the input (one line on stderr), 2 wrong usage.
"""

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from mixing.audio_file import BitDepth
from mixing.errors import MixingError
from mixing.metering import Measurement, measure
from mixing.outputs import Bounce, Outputs, Tap
from mixing.progress import RenderFinished, RenderProgress
from mixing.project import Project
from mixing.render import render

_BIT_DEPTHS: dict[str, BitDepth] = {"16": 16, "24": 24, "32f": 32}
_BAR_WIDTH = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except MixingError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.filename or 'A file'} cannot be used: {(error.strerror or str(error)).lower()}.", file=sys.stderr
        )
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mixing", description="Render projects and measure audio files.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("render", help="render a project to a file")
    command.add_argument("project", type=Path, help="JSON; its samples are paths relative to it")
    command.add_argument("output", type=Path, help="a .wav, .flac, .ogg, .opus or .mp3 file: what is asked for below")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--master", action="store_true", help="through the master's devices, under its ceiling")
    what.add_argument("--bounce", metavar="ID", help="one track, group or return by itself, not the mix")
    command.add_argument("--tap", choices=get_args(Tap), help="where to take the bounce (default: post, its fader)")
    command.add_argument("--bit-depth", choices=_BIT_DEPTHS, help="default: 24, and 16 for a master")
    command.add_argument("--stems", type=Path, metavar="DIR", help="also write 32-bit files that sum to the mix")
    command.add_argument("--region", metavar="NAME|START-END", help="a part of the piece: a region, or seconds")
    command.add_argument("--cache", type=Path, metavar="DIR", help="keep converted sounds here for the next time")
    command.add_argument("--json", action="store_true", help="one JSON object a line, the result last")
    command.set_defaults(run=_render, usage=command.error)

    command = commands.add_parser("measure", help="loudness, peaks and format of files")
    command.add_argument("files", type=Path, nargs="+", metavar="FILE")
    command.add_argument("--json", action="store_true", help="a JSON list, or one object for one file")
    command.set_defaults(run=_measure)

    command = commands.add_parser("import-rpp", help="read a REAPER project")
    command.add_argument("reaper", type=Path, metavar="FILE.rpp")
    command.add_argument("output", type=Path, metavar="OUT.json")
    command.add_argument("--media", type=Path, metavar="DIR", help="where the sounds are (default: beside the file)")
    command.set_defaults(run=_import_rpp)

    command = commands.add_parser("export-rpp", help="write a REAPER project")
    command.add_argument("project", type=Path, metavar="PROJECT.json")
    command.add_argument("output", type=Path, metavar="OUT.rpp")
    command.set_defaults(run=_export_rpp)

    command = commands.add_parser("bench", help="how fast, against limits measured in the same run")
    command.add_argument("--seconds", type=float, help="length of the session (300)")
    command.add_argument("--json", action="store_true", help="one JSON line")
    command.set_defaults(run=_bench)
    return parser


def _render(options: argparse.Namespace) -> None:
    if options.tap and not options.bounce:
        options.usage("--tap says where to take a --bounce")
    project = _read_project(options.project)
    media = {sample: options.project.parent / sample for sample in project.sample_ids}
    if options.stems is not None:
        options.stems.mkdir(parents=True, exist_ok=True)
    outputs = _outputs(options, project)
    with tempfile.TemporaryDirectory(prefix="mixing-") as temporary:
        show = _show_json if options.json else _show_bar
        for event in render(project, media, outputs, options.cache or Path(temporary)):
            show(event)


def _import_rpp(options: argparse.Namespace) -> None:
    from mixing.reaper import import_rpp  # what renders and measures has no use for it

    beside = options.output.resolve().parent
    project, notes = import_rpp(options.reaper, (options.media or options.reaper.parent).resolve(), beside)
    document = {"version": project.version, **project.model_dump(exclude_defaults=True)}
    options.output.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(project.tracks) - 1} tracks, {len(project.clips)} clips, {len(project.sends)} sends.")
    for note in notes:
        print(note)


def _export_rpp(options: argparse.Namespace) -> None:
    from mixing.reaper import export_rpp

    project = _read_project(options.project)
    for note in export_rpp(project, options.output, options.project.parent):
        print(note)


def _outputs(options: argparse.Namespace, project: Project) -> Outputs:
    depth = _BIT_DEPTHS[options.bit_depth or ("16" if options.master else "24")]
    region = _region(options.region, project) if options.region else None
    if options.bounce:
        bounce = Bounce(options.output, options.bounce, options.tap or "post", depth)
        return Outputs(bounces=(bounce,), stems=options.stems, region=region)
    if options.master:
        return Outputs(master=options.output, master_bit_depth=depth, stems=options.stems, region=region)
    return Outputs(mix=options.output, mix_bit_depth=depth, stems=options.stems, region=region)


def _region(text: str, project: Project) -> tuple[float, float]:
    """A region by its name or id, or two times in seconds with a hyphen between them."""
    found = [region for key, region in project.regions.items() if text in (key, region.name)]
    if len(found) > 1:
        raise MixingError(f"{len(found)} regions are named {text}: rename one, or give its seconds.")
    if found:
        return found[0].start_seconds, found[0].end_seconds
    try:
        start, end = (float(part) for part in text.split("-"))
    except ValueError:
        names = ", ".join(sorted(region.name for region in project.regions.values() if region.name))
        known = f" ({names})" if names else ""
        raise MixingError(f"{text} is no region: give the name of one{known}, or seconds like 12.5-30.") from None
    return start, end


def _read_project(path: Path) -> Project:
    try:
        return Project.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise MixingError(f"{path} is not a project: {where + ': ' if where else ''}{first['msg']}.") from error


def _show_json(event: RenderProgress | RenderFinished) -> None:
    kind = "finished" if isinstance(event, RenderFinished) else "progress"
    print(json.dumps({"type": kind, **dataclasses.asdict(event)}), flush=True)


def _show_bar(event: RenderProgress | RenderFinished) -> None:
    if isinstance(event, RenderFinished):
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)
        for name, measured in (("mix", event.mix), ("master", event.master)):
            if measured is not None:
                print(f"{name}: {_sentence(measured)}")
        if event.report["mix_turned_down_db"]:
            print(f"The mix was turned down by {event.report['mix_turned_down_db']:.1f} dB, or it would have clipped.")
    elif sys.stderr.isatty():
        bar = "█" * round(event.fraction * _BAR_WIDTH)
        left = "" if event.seconds_left is None else f", {event.seconds_left:.0f} s left"
        text = f"\r\x1b[K{event.stage:10} {bar:░<{_BAR_WIDTH}} {event.fraction:4.0%}{left}"
        print(text, end="", file=sys.stderr, flush=True)


def _measure(options: argparse.Namespace) -> None:
    measured = [(path, measure(path)) for path in options.files]
    if options.json:
        rows: list[dict[str, Any]] = [{"file": str(path), **dataclasses.asdict(row)} for path, row in measured]
        print(json.dumps(rows if len(rows) > 1 else rows[0]))
    else:
        for path, row in measured:
            print(f"{path}: {_sentence(row)}")


def _sentence(measured: Measurement) -> str:
    def level(value: float | None, unit: str) -> str:
        return f"{value:.1f} {unit}" if value is not None else f"– {unit}"

    return (
        f"{measured.duration_seconds:.2f} s, {measured.sample_rate} Hz, {measured.channels} ch, "
        f"{measured.bit_depth or '–'} bit; {level(measured.integrated_lufs, 'LUFS')}, "
        f"range {level(measured.loudness_range_lu, 'LU')}, true peak {level(measured.true_peak_dbtp, 'dBTP')}"
    )


def _bench(options: argparse.Namespace) -> None:
    from mixing.bench import CLIPS, SECONDS, bench  # its peers take a while to import

    seconds = SECONDS if options.seconds is None else options.seconds
    rows = bench(seconds, max(1, round(CLIPS * seconds / SECONDS)))
    if options.json:
        print(json.dumps({"rows": rows}))
        return
    for row in rows:
        share = "" if row["share"] is None else f"  {row['share']:.2f} of {row['limit']:.4g}"
        cost = "" if row["cpu_seconds"] is None else f"  {row['cpu_seconds']:.2f} CPU s, {row['memory_mb']:.0f} MB"
        ratios = "".join(f", {ratio:.2f} × {peer}" for peer, ratio in row["ratios"].items())
        print(f"{row['name']:24} {row['value']:8.4g} {row['unit']}{cost}{share}{ratios}")


if __name__ == "__main__":
    sys.exit(main())
