"""Files that mean harm, or are broken in the ways that files are: each is built here, byte by byte."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable

import numpy as np
import soundfile

RATE_HZ = 8000
SUBFORMAT = bytes.fromhex("000000001000800000aa00389b71")


def tone(seconds: float = 1.0, rate_hz: int = RATE_HZ) -> np.ndarray:
    """A quiet tone with a little noise, shape (samples,)."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    noise = np.random.default_rng(7).standard_normal(time.size)
    return 0.3 * np.sin(2 * np.pi * 220 * time) + 0.01 * noise


def encoded(audio: np.ndarray, container: str, subtype: str | None = None, rate_hz: int = RATE_HZ) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, audio, rate_hz, format=container, subtype=subtype)
    return buffer.getvalue()


def chunk(name: bytes, content: bytes, size: int | None = None) -> bytes:
    return name + struct.pack("<I", len(content) if size is None else size) + content + b"\0" * (len(content) & 1)


def form(tag: int = 1, channels: int = 1, rate_hz: int = RATE_HZ, bits: int = 16, align: int | None = None) -> bytes:
    align = channels * bits // 8 if align is None else align
    return struct.pack("<HHIIHH", tag, channels, rate_hz, (rate_hz * align) & 0xFFFFFFFF, align & 0xFFFF, bits)


def wav(*chunks: bytes, magic: bytes = b"RIFF") -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return magic + struct.pack("<I", len(body) & 0xFFFFFFFF) + body


SOUND = (tone() * 32767).astype("<i2").tobytes()
DATA = chunk(b"data", SOUND)


def floats(*values: float) -> bytes:
    audio = tone().astype("<f4")
    audio[4000 : 4000 + len(values)] = values
    return wav(chunk(b"fmt ", form(3, 1, RATE_HZ, 32)), chunk(b"data", audio.tobytes()))


def aiff(rate: bytes, channels: int = 1) -> bytes:
    sound = (tone() * 32767).astype(">i2").tobytes()
    common = struct.pack(">hIh", channels, len(sound) // 2, 16) + rate
    body = b"AIFF" + b"COMM" + struct.pack(">I", len(common)) + common
    body += b"SSND" + struct.pack(">I", len(sound) + 8) + bytes(8) + sound
    return b"FORM" + struct.pack(">I", len(body)) + body


def flac_declaring(frames: int, channels: int = 1, rate_hz: int = RATE_HZ) -> bytes:
    """A real FLAC whose header tells another length."""
    data = bytearray(encoded(tone(), "FLAC", "PCM_16"))
    packed = int.from_bytes(data[18:26], "big")
    bits = packed >> 36 & 0x1F
    data[18:26] = (rate_hz << 44 | (channels - 1) << 41 | bits << 36 | frames).to_bytes(8, "big")
    return bytes(data)


def flipped(data: bytes, at: float) -> bytes:
    """With one byte changed, at a share of its length."""
    changed = bytearray(data)
    changed[int(len(changed) * at)] ^= 0x55
    return bytes(changed)


def zip_of(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


PLAYLIST = b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
FORMAT = chunk(b"fmt ", form())
HUGE_SIZES = chunk(b"ds64", struct.pack("<QQQI", 2**63, 2**63, 2**63, 0))
A_DAY = 24 * 3600 * 48_000
RATE_44K_EXTENDED = bytes.fromhex("400eac44000000000000")
NO_SOUND = "has no sound in it"
BROKEN = "has a broken header"
ENDS = "ends in the middle"

# name → (what builds it, how the sentence goes on after the name)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.wav": (lambda: b"", "is empty."),
    "one-byte.wav": (lambda: b"R", "is a text file"),
    "riff-only.wav": (lambda: b"RIFF\x24\0\0\0", "ends after its first bytes"),
    "wave-only.wav": (lambda: wav(), NO_SOUND),
    "no-data.wav": (lambda: wav(FORMAT), NO_SOUND),
    "no-format.wav": (lambda: wav(DATA), BROKEN),
    "two-formats.wav": (lambda: wav(FORMAT, FORMAT, DATA), BROKEN),
    "format-cut-off.wav": (lambda: wav(chunk(b"fmt ", form()[:8]), DATA), BROKEN),
    "zero-length-data.wav": (lambda: wav(FORMAT, chunk(b"data", b"")), NO_SOUND),
    "truncated.wav": (lambda: encoded(tone(4.0), "WAV", "PCM_16")[:19_244], f"{ENDS}: 1.2 of 4.0 s could be read."),
    "claims-more.wav": (lambda: wav(FORMAT, chunk(b"data", SOUND, 0x7FFFFFFF)), ENDS),
    "no-channels.wav": (lambda: wav(chunk(b"fmt ", form(channels=0)), DATA), BROKEN),
    "1024-channels.wav": (lambda: wav(chunk(b"fmt ", form(channels=1024)), DATA), "has 1024 channels"),
    "65535-channels.wav": (lambda: wav(chunk(b"fmt ", form(channels=65535)), DATA), BROKEN),
    "rate-0.wav": (lambda: wav(chunk(b"fmt ", form(rate_hz=0)), DATA), "has a rate of 0 Hz"),
    "rate-1.wav": (lambda: wav(chunk(b"fmt ", form(rate_hz=1)), DATA), "has a rate of 1 Hz"),
    "rate-huge.wav": (lambda: wav(chunk(b"fmt ", form(rate_hz=2**32 - 1)), DATA), "has a rate of 4.29497e+09 Hz"),
    "bits-0.wav": (lambda: wav(chunk(b"fmt ", form(bits=0)), DATA), BROKEN),
    "bits-255.wav": (lambda: wav(chunk(b"fmt ", form(bits=255)), DATA), BROKEN),
    "align-0.wav": (lambda: wav(chunk(b"fmt ", form(align=0)), DATA), BROKEN),
    "many-chunks.wav": (lambda: wav(*[b"junk\0\0\0\0"] * 300_000, FORMAT, DATA), BROKEN),
    "lying-list.wav": (lambda: wav(chunk(b"LIST", b"INFO", 2**31), FORMAT, DATA), NO_SOUND),
    "unknown-codec.wav": (lambda: wav(chunk(b"fmt ", form(tag=0x1234)), DATA), "is WAV with codec 0x1234"),
    "ima-adpcm.wav": (lambda: encoded(tone(), "WAV", "IMA_ADPCM"), "is WAV with IMA ADPCM in it"),
    "ms-adpcm.wav": (lambda: encoded(tone(), "WAV", "MS_ADPCM"), "is WAV with ADPCM in it"),
    "a-law.wav": (lambda: encoded(tone(), "WAV", "ALAW"), "is WAV with A-law in it"),
    "bad-guid.wav": (
        lambda: wav(chunk(b"fmt ", form(0xFFFE) + struct.pack("<HHIH", 22, 16, 0, 1) + b"\xff" * 14), DATA),
        "is WAV of an unknown format",
    ),
    "rf64-huge.wav": (lambda: wav(HUGE_SIZES, FORMAT, chunk(b"data", SOUND, 0xFFFFFFFF), magic=b"RF64"), ENDS),
    "nan.wav": (lambda: floats(float("nan")), "holds numbers that are not sound, the first at 0.50 s."),
    "infinity.wav": (lambda: floats(float("-inf")), "holds numbers that are not sound, the first at 0.50 s."),
    "3e38.wav": (lambda: floats(3e38), "holds numbers that are not sound, the first at 0.50 s."),
    "24-quiet-hours.flac": (lambda: flac_declaring(24 * 3600 * 8000), "is too long: at this rate and 1 channel, 720"),
    "24-hours.flac": (lambda: flac_declaring(A_DAY, 2, 48_000), "is too long: at this rate and 2 channels"),
    "2-to-the-36.flac": (lambda: flac_declaring(2**36 - 1), "is too long"),
    "claims-more.flac": (lambda: flac_declaring(4 * RATE_HZ), f"{ENDS}: 1.0 of 4.0 s could be read."),
    "truncated.flac": (lambda: encoded(tone(4.0), "FLAC", "PCM_16")[:20_000], ENDS),
    "wrong-checksum.flac": (
        lambda: (d := encoded(tone(), "FLAC", "PCM_16"))[:26] + bytes(15) + b"\1" + d[42:],
        "is damaged: what was read is not what was written.",
    ),
    "no-stream.flac": (lambda: b"fLaC\x84\0\0\4abcd" + bytes(64), BROKEN),
    "rate-nan.aiff": (lambda: aiff(b"\x7f\xff\xc0" + bytes(7)), "has a rate of inf Hz"),
    "negative-channels.aiff": (lambda: aiff(RATE_44K_EXTENDED, -2), BROKEN),
    "truncated.aiff": (lambda: encoded(tone(4.0), "AIFF", "PCM_16")[:19_200], f"{ENDS}: 1.2 of 4.0 s could be read."),
    "u-law.aifc": (lambda: encoded(tone(), "AIFF", "ULAW"), "is AIFF with the codec “ulaw” in it"),
    "speex.ogg": (lambda: b"OggS\0\2" + bytes(20) + b"\1\x50Speex   1.2rc1" + bytes(60), "is an Ogg file with neither"),
    "header-only.ogg": (lambda: encoded(tone(), "OGG", "VORBIS")[:200], "looks like Ogg Vorbis and is damaged"),
    "sync-only.mp3": (lambda: b"\xff\xfb" * 50_000, "is not audio"),
    "tags-only.mp3": (lambda: b"ID3\4\0\0\0\0\x07\x76" + bytes(1014), "holds only tags and no sound."),
    "huge-tag.mp3": (lambda: b"ID3\4\0\0\x7f\x7f\x7f\x7f" + bytes(4096), "holds only tags and no sound."),
    "cave.caf": (lambda: encoded(tone(), "CAF", "PCM_16"), "is CAF, which is not read here"),
    "sun.wav": (lambda: encoded(tone(), "AU", "PCM_16"), "is Sun audio, which is not read here"),
    "text.wav": (lambda: "Küche, gestern aufgenommen\n".encode() * 300, "is a text file, not audio."),
    "playlist.mp3": (lambda: PLAYLIST, "is a playlist, not audio."),
    "playlist.flac": (lambda: b"ffconcat version 1.0\nfile '/etc/passwd'\n", "is a playlist, not audio."),
    "pls.ogg": (lambda: b"[playlist]\nFile1=file:///etc/passwd\n", "is a playlist, not audio."),
    "dash.wav": (lambda: b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>', "is a playlist"),
    "session.mp3": (lambda: b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 5004 RTP/AVP 0\n", "describes a stream"),
    "page.wav": (lambda: b"<!DOCTYPE html><html><script>alert(1)</script></html>", "is a web page, not audio."),
    "picture.wav": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is a picture, not audio."),
    "archive.wav": (lambda: zip_of("../x.wav", wav(FORMAT, DATA)), "is a ZIP archive: unpack it first."),
    "packed.wav": (lambda: gzip.compress(wav(FORMAT, DATA)), "is a compressed archive: unpack it first."),
    "program.wav": (lambda: b"\x7fELF\2\1\1" + bytes(500), "is a program, not audio."),
    "movie.wav": (lambda: b"RIFF\xff\0\0\0AVI LIST" + bytes(500), "is a video, not audio."),
    "phone.m4a": (lambda: b"\0\0\0\x20ftypM4A \0\0\0\0" + bytes(500), "is MP4 or M4A, which is not read here"),
    "browser.webm": (lambda: b"\x1aE\xdf\xa3" + bytes(500), "is WebM or Matroska, which is not read here"),
    "noise.bin": (lambda: np.random.default_rng(1).bytes(20_000), "is not audio"),
}
