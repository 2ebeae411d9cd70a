"""What the operator may set: every environment variable that Overhear reads, in one place."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
MAX_SOCKET_PATH_BYTES = 100  # 104 on macOS, 108 on Linux, with the final zero


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def words(name: str, default: str = "") -> list[str]:
    return [word for word in text(name, default).replace(",", " ").split() if word]


def number(name: str, default: float) -> float:
    """A number of at least zero; what is none, is the default."""
    try:
        value = float(text(name) or default)
    except ValueError:
        return default
    return value if 0.0 <= value < float("inf") else default


def flag(name: str) -> bool:
    return text(name).lower() in {"1", "true", "yes", "on"}


def data_folder() -> Path:
    """Where all state lives (`OVERHEAR_DATA`, default `var/`); made private to the user that runs the site."""
    folder = Path(text("OVERHEAR_DATA", str(BASE / "var"))).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """`SECRET_KEY`, or one that is made once and kept in the data folder."""
    if given := text("SECRET_KEY"):
        return given
    path = folder / "secret_key"
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def broker_socket(folder: Path) -> Path:
    """The embedded Valkey's socket: in the data folder, or under a short name where that path is too long."""
    socket = folder / "broker.sock"
    if len(os.fsencode(socket)) <= MAX_SOCKET_PATH_BYTES:
        return socket
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"overhear-{os.getuid()}-{name}" / "broker.sock"


def redis_urls(folder: Path) -> tuple[str, str]:
    """The channel layer's and the broker's address: the embedded Valkey's socket unless set.

    The two libraries name a unix socket differently.
    """
    socket = broker_socket(folder)
    redis = text("REDIS_URL", f"unix://{socket}?db=0")
    broker = text("BROKER_URL", text("REDIS_URL") or f"redis+socket://{socket}")
    return redis, broker
