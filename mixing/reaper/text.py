"""The text of a REAPER project: blocks from `<NAME words …` to `>`, one entry a line, words in quotes if need be."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mixing.errors import MixingError

_MOST_BYTES = 64 << 20
_DEEPEST = 32
_QUOTES = "\"'`"


@dataclass
class Entry:
    """A line, or a block with what is in it."""

    words: list[str]
    line: int = 0
    inside: "list[Entry]" = field(default_factory=list)
    is_block: bool = False

    @property
    def name(self) -> str:
        return self.words[0] if self.words else ""

    def all(self, *names: str) -> "Iterator[Entry]":
        """What is in it under any of these names."""
        return (entry for entry in self.inside if entry.name in names)

    def find(self, name: str) -> "Entry":
        """The first of a name, or one without words."""
        return next(self.all(name), Entry([name], self.line))

    def word(self, place: int, default: str = "") -> str:
        """Counted from 1, after the name."""
        return self.words[place] if place < len(self.words) else default

    def number(self, place: int, default: float = 0.0) -> float:
        """A word as a number. Raises MixingError where it is none."""
        text = self.word(place)
        if not text:
            return default
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise MixingError(f"Line {self.line} is damaged: {self.name} has {text[:40]!r} where a number belongs.")
        return value

    def whole(self, place: int, default: int = 0) -> int:
        """A word as a whole number."""
        return int(max(-(2.0**53), min(2.0**53, self.number(place, default))))


def parsed(path: Path) -> Entry:
    """Read a project file. Raises MixingError, in one line, where it is none."""
    if not path.is_file():
        raise MixingError(f"{path} does not exist: check the path.")
    if path.stat().st_size > _MOST_BYTES:
        raise MixingError(f"{path.name} is over {_MOST_BYTES >> 20} MB: that is no project of REAPER's.")
    root = _blocks(path.name, path.read_text("utf-8", errors="replace"))
    project = root.find("REAPER_PROJECT")
    if not project.is_block:
        raise MixingError(f"{path.name} is not a REAPER project: it begins otherwise.")
    return project


def _blocks(name: str, text: str) -> Entry:
    root = Entry([])
    opened = [root]
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line == ">":
            if len(opened) == 1:
                raise MixingError(f"{name} is damaged: line {number} closes a block that was never opened.")
            opened.pop()
        elif line.startswith("<"):
            if len(opened) > _DEEPEST:
                raise MixingError(f"{name} is damaged: blocks stand in blocks beyond measure at line {number}.")
            block = Entry(_words(line[1:]), number, is_block=True)
            opened[-1].inside.append(block)
            opened.append(block)
        elif line:
            if len(opened) == 1:
                raise MixingError(f"{name} is not a REAPER project: it begins otherwise.")
            opened[-1].inside.append(Entry(_words(line), number))
    if len(opened) > 1:
        raise MixingError(f"{name} is cut off: its last block does not end. Save it again, or take a backup.")
    return root


def _words(line: str) -> list[str]:
    words: list[str] = []
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        quote = line[at] if line[at] in _QUOTES else ""
        begin = at + len(quote)
        end = line.find(quote, begin) if quote else begin
        if not quote:
            while end < len(line) and not line[end].isspace():
                end += 1
        end = len(line) if end < 0 else end
        words.append(line[begin:end])
        at = end + len(quote)
    return words


def written(block: Entry, depth: int = 0) -> Iterator[str]:
    """The lines of a block."""
    indent = "  " * depth
    yield f"{indent}<{' '.join(_quoted(word) for word in block.words)}"
    for entry in block.inside:
        if entry.is_block:
            yield from written(entry, depth + 1)
        else:
            yield f"{indent}  {' '.join(_quoted(word) for word in entry.words)}"
    yield f"{indent}>"


def _quoted(word: str) -> str:
    plain = " ".join(word.split())
    if plain and not any(c.isspace() or c in _QUOTES for c in plain) and plain[0] not in "<>":
        return plain
    for quote in _QUOTES:
        if quote not in plain:
            return f"{quote}{plain}{quote}"
    return f"`{plain.replace('`', chr(39))}`"


def entry(*words: object) -> Entry:
    """A line to write; numbers in full, and without needless zeros."""
    return Entry([_text(word) for word in words])


def block(*words: object, inside: list[Entry] | None = None) -> Entry:
    """A block to write."""
    return Entry([_text(word) for word in words], inside=inside or [], is_block=True)


def _text(word: object) -> str:
    return f"{word:.10f}".rstrip("0").rstrip(".") if isinstance(word, float) else str(word)
