"""Whether the web server can have its port, and whether it answers there."""

import socket
import time
from collections.abc import Callable

from django.core.management.base import CommandError


def require_free(host: str, port: int) -> None:
    """`CommandError` when the port is taken, or is not ours to take."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CommandError(f"Port {port} of {host} cannot be used ({reason}): choose another with --port.") from None


def wait_for(host: str, port: int, patience_seconds: float, alive: Callable[[], bool]) -> bool:
    """Waits until something accepts connections there; False when time is over or `alive` says no."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline and alive():
        try:
            socket.create_connection((reachable, port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False
