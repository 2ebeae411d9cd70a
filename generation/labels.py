"""The recordings of a folder and their classes: always said by a person, never guessed from file names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import soundfile

from generation.dataset import Recording
from generation.errors import EngineError

AUDIO_SUFFIXES = frozenset({".wav", ".flac", ".aif", ".aiff", ".ogg", ".opus", ".mp3"})
TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
TAGS = (
    "title", "artist", "album", "genre", "date", "comment", "copyright", "software", "license", "tracknumber",
)  # fmt: skip
"""What can be read out of audio files: RIFF INFO, Vorbis comments, ID3."""
NAMED = 3


class LabelError(EngineError):
    """Classes that cannot be told from what was given."""


@dataclass(frozen=True)
class Labelled:
    """Recordings, ordered by path, with their classes, and what a person should know of them, in sentences."""

    recordings: tuple[Recording, ...]
    notes: tuple[str, ...] = ()


def labelled(directory: Path, classes: str) -> Labelled:
    """The recordings under a folder, by the words of the command line.

    classes: `none`, `folder`, `tag:FIELD`, `regex:PATTERN`, or the path of a table that ends in .csv or .tsv.
    """
    if classes == "none":
        return unlabelled(directory)
    if classes == "folder":
        return labelled_by_folder(directory)
    kind, colon, rest = classes.partition(":")
    if colon and kind == "tag":
        return labelled_by_tag(directory, rest)
    if colon and kind == "regex":
        return labelled_by_expression(directory, rest)
    if Path(classes).suffix.lower() in TABLE_SUFFIXES:
        return labelled_by_table(directory, Path(classes))
    raise LabelError(f"“{classes}” names no classes: use none, folder, a table.csv, tag:FIELD or regex:PATTERN.")


def audio_files(directory: Path) -> list[Path]:
    """Every audio file under the folder, at any depth, by path, but hidden ones; `LabelError` when there is none."""
    if not directory.is_dir():
        raise LabelError(f"{directory} is not a folder: give the folder of the recordings.")
    found = (path for path in directory.rglob("*") if path.suffix.lower() in AUDIO_SUFFIXES and path.is_file())
    paths = sorted(path for path in found if not path.name.startswith("."))  # such as macOS's ._voice.wav, no audio
    if not paths:
        raise LabelError(f"{directory} holds no audio files: put WAV, FLAC, AIFF, OGG or MP3 files into it.")
    return paths


def unlabelled(directory: Path) -> Labelled:
    """Every recording, without a class."""
    return Labelled(tuple(Recording(path) for path in audio_files(directory)))


def labelled_by_folder(directory: Path) -> Labelled:
    """Every recording, of the class of the first subfolder that it lies in."""

    def first_folder(path: Path) -> str | None:
        parts = path.relative_to(directory).parts
        return parts[0] if len(parts) > 1 else None

    return _each(directory, first_folder, "in no subfolder: with --classes folder, each file needs one")


def labelled_by_tag(directory: Path, field: str) -> Labelled:
    """Every recording, of the class that a field of its own metadata names: one of `TAGS`."""
    if field not in TAGS:
        raise LabelError(f"There is no tag “{field}”; choose one of {', '.join(TAGS)}.")
    return _each(directory, lambda path: _tag(path, field), f"without a tag “{field}”: give each file one")


def labelled_by_expression(directory: Path, pattern: str) -> Labelled:
    """Every recording, of the class that the pattern's one group finds in its path under the folder.

    Paths are written with “/”, and the pattern may match anywhere in them. How long it takes is the pattern's own
    affair: some need exponential time, so a stranger's is not to be used.
    """
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise LabelError(f"“{pattern}” is no regular expression: {error}.") from None
    if expression.groups != 1:
        raise LabelError(f"“{pattern}” has {expression.groups} groups: put the class, and nothing else, in (brackets).")

    def found(path: Path) -> str | None:
        match = expression.search(path.relative_to(directory).as_posix())
        return match.group(1) if match else None

    return _each(directory, found, f"not matched by “{pattern}”: change it, or take them out of the folder")


def labelled_by_table(directory: Path, table: Path) -> Labelled:
    """The recordings that a table names, of the classes that it gives; others are left out, and a note says so.

    The table is UTF-8 with a header that has the columns `file` (a path under the folder, written with “/”) and
    `class`, separated by tabs, commas or semicolons.
    """
    names = _read_table(table)
    files = {_normal(path.relative_to(directory).as_posix()): path for path in audio_files(directory)}
    missing = [name for name in names if name not in files]
    if missing:
        raise LabelError(f"{table.name} names {_files(missing)}, not to be found in {directory}: correct its paths.")
    chosen = tuple(Recording(path, names[name]) for name, path in files.items() if name in names)
    left_out = [name for name in files if name not in names]
    note = f"{table.name} does not name {_files(left_out)} of {directory}: they are left out."
    return Labelled(chosen, (note,) if left_out else ())


def _each(directory: Path, class_of: Callable[[Path], str | None], without: str) -> Labelled:
    """Every recording with its class; refused when any has none, `without` saying how and what to do."""
    found = [(path, (class_of(path) or "").strip()) for path in audio_files(directory)]
    bare = [path.relative_to(directory).as_posix() for path, name in found if not name]
    if bare:
        raise LabelError(f"{_files(bare)} {'is' if len(bare) == 1 else 'are'} {without}.")
    return Labelled(tuple(Recording(path, name) for path, name in found))


def _tag(path: Path, field: str) -> str | None:
    try:
        with soundfile.SoundFile(path) as file:
            tag: str | None = file.copy_metadata().get(field)
    except (soundfile.LibsndfileError, OSError):
        raise LabelError(f"{path.name} is not a readable audio file: use WAV, FLAC, AIFF, OGG or MP3.") from None
    return tag


def _read_table(table: Path) -> Mapping[str, str]:
    """File → class."""
    try:
        text = table.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise LabelError(f"{table.name} is not UTF-8 text: save it as CSV in UTF-8.") from None
    header = text.partition("\n")[0]
    separator = max("\t,;", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    names: dict[str, str] = {}
    try:
        if not {"file", "class"} <= set(rows.fieldnames or ()):
            raise LabelError(f"{table.name} needs a first line that names its columns, “file” and “class” among them.")
        for row in rows:
            file, name = (row["file"] or "").strip(), (row["class"] or "").strip()
            if not file or not name:
                raise LabelError(f"{table.name}, line {rows.line_num}: it needs both a file and a class.")
            if names.setdefault(_normal(file), name) != name:
                raise LabelError(f"{table.name}, line {rows.line_num}: {file} has another class further up.")
    except csv.Error as error:
        raise LabelError(f"{table.name}, line {rows.line_num}: {error}.") from None
    if not names:
        raise LabelError(f"{table.name} names no files: add a line for each.")
    return names


def _normal(path: str) -> str:
    """One spelling for the paths that file systems and spreadsheets write differently."""
    return unicodedata.normalize("NFC", path.replace("\\", "/").removeprefix("./"))


def _files(names: Sequence[str]) -> str:
    """`a.wav`, or `7 files (a.wav, b.wav, c.wav…)`."""
    if len(names) == 1:
        return names[0]
    return f"{len(names)} files ({', '.join(names[:NAMED])}{'…' if len(names) > NAMED else ''})"
