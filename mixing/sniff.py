"""Tells what a file is by its first bytes, never by its name, and says of what is not sound what it is instead."""

from enum import Enum
from pathlib import Path

HEAD_BYTES = 4096
MP3_SEARCH_BYTES = 65_536


class Container(Enum):
    """The kinds of file that are read, by the name that people know them under."""

    WAV = "WAV"
    AIFF = "AIFF"
    FLAC = "FLAC"
    VORBIS = "Ogg Vorbis"
    OPUS = "Ogg Opus"
    MP3 = "MP3"


class Refusal(Exception):
    """Why a file is not read: the rest of a sentence that begins with its name, “x.wav” …"""


ADVICE = "Use WAV, FLAC, Ogg, MP3 or AIFF."
NOT_SOUND = (
    (b"#EXTM3U", "is a playlist, not audio"),
    (b"[playlist]", "is a playlist, not audio"),
    (b"ffconcat", "is a playlist, not audio"),
    (b"<asx", "is a playlist, not audio"),
    (b"PK\x03\x04", "is a ZIP archive: unpack it first"),
    (b"PK\x05\x06", "is an empty ZIP archive, not audio"),
    (b"\x1f\x8b", "is a compressed archive: unpack it first"),
    (b"7z\xbc\xaf", "is an archive: unpack it first"),
    (b"Rar!", "is an archive: unpack it first"),
    (b"\x7fELF", "is a program, not audio"),
    (b"MZ", "is a program, not audio"),
    (b"%PDF", "is a PDF document, not audio"),
    (b"\x89PNG", "is a picture, not audio"),
    (b"\xff\xd8\xff", "is a picture, not audio"),
    (b"GIF8", "is a picture, not audio"),
    (b"MThd", "is MIDI: notes, not sound"),
    (b"\x1aE\xdf\xa3", f"is WebM or Matroska, which is not read here. {ADVICE}"),
    (b"caff", f"is CAF, which is not read here. {ADVICE}"),
    (b"wvpk", f"is WavPack, which is not read here. {ADVICE}"),
    (b"MAC ", f"is Monkey's Audio, which is not read here. {ADVICE}"),
    (b"0&\xb2u\x8ef\xcf\x11", f"is Windows Media, which is not read here. {ADVICE}"),
    (b".snd", f"is Sun audio, which is not read here. {ADVICE}"),
)
MARKUP = (
    (b"<mpd", "is a playlist, not audio"),
    (b"<svg", "is a picture, not audio"),
    (b"<html", "is a web page, not audio"),
    (b"<!doctype html", "is a web page, not audio"),
)


def sniff(path: Path) -> Container:
    """What kind of audio file it is. Raises Refusal for everything else."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if not head:
            raise Refusal("is empty.")
        if head[:4] in {b"RIFF", b"RF64", b"BW64", b"FORM", b"OggS", b"fLaC"}:
            return _by_magic(head)
        skipped = id3_bytes(head)
        if skipped:
            file.seek(skipped)
            head = file.read(MP3_SEARCH_BYTES)
            if not head:
                raise Refusal("holds only tags and no sound.")
            if head.startswith(b"fLaC"):
                return Container.FLAC
        else:
            head += file.read(MP3_SEARCH_BYTES - len(head))
    if not skipped:
        _refuse_known(head)
    if find_mp3_frame(head) is not None:
        return Container.MP3
    if _is_text(head[:HEAD_BYTES]):
        raise Refusal("is a text file, not audio.")
    raise Refusal(f"is not audio of a kind that is read here. {ADVICE}")


def _by_magic(head: bytes) -> Container:
    match head[:4]:
        case b"fLaC":
            return Container.FLAC
        case b"OggS":
            return _ogg(head)
        case b"FORM" if head[8:12] in {b"AIFF", b"AIFC"}:
            return Container.AIFF
        case b"RIFF" | b"RF64" | b"BW64" if head[8:12] == b"WAVE":
            return Container.WAV
    if head[8:12] == b"AVI ":
        raise Refusal("is a video, not audio.")
    if len(head) < 12:
        raise Refusal("ends after its first bytes: there is no sound in it.")
    raise Refusal(f"is not audio of a kind that is read here. {ADVICE}")


def _ogg(head: bytes) -> Container:
    first_packet = head[28:64] if len(head) > 27 and head[26] == 1 else head[27 + (head[26] if len(head) > 26 else 0) :]
    if first_packet.startswith(b"\x01vorbis"):
        return Container.VORBIS
    if first_packet.startswith(b"OpusHead"):
        return Container.OPUS
    raise Refusal(f"is an Ogg file with neither Vorbis nor Opus in it. {ADVICE}")


def _refuse_known(head: bytes) -> None:
    for magic, predicate in NOT_SOUND:
        if head.startswith(magic):
            raise Refusal(_ended(predicate))
    if head[4:8] == b"ftyp":
        raise Refusal(f"is MP4 or M4A, which is not read here. {ADVICE}")
    text = head[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"v=0") and b"\nm=" in text:
        raise Refusal("describes a stream and holds no sound.")
    if text.startswith(b"<"):
        for tag, predicate in MARKUP:
            if tag in text:
                raise Refusal(_ended(predicate))


def _ended(predicate: str) -> str:
    return predicate if predicate.endswith(".") else f"{predicate}."


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # not just a character cut at the end
            return False
        text = head[: error.start].decode()
    return all(c.isprintable() or c in "\t\r\n\f" for c in text)


def id3_bytes(head: bytes) -> int:
    """How long the ID3v2 tag at the beginning is; 0 when there is none."""
    if len(head) < 10 or head[:3] != b"ID3" or any(byte & 0x80 for byte in head[6:10]):
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return 10 + size + (10 if head[5] & 0x10 else 0)


# ISO/IEC 11172-3, 2.4.2.3: bit rates of layer III in kbit/s, and sampling rates; MPEG-2 and 2.5 halve and quarter.
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_HZ = (44_100, 48_000, 32_000)


def mp3_frame_bytes(header: bytes) -> int:
    """The length of the layer III frame with this header; 0 when it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    kbit_index, rate_index, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == 1 or layer != 1 or kbit_index in {0, 15} or rate_index == 3:
        return 0
    first = version == 3
    rate_hz = _RATES_HZ[rate_index] // (1 if first else 2 if version == 2 else 4)
    kbits = (_KBITS_1 if first else _KBITS_2)[kbit_index]
    return (144 if first else 72) * kbits * 1000 // rate_hz + padding


def find_mp3_frame(data: bytes) -> int | None:
    """Where the first layer III frame begins that is followed by another one, or by the end of the data."""
    at = data.find(b"\xff")
    while at != -1:
        length = mp3_frame_bytes(data[at : at + 4])
        follows = at + length
        if length and (follows == len(data) or mp3_frame_bytes(data[follows : follows + 4])):
            return at
        at = data.find(b"\xff", at + 1)
    return None
