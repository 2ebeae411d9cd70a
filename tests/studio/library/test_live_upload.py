"""An upload through the whole running site, which is killed in the middle of it."""

import base64
import io
import time
from pathlib import Path

import numpy as np
import soundfile

from tests.studio.live import Studio
from tests.studio.visitor import Visitor

PIECE_BYTES = 1024**2
HEADERS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


def send(visitor: Visitor, where: str, content: bytes, offset: int) -> str | None:
    """One piece; the sample's id after the last one."""
    piece = content[offset : offset + PIECE_BYTES]
    answer = visitor.raw("PATCH", where, piece, {**HEADERS, "Upload-Offset": str(offset)})
    return answer.headers["X-Sample-Id"]


def test_a_studio_killed_in_the_middle_of_an_upload_goes_on_from_there(tmp_path: Path) -> None:
    audio = np.random.default_rng(2).uniform(-0.5, 0.5, 2_500_000)
    buffer = io.BytesIO()
    soundfile.write(buffer, audio, 44_100, format="WAV", subtype="PCM_16")
    content = buffer.getvalue()
    studio = Studio(tmp_path / "data")
    studio.start()
    try:
        ada = Visitor(studio)
        name = base64.b64encode(b"long.wav").decode()
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
        where = ada.raw("POST", "/api/uploads", b"", headers).headers["Location"]
        for offset in (0, PIECE_BYTES):
            assert send(ada, where, content, offset) is None
        studio.kill()
        studio.start()
        offset = int(ada.raw("HEAD", where, headers=HEADERS).headers["Upload-Offset"])
        assert offset == 2 * PIECE_BYTES
        sample_id = None
        while sample_id is None:
            sample_id = send(ada, where, content, offset)
            offset += PIECE_BYTES
        deadline = time.monotonic() + 60
        while (sample := ada.get(f"/api/samples/{sample_id}"))["state"] == "processing":
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert (sample["state"], sample["frames"], sample["name"]) == ("ready", audio.size, "long")
        master = ada.raw("GET", sample["audio_url"]).read()
        heard, _ = soundfile.read(io.BytesIO(master), dtype="int16")
        np.testing.assert_array_equal(heard, soundfile.read(io.BytesIO(content), dtype="int16")[0])
        assert list((studio.data / "uploads").iterdir()) == list((studio.data / "decoding").iterdir()) == []
    finally:
        studio.stop()
