"""Names that people and their files bring, made safe to show: no control or direction-changing characters."""

import unicodedata

# Line, paragraph, embedding, override and isolate marks: they make a name read as another one.
MISLEADING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
KEPT = {"\u200c", "\u200d"}  # joiners, which some scripts and emoji need


def clean(text: str, longest: int) -> str:
    """One line in composed form, with single spaces, cut to `longest` characters."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or _harmless(c))
    return " ".join(kept.split())[:longest].strip()


def _harmless(character: str) -> bool:
    return character in KEPT or unicodedata.category(character) not in MISLEADING


def clean_paragraph(text: str, longest: int) -> str:
    """Several lines, each clean."""
    return "\n".join(clean(line, longest) for line in text.splitlines())[:longest].strip()


def file_name(path: str) -> str:
    """The last part of whatever path a browser or a person sent; never empty."""
    return clean(path.replace("\\", "/").rpartition("/")[2], 300) or "sound"


def stem(name: str) -> str:
    """A file's name without its suffix: what the sample is called to begin with."""
    head, dot, suffix = name.rpartition(".")
    return (head if dot and head and len(suffix) <= 5 else name)[:200].strip() or "sound"
