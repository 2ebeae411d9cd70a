"""Somebody with a browser, in tests: a session over HTTP and websockets."""

import base64
import json
import time
from collections.abc import Callable
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener
from uuid import uuid4

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_to

from tests.studio.live import Studio

PASSWORD = "a long password"


class Refused(Exception):
    """An answer of 400 and above."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status, self.sentence = status, sentence


class Visitor:
    """Signed up under a name of their own, unless `name` is None."""

    def __init__(self, studio: Studio, name: str | None = "ada") -> None:
        self.studio = studio
        self.cookies = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))
        self.get("/api/account")
        self.id = ""
        if name is not None:
            self.name = f"{name}-{uuid4().hex[:8]}"
            self.id = self.post("/api/account/sign-up", name=self.name, password=PASSWORD)["user"]["id"]

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, **body: Any) -> Any:
        return self.ask("POST", path, body)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; `Refused` for an error."""
        data = None if body is None else json.dumps(body).encode()
        content = self.raw(method, path, data, {"Content-Type": "application/json"}).read()
        return json.loads(content) if content else None

    def raw(
        self, method: str, path: str, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), None) or ""
        sent = {"X-CSRFToken": token, **(headers or {})}
        request = Request(self.studio.url + path, data, sent, method=method)
        try:
            answer: HTTPResponse = self.opener.open(request, timeout=30)
        except HTTPError as error:
            content = error.read()
            sentence = json.loads(content)["detail"] if content.startswith(b"{") else content.decode(errors="replace")
            raise Refused(error.code, sentence) from None
        return answer

    def upload(self, path: Path, tags: str = "") -> str:
        """Uploads a file and waits until it is read; the sample's id."""
        content = path.read_bytes()
        fields = {"filename": path.name, "origin": "recorded", "tags": tags}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())
        made = self.raw(
            "POST", "/api/uploads", b"",
            {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": metadata},
        )  # fmt: skip
        where = made.headers["Location"].replace(self.studio.url, "")
        headers = {
            "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
        }  # fmt: skip
        sample_id = self.raw("PATCH", where, content, headers).headers["X-Sample-Id"]
        self.wait_for(lambda: self.get(f"/api/samples/{sample_id}")["state"] == "ready", 60)
        return str(sample_id)

    def wait_for(self, done: Callable[[], Any], patience_seconds: float) -> Any:
        """What `done` returns once it is true."""
        deadline = time.monotonic() + patience_seconds
        while time.monotonic() < deadline:
            if found := done():
                return found
            time.sleep(0.1)
        raise AssertionError(f"it took longer than {patience_seconds} s")

    def job(self, thing: dict[str, Any]) -> dict[str, Any]:
        """The job of a wavenet, generation or render, as it is now."""
        found: dict[str, Any] = self.get(f"/api/jobs/{thing['job']['id']}")
        return found

    def wait_for_job(self, thing: dict[str, Any], patience_seconds: float = 90) -> dict[str, Any]:
        """The job of a thing once it has ended."""
        ended = {"succeeded", "failed", "cancelled"}
        found: dict[str, Any] = self.wait_for(
            lambda: job if (job := self.job(thing))["status"] in ended else None, patience_seconds
        )
        return found

    def socket(self, path: str, **headers: str) -> connect_to:
        """A websocket with this visitor's cookies, from the site's own pages unless `Origin` is given."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        sent = {"Origin": self.studio.url, "Cookie": cookies, **headers}
        return connect_to(self.studio.socket_url + path, additional_headers=sent, max_size=None)


async def close_code(socket: ClientConnection) -> int | None:
    """Reads until the server closes; the code it gave."""
    await socket.wait_closed()
    return socket.close_code
